"""The calls, a file a subject."""
