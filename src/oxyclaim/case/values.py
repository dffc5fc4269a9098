"""The kinds of single values a case file holds: dates, money, codes, identifiers, measurements.

Every check raises a ``PydanticCustomError`` whose message is already in a biller's words
("... must be ..."), so that the reader only has to add file, line and key.
"""

import calendar
import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

SCHEMA_VERSION = 1
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_PLAIN_NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d*)?|\.\d+)", re.ASCII)


def problem(message: str) -> PydanticCustomError:
    """A validation error with a message for the person who wrote the file."""
    return PydanticCustomError("oxyclaim", "{message}", {"message": message})


def parse_date(value: Any) -> date:
    """Read an ISO date (YYYY-MM-DD); nothing else, so that no number is ever taken for a date."""
    if isinstance(value, date):
        return value
    match = _ISO_DATE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise problem("must be a date written year-month-day, for example 2025-05-08")
    year, month, day = (int(part) for part in match.groups())
    if not (1900 <= year <= 2200 and 1 <= month <= 12):
        raise problem("is not a date: the year must be 1900 to 2200 and the month 01 to 12")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise problem(f"is not a date: {calendar.month_name[month]} {year} has {last} days")
    return date(year, month, day)


def parse_number(value: Any) -> Decimal:
    """Read a plain decimal number exactly as written; a unit or a sign like % is refused.

    So are powers of ten: ``1e999999999`` is short to write and takes forever to make a whole number of.
    """
    if isinstance(value, bool):
        raise problem("must be a number")
    text = str(value).strip() if isinstance(value, (str, int, float, Decimal)) else ""
    if not _PLAIN_NUMBER.fullmatch(text):
        raise problem("must be a plain number without a unit, for example 86")
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        raise problem("must have no more than two decimals")
    return number


def parse_truth(value: Any) -> bool:
    """Read true or false, yes or no."""
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text in ("true", "yes"):
        return True
    if text in ("false", "no"):
        return False
    raise problem("must be true or false (yes and no are understood too)")


def check_npi(value: str) -> str:
    """Check a National Provider Identifier: ten digits, the last a Luhn check digit over 80840 + NPI."""
    if not re.fullmatch(r"[0-9]{10}", value):
        raise problem("must be an NPI of 10 digits")
    digits = [int(d) for d in "80840" + value]
    doubled = [d if i % 2 else sum(divmod(d * 2, 10)) for i, d in enumerate(reversed(digits), start=1)]
    if sum(doubled) % 10:
        raise problem("is not an NPI: its check digit is wrong (a digit was mistyped?)")
    return value


STATES = (
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA",
    "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR",
    "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
    "AS", "FM", "GU", "MH", "MP", "PR", "PW", "VI", "AA", "AE", "AP",
)  # fmt: skip
"""The states, territories, freely associated states and armed forces' areas (USPS Publication 28, appendix B)."""


def check_state(value: str) -> str:
    """Check that two letters are the code of a state."""
    if value.upper() not in STATES:
        raise problem("must be the two letters of a US state or territory, for example NY")
    return value.upper()


_MBI_LETTER = "[AC-HJKMNP-RT-Y]"
_MBI_PATTERNS = [
    ("1", "[1-9]", "a digit from 1 to 9"),
    ("2", _MBI_LETTER, "a letter other than S, L, O, I, B, Z"),
    ("3", f"{_MBI_LETTER[:-1]}0-9]", "a digit, or a letter other than S, L, O, I, B, Z"),
    ("4", "[0-9]", "a digit"),
    ("5", _MBI_LETTER, "a letter other than S, L, O, I, B, Z"),
    ("6", f"{_MBI_LETTER[:-1]}0-9]", "a digit, or a letter other than S, L, O, I, B, Z"),
    ("7", "[0-9]", "a digit"),
    ("8", _MBI_LETTER, "a letter other than S, L, O, I, B, Z"),
    ("9", _MBI_LETTER, "a letter other than S, L, O, I, B, Z"),
    ("10", "[0-9]", "a digit"),
    ("11", "[0-9]", "a digit"),
]


def check_mbi(value: str) -> str:
    """Check the form of a Medicare Beneficiary Identifier (11 characters); dashes are dropped."""
    text = value.replace("-", "").upper()
    if len(text) != 11:
        raise problem(f"is not a Medicare number (MBI): it must have 11 characters, this one has {len(text)}")
    for character, (place, pattern, wanted) in zip(text, _MBI_PATTERNS, strict=True):
        if not re.fullmatch(pattern, character):
            raise problem(f"is not a Medicare number (MBI): character {place} must be {wanted}")
    return text


def parse_dollars(value: Any) -> Decimal:
    """Read an amount in dollars with at most two decimals, more than zero."""
    try:
        amount = parse_number(value)
    except PydanticCustomError:
        raise problem("must be an amount in dollars without a sign, for example 395.00") from None
    if not 0 < amount < 10_000_000:
        raise problem("must be an amount in dollars above 0")
    return amount


def parse_balance(value: Any) -> Decimal:
    """Read an amount in dollars with at most two decimals; nothing left is 0."""
    try:
        amount = parse_number(value)
    except PydanticCustomError:
        raise problem("must be an amount in dollars without a sign, for example 120.50, or 0") from None
    if not 0 <= amount < 10_000_000:
        raise problem("must be an amount in dollars, 0 or more")
    return amount


