"""Equipment that the patient owns."""
