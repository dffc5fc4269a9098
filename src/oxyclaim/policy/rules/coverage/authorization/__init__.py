"""Prior authorization."""
