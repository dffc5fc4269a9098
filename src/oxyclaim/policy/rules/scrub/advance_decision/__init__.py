"""What stands in the place of a notice to the patient."""
