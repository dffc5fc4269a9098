"""The life of a rental, month by month: what was billed, what may be, what falls due, what was paid in error."""
