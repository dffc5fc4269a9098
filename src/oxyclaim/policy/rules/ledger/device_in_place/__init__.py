"""The device is with the patient."""
