"""Writing X12: character set, segments, envelopes. Knows no policy and no payer."""
