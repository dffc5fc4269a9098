"""Breaks, and rentals that begin again."""
