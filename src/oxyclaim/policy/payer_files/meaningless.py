"""Values of a payer's file that cannot be meant: codes that there are not, two answers at once, broken identifiers."""

import re
from collections.abc import Collection, Iterator
from itertools import combinations
from typing import Any

from pydantic_core import PydanticCustomError

from oxyclaim.case.nodes import Loc
from oxyclaim.case.values import check_npi
from oxyclaim.policy.payer_files.agreement import parts, values_of

CODES_IN = ("codes", "first", "beside", "rent_of")
"""The keys of entries that name HCPCS codes."""
MODIFIER_LISTS = ("modifiers_always", "modifiers_high_flow", "modifiers_by_month")
_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_SOLD = ("sale_after_months", "rent_credited_percent")


def meaningless(file: Any, codes: Collection[str]) -> Iterator[tuple[Loc, str]]:
    """Every such value, with the way to it; ``codes`` are the codes of home oxygen that the rule book knows."""
    for loc, part in parts(file):
        for name, dated in values_of(part).items():
            for index, value in enumerate(dated):
                way: Loc = (*loc, "values", name, index, "value")
                for message in _of_value(name, value.value, codes):
                    yield way, message
        yield from (((*loc, *way), message) for way, message in _together(part))


def _of_value(name: str, value: Any, codes: Collection[str]) -> Iterator[str]:
    if not isinstance(value, list):
        return
    for entry in value:
        for key in CODES_IN:
            for code in getattr(entry, key, None) or ():
                if code not in codes:
                    yield f"{code} is no code of home oxygen that the rule book knows; `oxyclaim codes` lists them"
    if name == "code_statuses":
        yield from _statuses(value)
    if name == "exclusive_suppliers":
        for npi in value:
            try:
                check_npi(npi)
            except PydanticCustomError as error:
                yield f"{npi} {error.message()}"
    if name in MODIFIER_LISTS:
        for modifier in value:
            if not _MODIFIER.fullmatch(modifier):
                yield f"{modifier} is no modifier; it must be two capital letters or digits, for example KX"


def _statuses(entries: Any) -> Iterator[str]:
    for one, other in combinations(entries, 2):
        if one.codes is None or other.codes is None:
            shared = sorted(set(one.codes or ()) | set(other.codes or ())) or ["all codes"]
        else:
            shared = sorted(set(one.codes) & set(other.codes))
        if shared and one.status != other.status:
            yield f"{', '.join(shared)}: said to be {one.status} and {other.status}; give each code one status"


def _together(part: Any) -> Iterator[tuple[Loc, str]]:
    values = values_of(part)
    for index, option in enumerate(values.get("purchase_option", ())):
        for name in _SOLD:
            for value in values.get(name, ()):
                apart = (option.last and option.last < value.first) or (value.last and value.last < option.first)
                if option.value == "rental_only" and value.value is not None and not apart:
                    yield (
                        ("values", "purchase_option", index, "value"),
                        f"rental_only contradicts {name}: {value.value}; a payer that only rents buys nothing",
                    )
