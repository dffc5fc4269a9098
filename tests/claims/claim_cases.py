"""Made-up cases that lack nothing; tests change one thing at a time."""

from copy import deepcopy
from datetime import datetime
from typing import Any

from oxyclaim.case.models import Case
from oxyclaim.claims import Claim, ClaimLine

CREATED = datetime(2026, 3, 4, 15, 6, 7)  # noqa: DTZ001 (a file's time is the sender's local time)

_ADDRESS = {"line_1": "12 Example Street", "city": "Springfield", "state": "IL", "zip": "62701"}
_CASE: dict[str, Any] = {
    "schema_version": 1,
    "case_id": "C-1",
    "patient": {
        "last_name": "Example",
        "first_name": "Anna",
        "birth_date": "1950-02-03",
        "sex": "female",
        "address": _ADDRESS,
        "account_number": "A100",
    },
    "coverage": {
        "payer": "medicare",
        "member_id": "1EG4TE5MK73",
        "payer_name": "CGS JB DME",
        "payer_id": "17013",
        "assignment": "accepted",
        "benefits_assigned": True,
        "release_signed": True,
    },
    "supplier": {
        "name": "Example Oxygen Inc.",
        "npi": "1234567893",
        "tax_id": "12-3456789",
        "taxonomy": "332BX2000X",
        "address": {**_ADDRESS, "zip": "62701-1234"},
    },
    "submitter": {
        "id": "B08000001",
        "name": "Example Oxygen Inc.",
        "contact_name": "Ben Muster",
        "contact_phone": "(217) 555-0100",
        "receiver_id": "17013",
        "receiver_name": "CGS JB DME",
    },
    "practitioner": {"last_name": "Sample", "first_name": "Carla", "npi": "1245319599"},
    "diagnoses": [{"icd10": "J44.9"}],
    "items": [
        {
            "line_number": 1,
            "code": "E1392",
            "service_date": "2026-02-10",
            "units": 1,
            "charge": "395.00",
            "place_of_service": "12",
        }
    ],
}


def case_facts(**changes: Any) -> dict[str, Any]:
    """The case's facts. A change names its key with double underscores: ``patient__address__zip="62701"``."""
    facts = deepcopy(_CASE)
    for key, value in changes.items():
        *sections, last = key.split("__")
        section = facts
        for name in sections:
            section = section[name]
        section[last] = value
    return facts


def make_case(**changes: Any) -> Case:
    return Case.model_validate(case_facts(**changes))


def make_item(number: int, **changes: Any) -> dict[str, Any]:
    return {**_CASE["items"][0], "line_number": number, **changes}


def make_claim(*modifiers: str, narrative: str | None = None, **changes: Any) -> Claim:
    """A claim for all items of the case, each with the same modifiers (RR unless given)."""
    case = make_case(**changes)
    lines = (ClaimLine(item.line_number, modifiers or ("RR",), narrative) for item in case.items)
    return Claim(case, tuple(lines), id=claim_id_of(case))


def claim_id_of(case: Case) -> str | None:
    """An id as a store would give it, made of the account number so that tests can name it; None for one that several
    cases have."""
    account = (case.patient and case.patient.account_number) or "A0"
    if account == _CASE["patient"]["account_number"] and case.case_id != _CASE["case_id"]:
        return None
    return "".join(filter(str.isalnum, account.upper()))[:17]
