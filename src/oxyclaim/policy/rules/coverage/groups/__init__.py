"""Coverage groups I to IV."""
