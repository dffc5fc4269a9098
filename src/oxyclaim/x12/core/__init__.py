"""What every transaction set shares: delimiters, segments, envelopes, pieces of files, checks against a guide."""
