"""Rent or purchase."""
