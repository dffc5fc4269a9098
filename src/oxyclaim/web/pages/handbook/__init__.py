"""The rule book to look things up in: rules, sources, codes."""
