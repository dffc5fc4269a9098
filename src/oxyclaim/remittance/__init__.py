"""What payers answer, proved: whether a remittance balances, and what its amounts are."""
