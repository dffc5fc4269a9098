"""The days on which rental months begin."""
