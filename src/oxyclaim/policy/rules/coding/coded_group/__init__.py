"""The group that coded modifiers assert."""
