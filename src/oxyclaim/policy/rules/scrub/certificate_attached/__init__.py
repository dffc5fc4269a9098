"""A claim that goes with a Certificate of Medical Necessity."""
