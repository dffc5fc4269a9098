"""Hours away from home."""
