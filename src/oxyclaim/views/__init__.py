"""Answers as sections of blocks, and the renderers that draw them."""
