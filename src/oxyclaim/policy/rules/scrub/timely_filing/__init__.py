"""The last day for a claim."""
