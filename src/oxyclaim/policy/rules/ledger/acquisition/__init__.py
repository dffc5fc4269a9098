"""Rented or sold."""
