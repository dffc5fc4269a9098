"""Continued need and continued use."""
