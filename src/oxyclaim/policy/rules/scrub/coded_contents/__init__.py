"""Contents beside a rental on the same claim."""
