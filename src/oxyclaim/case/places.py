"""Where in a case file a fact stands: from a column of the tables to a path in the case.

A path is a JSON Pointer (RFC 6901), as ``/tests/0/inpatient``; people read ``tests[1].inpatient``, counted from 1.
"""

from functools import cache
from typing import Any

from oxyclaim.case.models import Case, Clinical, Injury, Item, PrimaryOutcome
from oxyclaim.case.tables import NOT_FACTS, OF_COVERAGE, PARTS_OF_ITEM, RECORDS


def pointer_of(column: str, record: int, item: int) -> str | None:
    """The path of the fact in a column: of a record, or of the item at these positions, counted from 0.

    None for what no key of the case says by itself.
    """
    kind, _, fact = column.partition(".")
    if kind in RECORDS:
        name, model = RECORDS[kind]
        return f"/{name}/{record}/{fact}" if fact in model.model_fields else None
    if kind != "line":
        return None
    place = _of_line().get(fact)
    return place and place.replace("#", str(item), 1)


def pointer_of_list(kind: str) -> str:
    """The path of the list of a kind of record."""
    return f"/{RECORDS[kind][0]}"


def is_entered(case: Case, pointer: str) -> bool:
    """Whether something stands at a path of the case."""
    value: Any = case
    for step in pointer.split("/")[1:]:
        if value is None:
            return False
        value = value[int(step)] if isinstance(value, list) else getattr(value, step)
    return value is not None


def readable(pointer: str) -> str:
    """A path as people write it: ``tests[1].inpatient``."""
    text = ""
    for step in pointer.split("/")[1:]:
        text += f"[{int(step) + 1}]" if step.isdigit() else f".{step}" if text else step
    return text


@cache
def _of_line() -> dict[str, str]:
    """Each fact of a line with its path; ``#`` stands for the item's position."""
    places = {
        "beneficiary_state": "/patient/address/state",
        "died_on": "/patient/died_on",
        "birth_date": "/patient/birth_date",
        "supplier_npi": "/supplier/npi",
        "icd10": "/diagnoses",
        "history_listed": "/history",
        "authorizations_listed": "/authorizations",
        "has_primary": "/coverage/primary",
        "has_secondary": "/coverage/secondary",
        "payer": "/coverage/payer",
    }
    places |= {name: f"/coverage/{name}" for name in OF_COVERAGE}
    places |= {f"primary_{name}": f"/coverage/primary/{name}" for name in PrimaryOutcome.model_fields}
    places |= {f"secondary_{name}": f"/coverage/secondary/{name}" for name in PrimaryOutcome.model_fields}
    places |= {f"injury_{name}": f"/coverage/injury/{name}" for name in Injury.model_fields}
    places |= {name: f"/items/#/{name}" for name in Item.model_fields if name not in PARTS_OF_ITEM}
    for section, (prefix, model) in PARTS_OF_ITEM.items():
        places |= {f"{prefix}{name}": f"/items/#/{section}/{name}" for name in model.model_fields}
    for name, info in Clinical.model_fields.items():
        places[f"clinical.{name}"] = f"/clinical/{name}/value"
        entry = next(each for each in info.annotation.__args__ if each is not type(None))  # type: ignore[union-attr]
        own = (key for key in entry.model_fields if key != "value" and key not in NOT_FACTS)
        places |= {f"clinical.{name}.{key}": f"/clinical/{name}/{key}" for key in own}
    return places
