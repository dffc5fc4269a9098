"""Guided intake of a patient."""
