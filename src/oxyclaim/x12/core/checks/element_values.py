"""What stands in an element, against its type, its length and its codes: SNIP levels 1 and 2."""

import re
from functools import lru_cache

import polars as pl

from oxyclaim.x12.core.checks.findings import ERROR, WARNING
from oxyclaim.x12.core.guide import ElementDef
from oxyclaim.x12.core.values import day_of

_CODES_SHOWN = 20

_PATTERNS = {
    "N0": (r"^-?[0-9]+$", "a whole number, in digits only"),
    "N2": (r"^-?[0-9]+$", "digits only, with two decimals implied"),
    "R": (r"^-?([0-9]+\.?[0-9]*|\.[0-9]+)$", "a number: digits, at most one decimal point, a minus sign in front"),
    "TM": (
        r"^([01][0-9]|2[0-3])[0-5][0-9]([0-5][0-9]([0-9]{1,2})?)?$",
        "a time written HHMM, HHMMSS or HHMMSSDD, from 0000 to 2359",
    ),
}
_DATE = "a date of the calendar, written CCYYMMDD"
_SHORT_DATE = "a date of the calendar, written YYMMDD"
_PERIOD = "two dates of the calendar, written CCYYMMDD-CCYYMMDD, the earlier first"
_SHORT = 6
_YEAR = "[1-9][0-9]{3}"
_DAY = (
    "(?:(?:0[13578]|1[02])(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)(?:0[1-9]|[12][0-9]|30)|02(?:0[1-9]|1[0-9]|2[0-8]))"
)
_LEAP_DAY = "[1-9][0-9](?:0[48]|[2468][048]|[13579][26])0229"
_USUAL_DATE = f"(?:{_YEAR}{_DAY}|{_LEAP_DAY})"
"""A date of the calendar, but for days as rare as 2000-02-29."""
_EXTENDED = r" !\"&'()*+,\-./:;?=%~@\[\]_{}\\|<>#$A-Za-z0-9"
"""The X12 extended character set, as it stands between the brackets of a regular expression."""


@lru_cache(maxsize=4096)
def any_suspect(element: ElementDef, column: str, delimiters: str, form: str = "") -> pl.Expr:
    """Whether ``suspect`` holds for any value of a column. Values repeat, so a pattern is asked of each value once."""
    value = pl.col(column)
    if element.codes:
        return suspect(element, column, delimiters).any()
    # A date is taken twice in one question, so its values must keep their order.
    odd = (
        _odd(element, value.unique(maintain_order=bool(element.format_by)), delimiters).any()
        | _odd_length(element, value).any()
    )
    return odd | _at_odds(value, pl.col(form)).any() if form else odd


@lru_cache(maxsize=4096)
def suspect(element: ElementDef, column: str, delimiters: str, form: str = "") -> pl.Expr:
    """Whether something may be wrong with a value: true wherever something is, and cheap.

    ``form`` is the column of the qualifier that says how a date is written.
    """
    value = pl.col(column)
    if len(element.codes) == 1:
        return value != next(iter(element.codes))
    if element.codes:
        return ~value.is_in(sorted(element.codes))
    odd = _odd(element, value, delimiters) | _odd_length(element, value)
    return odd | _at_odds(value, pl.col(form)) if form else odd


def _odd(element: ElementDef, value: pl.Expr, delimiters: str) -> pl.Expr:
    odd = ~value.str.contains(_usual(element, delimiters))
    if element.format_by:
        begins, ends = value.str.head(8), value.str.slice(9)
        odd = odd | ((ends != "") & (ends < begins))
    return odd


def _odd_length(element: ElementDef, value: pl.Expr) -> pl.Expr:
    """Bytes are as many as characters, or more where a character is unusual anyway."""
    return ~value.str.len_bytes().is_between(element.shortest, element.longest)


def _at_odds(value: pl.Expr, form: pl.Expr) -> pl.Expr:
    """Whether a date does not look as its qualifier says."""
    return (value.str.len_bytes() == len("CCYYMMDD")).ne_missing(form == "D8")


def _usual(element: ElementDef, delimiters: str) -> str:
    """A pattern that only good values fit, as far as their form goes, and all but few of them do."""
    if element.format_by:
        return f"^{_USUAL_DATE}(?:-{_USUAL_DATE})?$"
    if element.data_type == "DT":
        return f"^[0-9]{{2}}{_DAY}$" if element.longest == _SHORT else f"^{_USUAL_DATE}$"
    if element.digits is not None:
        before, behind = element.digits
        return rf"^-?(?:[0-9]{{1,{before}}}(?:\.[0-9]{{0,{behind}}})?|\.[0-9]{{1,{behind}}})$"
    if element.data_type in _PATTERNS:
        return _PATTERNS[element.data_type][0]
    usual = {chr(code) for code in range(32, 127)} - set("^`") - set(delimiters)
    any_, first = _class(usual), _class(usual - {" "})
    if _is_filled_up(element):
        return f"^{any_}*$"
    if element.data_type == "ID":
        return f"^{first}(?:{any_}*{first})?$"
    return f"^{first}{any_}*$"


def _class(characters: set[str]) -> str:
    return f"[{''.join(re.escape(character) for character in sorted(characters))}]"


