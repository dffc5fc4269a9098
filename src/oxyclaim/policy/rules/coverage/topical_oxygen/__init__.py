"""Topical oxygen."""
