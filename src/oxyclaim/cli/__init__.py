"""The commands. No logic of their own: they read, call, and show."""
