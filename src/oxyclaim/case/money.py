"""Money for people: inside it is whole cents."""


def dollars(cents: int) -> str:
    """Cents as people write them: ``1,234.50``, ``-0.05``."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"
