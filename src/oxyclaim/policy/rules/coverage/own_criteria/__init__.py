"""The payer's own criteria: ages, test values, indications."""
