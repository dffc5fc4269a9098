"""Second stage: does the benefit cover this line."""
