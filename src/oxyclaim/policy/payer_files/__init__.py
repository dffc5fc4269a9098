"""Payer files: what a payer or a plan sets, each value with its source and its dates."""
