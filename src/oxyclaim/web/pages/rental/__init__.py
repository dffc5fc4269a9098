"""The rental, month by month."""
