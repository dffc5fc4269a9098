"""The order of modifiers."""
