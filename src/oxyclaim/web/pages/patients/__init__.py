"""The list of patients."""
