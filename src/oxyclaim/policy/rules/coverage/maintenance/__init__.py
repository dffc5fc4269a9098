"""Maintenance visits."""
