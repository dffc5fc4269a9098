"""Rent that ends in a sale."""
