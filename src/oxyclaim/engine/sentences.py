"""Sentences: templates with ``{grain.fact}`` places, filled for the rows that are shown."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

PLACE = re.compile(r"\{([a-z_0-9.]+)\}")
"""A place in a template, and the name in it."""
KEY = re.compile(r"[a-z_0-9]+(\.[a-z_0-9]+)+( \(.*\))?")
"""The way to a key of the case file, which is written as it stands there."""


def fill(template: str, row: Mapping[str, Any], **more: str) -> str:
    """Put the row's values into the template; what is null reads "not given"."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        return more[name] if name in more else written(row.get(name))

    return PLACE.sub(value, template)


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
