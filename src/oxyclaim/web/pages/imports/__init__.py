"""Patients and balances of the system before are taken in."""
