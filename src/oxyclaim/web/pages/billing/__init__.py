"""The billing run: pick, check, write, mark sent."""
