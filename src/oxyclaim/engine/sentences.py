"""Sentences: templates with ``{grain.fact}`` places, filled for the rows that are shown."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

PLACE = re.compile(r"\{([a-z_0-9.]+)\}")
"""A place in a template, and the name in it."""
KEY = re.compile(r"[a-z_0-9]+(\.[a-z_0-9]+)+( \(.*\))?")
"""The way to a key of the case file, which is written as it stands there."""


_LED = re.compile(rf"( of |, at most )?{PLACE.pattern}")
_IS_DATE = re.compile(r"(.*[._])?(date|on)")


def fill(template: str, row: Mapping[str, Any], **more: str) -> str:
    """Put the row's values into the template; what is null reads "not given".

    A record without its date is told as such (``order A of {order.date}``), and a limit that is not known is left out.
    """

    def value(match: re.Match[str]) -> str:
        lead, name = match.group(1) or "", match.group(2)
        if name in more or row.get(name) is not None:
            return lead + (more[name] if name in more else written(row[name]))
        if lead == " of " and _IS_DATE.fullmatch(name):
            return " without a date"
        return "" if lead == ", at most " else lead + written(None)

    return _LED.sub(value, template)


def written(value: Any) -> str:
    """A value as people write it."""
    if value is None:
        return "not given"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, (list, tuple)):
        return ", ".join(written(each) for each in value) or "none"
    text = str(value)
    return text if KEY.fullmatch(text) else text.replace("_", " ")


ENDINGS = (" is not documented", " is missing")
"""How sentences end that may be told as one where they begin alike."""


def together(sentences: Iterable[str]) -> list[str]:
    """The sentences, those of one record that end alike as one: ``order A: x; y; z are not documented``."""
    groups: dict[tuple[str, str], list[str]] = {}
    for sentence in sentences:
        ending = next((each for each in ENDINGS if sentence.endswith(each)), "")
        about, colon, what = sentence.removesuffix(ending).partition(": ")
        key = (about, ending) if ending and colon else (sentence, "")
        groups.setdefault(key, []).append(what)
    return [_as_one(about, what, ending) if ending else about for (about, ending), what in groups.items()]


def _as_one(about: str, what: Sequence[str], ending: str) -> str:
    if len(what) == 1:
        return f"{about}: {what[0]}{ending}"
    # A comma before the verb goes with it.
    return f"{about}: {'; '.join(each.rstrip(',') for each in what)}{ending.replace(' is ', ' are ')}"
