"""Oxygen contents."""
