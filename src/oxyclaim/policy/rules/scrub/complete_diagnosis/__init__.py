"""Whether the diagnosis codes of a claim are complete codes of the year."""
