"""When a blood gas study counts."""
