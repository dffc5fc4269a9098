"""Reading 837P files as frames: segments, the loops they stand in, claims and service lines."""
