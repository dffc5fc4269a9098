"""Months that have been billed already."""
