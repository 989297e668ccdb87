"""Get documents from WordPress sites and files, lose none, and load them raw."""
