"""What is still open work of what payers answered, line by line, from the ledger's frames alone."""
