"""A cell as an office wrote it, as the case file writes the same: dates, amounts, measurements, yes and no, words."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

from oxyclaim.intake.targets import Target

DateOrder = Literal["month/day/year", "day/month/year", "year-month-day"]

NONE = "none"
"""What a cell says, or an empty one by the mapping's word, where there is none of the thing: no pick-up."""
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}", re.ASCII)
_MIDNIGHT = re.compile(r"[ T](00?:00(:00(\.0+)?)?|12:00(:00)? ?AM)(Z|\+00:00)?$", re.IGNORECASE)
_NAMED_MONTHS = ("%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%d %b %Y", "%d %B %Y")
_NUMBER = re.compile(
    r"\$?\s*(?P<number>[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d*)?|\.\d+)\s*"
    r"(%|percent|pct|l/min|l/m|lpm|liters?( per minute)?|mm ?hg|hours?|hrs?|h|lbs?|pounds?|min(ute)?s?|days?|usd|\$)?",
    re.IGNORECASE | re.ASCII,
)
_TRUE = frozenset(("yes", "y", "true", "t", "1", "x", "checked"))
_FALSE = frozenset(("no", "n", "false", "f", "0", "unchecked"))
_LIST = re.compile(r"[,;/|\s]+")
_WHOLE_AS_DECIMAL = re.compile(r"(\d+)\.0+", re.ASCII)
_DATE_WORDS = {
    "month/day/year": "month/day/year, for example 5/8/2025",
    "day/month/year": "day/month/year, for example 8/5/2025",
    "year-month-day": "year-month-day, for example 2025-05-08",
}


class Unread(Exception):
    """The cell does not say what its key wants; the message says what it wants."""


def cell_reader(target: Target, order: DateOrder, words: Mapping[str, str]) -> Callable[[str], Any]:
    """What turns a cell that is not empty into a value of the case file. It raises Unread.

    ``words``: what the export writes, and what the case file writes for it.
    """
    own = {folded(theirs): ours for theirs, ours in words.items()}

    def read(text: str) -> Any:
        said = own.get(folded(text))
        if said is not None:
            return _several([said], target) if target.many else _one(said, target, order)
        if target.many:
            return _several([own.get(folded(part), part) for part in _parts(text, target)], target)
        return _one(text, target, order)

    return read


def folded(text: str) -> str:
    """A word without what does not tell it apart from others: case, dashes, blanks."""
    return "_".join(re.split(r"[\s_-]+", text.strip().casefold()))


def _parts(text: str, target: Target) -> list[str]:
    parts = _LIST.split(text) if target.kind == "text" and target.section != "papers" else re.split(r"[,;|]+", text)
    return [part.strip() for part in parts if part.strip()]


def _several(parts: list[str], target: Target) -> list[Any]:
    return list(dict.fromkeys(_word(part, target) if target.words else part for part in parts))


def _one(text: str, target: Target, order: DateOrder) -> Any:
    if target.kind == "picked_up":
        return NONE if folded(text) == NONE else _date(text, order)
    if target.kind == "date":
        return _date(text, order)
    if target.kind == "truth":
        return _truth(text)
    if target.kind in ("number", "whole"):
        return _number(text)
    if target.kind == "word":
        return _word(text, target)
    return whole_text(text)


def _date(text: str, order: DateOrder) -> str:
    bare = _MIDNIGHT.sub("", text).strip()
    if match := _ISO.fullmatch(bare):
        year, month, day = match.groups()
    elif (match := _SLASHED.fullmatch(bare)) and order != "year-month-day":
        first, second, year = match.groups()
        month, day = (first, second) if order == "month/day/year" else (second, first)
    else:
        return _named(bare, order)
    try:
        return datetime(int(year), int(month), int(day)).date().isoformat()  # noqa: DTZ001 (a day has no zone)
    except ValueError:
        raise Unread(f"is no such day; dates of this export are written {_DATE_WORDS[order]}") from None


def _named(text: str, order: DateOrder) -> str:
    for form in _NAMED_MONTHS:
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    if _SHORT_YEAR.fullmatch(text):
        raise Unread("must have a year of four digits")
    raise Unread(f"must be a date written {_DATE_WORDS[order]}")


def _truth(text: str) -> bool:
    word = text.casefold()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise Unread("must be yes or no")


def _number(text: str) -> str:
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise Unread("must be one number, with or without its unit, for example 86, 86%, 2 LPM or $1,200.50")
    number = match["number"].replace(",", "")
    return number.rstrip("0").rstrip(".") if "." in number else number


def _word(text: str, target: Target) -> str:
    known = {folded(word): word for word in target.words}
    if folded(text) in known:
        return known[folded(text)]
    raise Unread(f"must be one of {', '.join(target.words)}; say under `words` which of them it means")


def whole_text(text: str) -> str:
    """A text; a number that a spreadsheet made of an id is written without its decimals."""
    match = _WHOLE_AS_DECIMAL.fullmatch(text)
    return match.group(1) if match else text
