"""The modifiers that a payer requires."""
