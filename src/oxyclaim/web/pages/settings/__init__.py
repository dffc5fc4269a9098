"""The settings of a supplier, and who may sign in."""
