"""A new patient."""
