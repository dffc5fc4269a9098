"""Recertification of Group I, until 2022."""
