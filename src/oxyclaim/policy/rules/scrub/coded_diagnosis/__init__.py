"""The group that a line asserts, beside the diagnoses on the claim."""
