"""Acknowledgments of a file as frames: of its interchange (TA1), its groups and transaction sets (999)."""
