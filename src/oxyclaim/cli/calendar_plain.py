"""Calendars as plain values for ``--format json``: every month."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from oxyclaim import __version__
from oxyclaim.cli.calendar_words import AHEAD_NOTE
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.rentals.calendar import Calendar, Lane


def document(made: Sequence[Calendar], catalogue: Catalogue, as_of: date) -> dict[str, Any]:
    """Every month of every lane, with what stands in none."""
    return {
        "oxyclaim": __version__,
        "rule_book": catalogue.hash,
        "as_of": as_of.isoformat(),
        "note": AHEAD_NOTE,
        "cases": [_plain(calendar) for calendar in made],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    if isinstance(value, Lane):
        return _fields(value) | {"next_month": value.next_month and value.next_month.number}
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
