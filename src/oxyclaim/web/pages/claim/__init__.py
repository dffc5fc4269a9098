"""A claim of a patient: how it went out, what was answered, and what is done about it."""
