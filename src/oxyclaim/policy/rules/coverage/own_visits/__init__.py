"""Maintenance visits of payers other than Medicare."""
