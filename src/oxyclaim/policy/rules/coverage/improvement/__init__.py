"""Oxygen at home will improve the condition."""
