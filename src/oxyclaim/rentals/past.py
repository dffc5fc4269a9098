"""A case as it was in a month already paid: what is known only of the month now billed, or came later, is left out.

What is left out is unknown, and an unknown spoils nothing. A month is judged by its own rental: where it was paid
before the rental of the line began, by the one that the line replaces if its start is given, else by none that is
known.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from oxyclaim.case.models import Case, Clinical, Item, Section

OF_ITS_MONTH = (
    "units", "charge", "place_of_service", "narrative", "purchase_price", "used_equipment", "visit_date",
    "certificate_attached",
)  # fmt: skip
"""What a line says of the month that it bills."""

RECORDS = {"tests": "date", "encounters": "date", "follow_ups": "date"}
"""Records that speak for days on and after their own: the list and the key of the day."""


def item_as_it_was(item: Item, day: date) -> Item:
    """The line as it would have stood on an earlier service date."""
    if day >= item.service_date:
        return item
    changed: dict[str, Any] = dict.fromkeys(OF_ITS_MONTH)
    if item.rental_start is not None and day < item.rental_start:
        earlier = item.replaces.rental_start if item.replaces else None
        changed["rental_start"] = earlier if earlier is not None and earlier <= day else None
        changed |= {"replaces": None, "device": None}
    return item.model_copy(update=changed)


def as_it_was(case: Case, days: Mapping[date, Sequence[Item]]) -> tuple[Case, dict[date, list[Item]]]:
    """The case, and its lines of earlier days, as they were; ``days`` is one day, whose later records are left out."""
    lines = {day: [item_as_it_was(item, day) for item in items] for day, items in days.items()}
    last = max(days)
    changed: dict[str, Any] = {}
    for name, key in RECORDS.items():
        records = getattr(case, name)
        if records is not None:
            kept = [record for record in records if not _is_later(getattr(record, key), last)]
            # Of what came later nothing is known in that month: an empty list would say that there was nothing.
            changed[name] = kept if len(kept) == len(records) or kept else None
    if case.clinical is not None:
        changed["clinical"] = _clinical(case.clinical, last)
    if any(item.service_date > last for item in case.items):
        changed["coverage"] = case.coverage.model_copy(update={"primary": None})
    return case.model_copy(update=changed), lines


def one_day_each(days: Mapping[date, Sequence[Item]]) -> Iterable[dict[date, Sequence[Item]]]:
    """Each day by itself."""
    return ({day: items} for day, items in days.items())


def _clinical(clinical: Clinical, day: date) -> Clinical:
    later: dict[str, Any] = {}
    for name in type(clinical).model_fields:
        entry: Section | None = getattr(clinical, name)
        if entry is not None and _is_later(getattr(entry, "date", None), day):
            # An entry without its value is unknown, where one that is left out may be presumed.
            later[name] = type(entry).model_validate({})
    return clinical.model_copy(update=later)


def _is_later(own: date | None, day: date) -> bool:
    return own is not None and own > day
