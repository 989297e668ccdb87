"""What is said without marks: indirect speech, and comments declined."""
