"""How long, or up to what sum, a payer pays rent."""
