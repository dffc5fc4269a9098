"""Payers: how far each can be trusted, what it asks, side by side, and files of one's own."""
