"""Codes that are not paid beside others."""
