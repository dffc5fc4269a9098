"""What an 837P needs and a case lacks. Only what the format needs (TR3 005010X222A1); policy is decided elsewhere."""

from collections.abc import Callable, Collection, Iterator
from operator import attrgetter
from typing import Any

from oxyclaim.case.models import Case

_ADDRESS = ("address.line_1", "address.city", "address.state", "address.zip")
_NEEDED = {
    "patient": ("last_name", "first_name", "birth_date", "sex", *_ADDRESS, "account_number"),
    "coverage": ("member_id", "payer_name", "payer_id", "assignment", "benefits_assigned", "release_signed"),
    "supplier": ("name", "npi", "tax_id", "taxonomy", *_ADDRESS),
    "submitter": ("id", "name", "contact_name", "contact_phone", "receiver_id", "receiver_name"),
    "practitioner": ("last_name", "first_name", "npi"),
}
_NEEDED_WHERE_GIVEN = {
    "referring": ("last_name", "first_name", "npi"),
    "rendering": ("last_name", "first_name", "npi"),
    "service_location": ("name", *_ADDRESS),
}
_NEEDED_OF_ITEM = ("units", "charge", "place_of_service")
_ALL_OF = {name: attrgetter(*keys) for name, keys in _NEEDED.items()}
_ALL_OF_ITEM = attrgetter(*_NEEDED_OF_ITEM)
_SHORT_ZIP = 5


def missing_claim_data(case: Case, line_numbers: Collection[int] | None = None) -> list[str]:
    """The key paths that a claim needs and the case lacks, in the order of the case file.

    With ``line_numbers`` only those items are looked at; the others will not be billed.
    """
    in_sections = (key for key in _missing_in_sections(case) if key not in case.given_by_state)
    return [
        *in_sections,
        *_missing_diagnoses(case),
        *_missing_in_items(case, line_numbers),
        *_missing_where_given(case),
    ]


def _missing_where_given(case: Case) -> Iterator[str]:
    """What a section needs that may be left out, once it is there."""
    for name, keys in _NEEDED_WHERE_GIVEN.items():
        section = getattr(case, name)
        if section is not None:
            yield from (f"{name}.{key}" for key in keys if _value(section, key) is None)


def _missing_in_sections(case: Case) -> Iterator[str]:
    for name, keys in _NEEDED.items():
        section = getattr(case, name)
        if not _has_all(section, _ALL_OF[name]):
            yield from (f"{name}.{key}" for key in keys if _value(section, key) is None)
        zip_code = _value(section, "address.zip") if name == "supplier" else None
        if zip_code is not None and len(zip_code) == _SHORT_ZIP:
            # The guide wants the billing provider's full nine digits (2010AA N403); pyx12 does not look.
            yield "supplier.address.zip (all nine digits)"


def _has_all(section: Any, values_of: Callable[[Any], tuple[Any, ...]]) -> bool:
    try:
        return None not in values_of(section)
    except AttributeError:
        return False  # the section, or its address, is left out


def _value(section: Any, key: str) -> Any:
    for step in key.split("."):
        section = getattr(section, step, None)
    return section


def _missing_diagnoses(case: Case) -> Iterator[str]:
    if not case.diagnoses:
        yield "diagnoses"
    for number, diagnosis in enumerate(case.diagnoses or [], start=1):
        if diagnosis.icd10 is None:
            yield f"diagnoses[{number}].icd10"


def _missing_in_items(case: Case, line_numbers: Collection[int] | None) -> Iterator[str]:
    for item in case.items:
        billed = line_numbers is None or item.line_number in line_numbers
        if billed and None in _ALL_OF_ITEM(item):
            yield from (
                f"items[line {item.line_number}].{key}" for key in _NEEDED_OF_ITEM if getattr(item, key) is None
            )
