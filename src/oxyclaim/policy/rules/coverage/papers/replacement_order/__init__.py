"""The new order for a replacement."""