def parse_signed_dollars(value: Any) -> Decimal:
    """Read an amount in dollars with at most two decimals that may be negative and is not 0."""
    try:
        amount = parse_number(value)
    except PydanticCustomError:
        raise problem("must be an amount in dollars, for example 79.00 or -12.50") from None
    if not 0 < abs(amount) < 10_000_000:
        raise problem("must be an amount in dollars other than 0")
    return amount


def _number(low: float, high: float, what: str) -> Any:
    def check(value: Any) -> Decimal:
        number = parse_number(value)
        if not low <= number <= high:
            raise problem(f"must be {what} from {low:g} to {high:g}")
        return number

    schema = {"type": "number", "minimum": low, "maximum": high}
    return Annotated[Decimal, BeforeValidator(check), WithJsonSchema(schema)]


def _text(pattern: str, wanted: str, **cleaning: Any) -> Any:
    compiled = re.compile(pattern, re.ASCII)

    def check(value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            raise problem(f"must be {wanted}")
        text = str(value).strip()
        text = text.upper() if cleaning.get("upper") else text
        if not compiled.fullmatch(text):
            raise problem(f"must be {wanted}")
        return text

    return Annotated[str, BeforeValidator(check), WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})]


def parse_whole(value: Any) -> int:
    """Read a whole number."""
    number = parse_number(value)
    if number != int(number):
        raise problem("must be a whole number")
    return int(number)


def _whole(low: int, high: int) -> Any:
    def check(value: Any) -> int:
        number = parse_whole(value)
        if not low <= number <= high:
            raise problem(f"must be a whole number from {low} to {high}")
        return number

    schema = {"type": "integer", "minimum": low, "maximum": high}
    return Annotated[int, BeforeValidator(check), WithJsonSchema(schema)]


_DATE_SCHEMA = {
    "type": "string",
    "format": "date",
    "pattern": r"^(19\d{2}|2[01]\d{2}|2200)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$",
}
"""Validators look at a format only where they are told to; the pattern refuses most of what is no date."""
Date = Annotated[date, BeforeValidator(parse_date), WithJsonSchema(_DATE_SCHEMA)]
Truth = Annotated[bool, BeforeValidator(parse_truth), WithJsonSchema({"type": "boolean"})]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Label = _text(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}", "a short label of letters, digits, dots, dashes (up to 40)")
# No multipleOf in the schema: a validator that divides binary floats finds that 0.07 is no multiple of 0.01.
Dollars = Annotated[Decimal, BeforeValidator(parse_dollars), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]
SignedDollars = Annotated[
    Decimal, BeforeValidator(parse_signed_dollars), WithJsonSchema({"type": "number", "not": {"const": 0}})
]
Balance = Annotated[Decimal, BeforeValidator(parse_balance), WithJsonSchema({"type": "number", "minimum": 0})]

Saturation = _number(30, 100, "an oxygen saturation in percent")
PartialPressure = _number(15, 700, "a PO2 in mm Hg")
Flow = _number(0, 25, "a flow in liters per minute")
PositiveFlow = _number(0.1, 25, "a flow in liters per minute")
Hours = _number(0, 24, "a number of hours")
WeekHours = _number(0, 168, "a number of hours")
Index = _number(0, 200, "a number of events per hour")
Hematocrit = _number(5, 85, "a hematocrit in percent")
Page = _whole(1, 9999)
Percent = _number(0, 100, "a number of percent")
Pounds = _number(0, 500, "a weight in pounds")
Minutes = _number(0, 1440, "a number of minutes")
Days = _whole(1, 9999)
LineNumber = _whole(1, 50)
Units = _whole(1, 999)

State = Annotated[
    str,
    BeforeValidator(lambda v: check_state(str(v).strip())),
    WithJsonSchema({"type": "string", "enum": list(STATES)}),
]
Npi = Annotated[
    str,
    BeforeValidator(lambda v: check_npi(str(v).strip())),
    WithJsonSchema({"type": "string", "pattern": r"^\d{10}$"}),
]
Hcpcs = _text(r"[A-Z]\d{4}", "a HCPCS code: a letter and four digits, for example E1392", upper=True)
Modifier = _text(r"[A-Z0-9]{2}", "a modifier of two letters or digits, for example RR", upper=True)
AdjustmentReason = _text(r"[A-Z]?\d{1,3}", "a claim adjustment reason code, for example 45 or B7", upper=True)
Qualifier = _text(r"[0-9A-Z]{2}", "a qualifier of two characters, for example ZZ", upper=True)
ClaimNote = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Icd10 = _text(r"[A-Z]\d[0-9A-Z](\.?[0-9A-Z]{1,4})?", "an ICD-10-CM code, for example J44.9", upper=True)
PlaceOfService = _text(r"\d{2}", 'a place of service of two digits, for example "12" (home)')
Zip = _text(r"\d{5}(-?\d{4})?", "a ZIP code of 5 or 9 digits")
TaxId = _text(r"\d{2}-?\d{7}", "a tax id of 9 digits")
Taxonomy = _text(r"[0-9A-Z]{9}X", "a taxonomy code of 10 characters, for example 332BX2000X", upper=True)
Phone = _text(r"\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}", "a telephone number of 10 digits")


def check_schema_version(value: Any) -> int:
    """Accept the one layout there is so far."""
    if parse_whole(value) != SCHEMA_VERSION:
        raise problem(f"must be {SCHEMA_VERSION}, the only layout this version reads")
    return SCHEMA_VERSION


SchemaVersion = Annotated[int, BeforeValidator(check_schema_version), WithJsonSchema({"const": SCHEMA_VERSION})]
