"""A decided line becomes a claim: assembly, 837P, validation by an independent implementation."""
