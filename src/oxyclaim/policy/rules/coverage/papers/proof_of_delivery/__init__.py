"""proof of delivery."""
