"""The papers that the payer wants."""
