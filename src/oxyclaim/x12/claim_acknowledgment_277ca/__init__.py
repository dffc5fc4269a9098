"""Acknowledgments of claims (277CA, 005010X214) as frames: levels, and the statuses that they were given."""
