"""How the cases are told apart: periods of the policy, classes of codes, states by contractor."""

from bisect import bisect_right
from datetime import date, timedelta

REGIMES = (
    date(2015, 1, 1),
    date(2018, 8, 1),
    date(2020, 1, 1),
    date(2020, 3, 1),
    date(2021, 9, 27),
    date(2023, 1, 1),
    date(2023, 4, 1),
    date(2023, 5, 12),
    date(2026, 4, 13),
)
"""First days of the periods between which Medicare's rules for oxygen changed."""

CLASSES = {
    "stationary": ("E0424", "E0439", "E1390", "E1391", "E1405", "E1406"),
    "portable": ("E0431", "E0433", "E0434", "E1392", "K0738"),
    "contents": ("E0441", "E0442", "E0443", "E0444", "E0447"),
    "purchase": ("E0425", "E0430", "E0435", "E0440"),
}
OTHER = "other"
"""The class of accessories and of codes that are not of the family."""
ACCESSORIES = ("A4615", "A4616", "E1354", "E1356")
CODES = tuple(code for codes in CLASSES.values() for code in codes) + ACCESSORIES

CONTRACTOR_STATES = {
    "NY": "16013", "MA": "16013", "CA": "19003", "WA": "19003", "HI": "19003",
    "IL": "17013", "OH": "17013", "TX": "18003", "FL": "18003", "GA": "18003",
}  # fmt: skip
"""States with the payer id of their contractor; the first five belong to jurisdictions A and D, the others to B, C."""


def class_of(code: str) -> str:
    """The class of a HCPCS code."""
    return next((name for name, codes in CLASSES.items() if code in codes), OTHER)


def period_of(day: date) -> str:
    """The period of a service date, as its first and last day."""
    number = bisect_right(REGIMES, day)
    first = REGIMES[number - 1] if number else None
    last = REGIMES[number] - timedelta(days=1) if number < len(REGIMES) else None
    return f"{first or '…'} to {last or '…'}"
