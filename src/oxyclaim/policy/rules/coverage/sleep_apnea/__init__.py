"""Obstructive sleep apnea."""
