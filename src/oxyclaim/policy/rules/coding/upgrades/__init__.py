"""Upgrades (GK and GL)."""
