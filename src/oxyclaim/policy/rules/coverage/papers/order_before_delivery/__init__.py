"""order before delivery."""
