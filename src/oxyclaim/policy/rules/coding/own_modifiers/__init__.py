"""The modifiers that a payer wants."""
