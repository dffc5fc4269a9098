"""What was denied, turned down or paid too low: what to do, by when, for how much."""
