"""face to face."""
