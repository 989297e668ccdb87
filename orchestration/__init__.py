"""What depends on what, and when: Dagster definitions and the command line."""
