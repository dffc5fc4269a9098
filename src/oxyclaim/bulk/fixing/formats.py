"""The same value in the form that the guide wants: no letter or digit is added, changed or left out."""

import re
from collections.abc import Callable
from typing import NamedTuple

from oxyclaim.bulk.fixing.segments import Segment


class Form(NamedTuple):
    """How a value is brought into form, and why in a sentence. ``put`` gives None where it has no sure form."""

    put: Callable[[str], str | None]
    why: str


_DAY_LAST = re.compile(r"(\d{4})([-/.])(\d\d?)\2(\d\d?)")
_YEAR_LAST = re.compile(r"(\d\d?)([-/.])(\d\d?)\2(\d{4})")
_MONTHS = 12


def _date(value: str) -> str | None:
    """``1940-01-31`` and ``01/31/1940``; ``01/05/2026`` may be two days, and stays for a person."""
    value = value.strip()
    if found := _DAY_LAST.fullmatch(value):
        year, month, day = found[1], found[3], found[4]
    elif found := _YEAR_LAST.fullmatch(value):
        month, day, year = found[1], found[3], found[4]
        if int(day) <= _MONTHS and int(day) != int(month):
            return None
    else:
        return value
    return f"{year}{int(month):02d}{int(day):02d}"


def _period(value: str) -> str | None:
    return value.strip()


def _plain(signs: str) -> Callable[[str], str]:
    """Without these signs, in capital letters."""
    return lambda value: "".join(sign for sign in value.upper() if sign not in signs)


DATE = Form(_date, "a date is written CCYYMMDD")
PERIOD = Form(_period, "a period is written CCYYMMDD-CCYYMMDD, without blanks")
DIGITS = Form(_plain(" -().\t"), "a number is written in digits, without hyphens, points and blanks")
IDENTIFIER = Form(_plain(" -\t"), "an id is written in capital letters and digits, without hyphens and blanks")
DIAGNOSIS = Form(_plain(" .\t"), "a diagnosis is written in capital letters, without its point")
AMOUNT = Form(_plain(" $,\t"), "an amount is written without dollar sign, commas and blanks")
CODE = Form(lambda value: value.strip().upper(), "a code is written in capital letters, without blanks")

_AMOUNTS = frozenset({"CLM02", "SV102", "AMT02", "SV104", "SVD02", "CTP03"})
_NUMBERS = frozenset({"N403", "PER04", "PER06", "PER08", "NM109 XX", "REF02 EI", "REF02 SY", "PRV03 XX"})
_DATES = frozenset({"DMG02", "DTP03 D8", "BHT04", "GS04"})
_CODED = re.compile(
    r"SV101-[1-6]|SV103|CLM05-[123]|CLM0[6-9]|CLM1[02]|DMG03|SBR0[1259]|N40[24]|(NM1|PRV|REF|DTP|AMT)01|NM10[28]|DTP02"
)
_DIAGNOSES = re.compile(r"HI\d\d-2")


def form_of(segment: Segment, element: str) -> Form | None:
    """The form of an element or component of a segment; None where this program knows none that is safe."""
    named = _named(segment, element)
    if named in _DATES:
        return DATE
    if named == "DTP03 RD8":
        return PERIOD
    if named in _NUMBERS:
        return DIGITS
    if named == "NM109 MI":
        return IDENTIFIER
    if element in _AMOUNTS:
        return AMOUNT
    if _DIAGNOSES.fullmatch(element):
        return DIAGNOSIS
    return CODE if _CODED.fullmatch(element) else None


_QUALIFIED = {"NM109": 8, "REF02": 1, "DTP03": 2, "PRV03": 2}


def _named(segment: Segment, element: str) -> str:
    qualifier = segment.value(_QUALIFIED[element]) if element in _QUALIFIED else ""
    return f"{element} {qualifier}".strip()
