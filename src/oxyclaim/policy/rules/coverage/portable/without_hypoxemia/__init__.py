"""Portable equipment in Group III."""
