"""Modifiers that somebody has put on a line."""
