"""The log: who looked at or did what."""
