"""The pages of a patient."""
