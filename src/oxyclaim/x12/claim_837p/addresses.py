"""Addresses that the guide tells apart."""

POST_OFFICE_BOX = r"(?i)\b(?:P\.? ?O\.?|POST OFFICE) ?(?:BOX|BX|DRAWER)\b|\bLOCK ?BOX\b"
"""An address that no delivery service finds."""
