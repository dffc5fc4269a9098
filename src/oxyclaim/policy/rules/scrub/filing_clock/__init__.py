"""A payer's clocks for claims and appeals."""
