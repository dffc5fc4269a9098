"""Claim files of others: what would be rejected or denied of them, and what can be put right."""