def faults(element: ElementDef, value: pl.Expr, form: pl.Expr, delimiters: str) -> pl.Expr:
    """What is wrong with a value, exactly: a list of structs of snip_level, severity and message.

    ``form`` is the value of the qualifier that says how a date is written.
    """
    place, component, repetition = element.place, delimiters[0], delimiters[1:]
    found: list[tuple[pl.Expr, int, str, pl.Expr | str]] = [
        (_has(value, component), 1, ERROR, f"{place} has components, but is one element"),
        (_has(value, repetition), 1, ERROR, f"{place} is repeated; it may stand once"),
        (value.str.contains(r"[\x00-\x1f\x7f]"), 1, ERROR, f"{place} holds a control character"),
    ]
    if element.codes:
        found.append((~value.is_in(sorted(element.codes)), 2, ERROR, _wrong_code(element, value)))
    else:
        found.extend(_wrong_form(element, value, form))
        found.append(_wrong_length(element, value))
        found.extend(_too_many_digits(element, value))
    first = pl.coalesce(
        pl.when(wrong).then(_fault(level, severity, message)) for wrong, level, severity, message in found
    )
    beside = pl.when(value.str.contains(f"[^{_EXTENDED}\\x00-\\x1f\\x7f{re.escape(delimiters)}]")).then(
        _fault(1, WARNING, f"{place} holds a character outside the X12 character sets, which many payers refuse")
    )
    return pl.concat_list(first, beside).list.drop_nulls()


def _wrong_form(element: ElementDef, value: pl.Expr, form: pl.Expr) -> list[tuple[pl.Expr, int, str, pl.Expr | str]]:
    place = element.place
    if element.data_type in _PATTERNS:
        pattern, expected = _PATTERNS[element.data_type]
        return [(~value.str.contains(pattern), 1, ERROR, f"{place} is not {expected}")]
    if element.data_type == "DT":
        if element.longest == _SHORT:
            return [(~_is_date(pl.lit("20") + value), 1, ERROR, f"{place} is not {_SHORT_DATE}")]
        return [(~_is_date(value), 1, ERROR, f"{place} is not {_DATE}")]
    if element.format_by:
        begins, ends = value.str.head(8), value.str.slice(9)
        period = _is_date(begins) & _is_date(ends) & (value.str.slice(8, 1) == "-") & (begins <= ends)
        return [
            ((form == "D8") & ~_is_date(value), 1, ERROR, f"{place} is not {_DATE} ({element.format_by} is D8)"),
            ((form == "RD8") & ~period, 1, ERROR, f"{place} is not {_PERIOD} ({element.format_by} is RD8)"),
        ]
    if _is_filled_up(element):
        return []
    blank = value.str.strip_chars(" ") == ""
    found: list[tuple[pl.Expr, int, str, pl.Expr | str]] = [(blank, 1, ERROR, f"{place} holds nothing but blanks")]
    if element.data_type == "ID":
        padded = value.str.starts_with(" ") | value.str.ends_with(" ")
        found.append((padded, 1, ERROR, f"{place} begins or ends with a blank, which a code must not"))
    return found


def _too_many_digits(element: ElementDef, value: pl.Expr) -> list[tuple[pl.Expr, int, str, pl.Expr | str]]:
    if element.digits is None:
        return []
    (before, behind), place, level = element.digits, element.place, element.digits_level
    return [
        (
            value.str.strip_chars_start("-0").str.contains(rf"^[0-9]{{{before + 1},}}"),
            level,
            ERROR,
            f"{place} has more than {before} digits before the point; the guide allows no more",
        ),
        (
            value.str.contains(rf"\.[0-9]{{{behind + 1},}}$"),
            level,
            ERROR,
            f"{place} has more than {behind} digits behind the point; the guide allows no more",
        ),
    ]


def _is_filled_up(element: ElementDef) -> bool:
    """Whether it is text of fixed width, which is filled up with blanks (ISA06)."""
    return element.data_type == "AN" and element.shortest == element.longest


def _wrong_length(element: ElementDef, value: pl.Expr) -> tuple[pl.Expr, int, str, pl.Expr]:
    numeric = element.data_type in ("R", "N0", "N2")
    counted = value.str.replace_all(r"[-.]", "") if numeric else value
    length, word = _length(counted), "digit" if numeric else "character"
    allowed = (
        f"exactly {element.longest} must stand there"
        if element.shortest == element.longest
        else f"{element.shortest} to {element.longest} are allowed"
    )
    plural = pl.when(length == 1).then(pl.lit("")).otherwise(pl.lit("s"))
    message = pl.format(f"{element.place} has {{}} {word}{{}}; {allowed}", length, plural)
    return ~length.is_between(element.shortest, element.longest), 1, ERROR, message


def _wrong_code(element: ElementDef, value: pl.Expr) -> pl.Expr:
    codes = sorted(element.codes, key=lambda code: (len(code), code))
    more = len(codes) - _CODES_SHOWN
    listed = ", ".join(codes[:_CODES_SHOWN]) + (f" and {more} more" if more > 0 else "")
    allowed = (
        f"not one of the codes allowed here: {listed}"
        if len(codes) > 1
        else f"not {listed}, the only code allowed here"
    )
    # Short codes are shown; anything longer could be a value of a patient's in the wrong place.
    shown = (element.data_type == "ID") & value.str.contains(r"^[A-Za-z0-9]{1,3}$")
    return (
        pl.when(shown)
        .then(pl.format(f"{element.place} is {{}}, {allowed}", value))
        .otherwise(pl.lit(f"{element.place} is {allowed}"))
    )


def _fault(level: int, severity: str, message: pl.Expr | str) -> pl.Expr:
    text = pl.lit(message) if isinstance(message, str) else message
    return pl.struct(
        pl.lit(level, pl.Int8).alias("snip_level"), pl.lit(severity).alias("severity"), text.alias("message")
    )


def _has(value: pl.Expr, delimiter: str) -> pl.Expr:
    return value.str.contains(delimiter, literal=True) if delimiter else pl.lit(False)


def _length(value: pl.Expr) -> pl.Expr:
    return value.str.len_chars()


def _is_date(value: pl.Expr) -> pl.Expr:
    eight = value.str.contains(r"^[0-9]{8}$")
    return eight & day_of(value).is_not_null()
