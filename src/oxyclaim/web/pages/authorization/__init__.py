"""What a payer must be asked for before the service."""
