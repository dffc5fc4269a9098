"""Money: whole cents, in and out of the decimals that X12 writes."""

import re

_AMOUNT = re.compile(r"(-?)(\d*)(?:\.(\d{0,2}))?")


def cents(text: str) -> int:
    """The cents of an X12 decimal such as ``-210``, ``.5`` or ``31.36``. Raises ValueError for anything else."""
    found = _AMOUNT.fullmatch(text)
    if found is None or not (found[2] or found[3]):
        raise ValueError("not an amount of dollars with at most two decimals")
    whole = int(found[2] or 0) * 100 + int((found[3] or "").ljust(2, "0"))
    return -whole if found[1] else whole


def decimal(amount: int) -> str:
    """Cents as X12 writes them: no needless zeros, no exponent."""
    whole, rest = divmod(abs(amount), 100)
    text = f"{whole}.{rest:02}".rstrip("0").rstrip(".") if rest else str(whole)
    return f"-{text}" if amount < 0 else text


def part(amount: int, numerator: int, denominator: int = 100) -> int:
    """So many parts of an amount that is not negative, half a cent upward."""
    return (2 * amount * numerator + denominator) // (2 * denominator)
