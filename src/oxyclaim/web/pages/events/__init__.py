"""What happens to a patient and the equipment."""
