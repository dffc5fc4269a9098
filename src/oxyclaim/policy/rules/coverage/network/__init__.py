"""Contracts and referrals."""
