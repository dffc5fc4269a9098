"""Purchased oxygen equipment."""
