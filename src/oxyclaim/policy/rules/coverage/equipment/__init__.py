"""Which equipment a code stands for."""
