"""Accessories and supplies."""
