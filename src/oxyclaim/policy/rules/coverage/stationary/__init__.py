"""Stationary equipment."""
