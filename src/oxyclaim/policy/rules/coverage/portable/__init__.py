"""Portable equipment."""
