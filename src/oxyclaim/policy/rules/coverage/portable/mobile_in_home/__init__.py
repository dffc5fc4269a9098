"""The patient is mobile in the home."""
