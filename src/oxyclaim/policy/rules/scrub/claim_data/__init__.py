"""What a claim needs."""
