"""What the patient is told about assignment."""
