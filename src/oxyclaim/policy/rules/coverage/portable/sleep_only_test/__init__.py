"""A sleep-only test does not qualify portable equipment."""
