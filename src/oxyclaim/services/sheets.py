"""What several tables for spreadsheets share."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str) -> str:
    """A text that a spreadsheet would run as a formula is marked as text."""
    return f"'{text}" if text.startswith(_FORMULA) else text
