"""Look-ups of a patient as evidence."""
