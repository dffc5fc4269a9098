"""A stationary unit beside an exercise-only test."""
