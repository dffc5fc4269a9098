"""How long the papers are kept."""
