"""What the payer's text says of the code."""
