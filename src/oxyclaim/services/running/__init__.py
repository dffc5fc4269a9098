"""Running the desk for real: its settings, whether it is well, and whole backups."""
