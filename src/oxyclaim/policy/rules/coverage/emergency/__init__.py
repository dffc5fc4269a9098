"""Rentals begun in the public health emergency."""
