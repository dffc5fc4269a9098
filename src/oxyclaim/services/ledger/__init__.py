"""The ledger's questions: balances, debts, suspense, deposits, and what is entered by hand."""
