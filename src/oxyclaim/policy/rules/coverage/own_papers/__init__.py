"""The papers that the payer requires."""
