"""Some group is met."""
