"""What payers answered: files taken in, what wants a person, payments."""
