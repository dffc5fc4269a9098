"""A payer's value in words: what a biller reads in the place of a number, a word or the entries of a list."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from oxyclaim.engine.parameters import Parameter

SILENT = "silent"
NONE = "none"
Row = Mapping[str, Any]


def in_words(parameter: Parameter, value: Any) -> tuple[str, ...]:
    """The value as a line of text for each thing in it."""
    if value is None:
        return (SILENT,)
    if parameter.type == "entries":
        return tuple(dict.fromkeys(_entry(row) for row in value)) or (NONE,)
    if parameter.type == "list":
        said = [_spoken(each, parameter) for each in value]
        return (", ".join(said) or NONE,)
    return (_single(parameter, value),)


def _single(parameter: Parameter, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _spoken(value, parameter) or NONE
    unit = parameter.unit.removesuffix("s") if value == 1 else parameter.unit
    return f"{value:g} {unit}".rstrip()


def _spoken(word: Any, parameter: Parameter) -> str:
    return str(word).replace("_", " ") if parameter.words else str(word)


def _entry(row: Row) -> str:
    """One entry; its columns begin with the name of its source (``trigger.when``)."""
    source = next(iter(row)).partition(".")[0]
    plain = {key.partition(".")[2]: value for key, value in row.items()}
    return _ENTRIES[source](plain)


def _code_status(row: Row) -> str:
    return f"{_codes(row)}: {row['status'].replace('_', ' ')}"


def _age_band(row: Row) -> str:
    return f"{_ages(row) or 'all ages'}: {row['rule'].replace('_', ' ')}"


def _qualifying_value(row: Row) -> str:
    return _behind(row["words"], _ages(row))


def _indication(row: Row) -> str:
    return _behind(f"diagnosis {row['diagnosis']}", _ages(row))


def _inpatient_window(row: Row) -> str:
    when = "any day of the stay" if row["any_day"] else f"within {_days(row['days'])} before the discharge"
    return _behind(when, _ages(row))


def _wanted_paper(row: Row) -> str:
    months = {"always": "", "first_month": "for the first month", "later_months": "for the later months",
              "for_authorization": "for the authorization"}  # fmt: skip
    of_codes = "" if row["codes"] is None else f"for {_codes(row)}"
    return _behind(row["words"], ", ".join(filter(None, (months[row["when"]], of_codes))))


def _step(row: Row) -> str:
    beside = ", or beside it" if row["or_beside"] and not row["failed"] else ""
    return _behind(f"{_codes(row)} after {row['words']}{beside}", _ages(row))


def _trigger(row: Row) -> str:
    return f"{_codes(row)}: {row['words']}"


def _bundle(row: Row) -> str:
    return f"{_codes(row)} not paid beside {' or '.join(row['beside'])}"


def _price(row: Row) -> str:
    return f"{_codes(row)}: {row['words']}"


_ENTRIES: Mapping[str, Callable[[Row], str]] = {
    "code_status": _code_status,
    "age_band": _age_band,
    "qualifying_value": _qualifying_value,
    "indication": _indication,
    "inpatient_window": _inpatient_window,
    "wanted_paper": _wanted_paper,
    "step": _step,
    "trigger": _trigger,
    "bundle": _bundle,
    "price": _price,
}


def _codes(row: Row) -> str:
    codes: Sequence[str] | None = row["codes"]
    return "all codes" if codes is None else ", ".join(codes)


def _ages(row: Row) -> str:
    youngest, oldest = row["from_age"], row["to_age"]
    if youngest is None and oldest is None:
        return ""
    if oldest is None:
        return f"ages {youngest} and above"
    return f"ages {youngest or 0} to {oldest}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _behind(text: str, more: str) -> str:
    return f"{text} ({more})" if more else text
