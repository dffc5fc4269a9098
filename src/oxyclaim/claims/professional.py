"""The loops of an 837P (005010X222A1), each written from a case that lacks nothing (``missing_claim_data``).

Header 1000A/1000B; billing provider 2000A/2010AA; and, for each claim, subscriber 2000B/2010BA/2010BB,
claim 2300, service lines 2400 with the ordering provider 2420E.
"""

import re
from datetime import date as Day
from datetime import datetime
from typing import TypeVar

from oxyclaim.case.models import Address, Case, Item
from oxyclaim.claims.authorizations import authorization_number, common_number
from oxyclaim.claims.elements import Elements
from oxyclaim.claims.lines import Claim, ClaimLine
from oxyclaim.x12.claim_837p.addresses import POST_OFFICE_BOX
from oxyclaim.x12.core.envelopes import LONGEST_PARTY_ID, SHORTEST_PARTY_ID
from oxyclaim.x12.core.segments import amount, composite, segment

VERSION = "005010X222A1"

LONGEST_NAME = 60
LONGEST_FIRST_NAME = 35
LONGEST_MIDDLE_NAME = 25
LONGEST_STREET = 55
SHORTEST_CITY, LONGEST_CITY = 2, 30
SHORTEST_PAYER_ID, LONGEST_PAYER_ID = 2, 80
LONGEST_NARRATIVE = 80
LONGEST_REFERENCE = 50
LONGEST_ACCOUNT_NUMBER = 20
"""CLM01 may hold 38 characters, but a payer need only store and return 20 (TR3, CLM01)."""
MOST_DIAGNOSES = 12
"""One HI segment holds twelve; diagnoses after the twelfth stay off the claim."""
MOST_POINTERS = 4

_SEX = {"female": "F", "male": "M", "unknown": "U"}

_T = TypeVar("_T")


def _known(value: _T | None) -> _T:
    """The value; ``missing_claim_data`` has made sure that there is one."""
    if value is None:
        raise ValueError("a claim is written from a case that lacks something")
    return value


def party_ids(case: Case, elements: Elements) -> tuple[str, str]:
    """Submitter and receiver id, as ISA, GS, 1000A and 1000B carry them."""
    submitter = _known(case.submitter)
    sender, receiver = (
        elements.identifier(f"submitter.{key}", _known(value), LONGEST_PARTY_ID, SHORTEST_PARTY_ID)
        for key, value in (("id", submitter.id), ("receiver_id", submitter.receiver_id))
    )
    return sender, receiver


def header(case: Case, elements: Elements, *, reference: str, created: datetime) -> str:
    """BHT, submitter (1000A) and receiver (1000B)."""
    submitter = _known(case.submitter)
    sender, receiver = party_ids(case, elements)
    name = elements.name("submitter.name", _known(submitter.name), LONGEST_NAME)
    contact = elements.name("submitter.contact_name", _known(submitter.contact_name), LONGEST_NAME)
    receiver_name = elements.name("submitter.receiver_name", _known(submitter.receiver_name), LONGEST_NAME)
    return (
        segment("BHT", "0019", "00", reference, f"{created:%Y%m%d}", f"{created:%H%M}", "CH")
        + segment("NM1", "41", "2", name, "", "", "", "", "46", sender)
        + segment("PER", "IC", contact, "TE", _digits(_known(submitter.contact_phone)))
        + segment("NM1", "40", "2", receiver_name, "", "", "", "", "46", receiver)
    )


def billing_provider(case: Case, elements: Elements, *, level: int) -> str:
    """The billing provider: HL 20 (2000A) and name, address and tax id (2010AA)."""
    supplier = _known(case.supplier)
    name = elements.name("supplier.name", _known(supplier.name), LONGEST_NAME)
    return (
        segment("HL", str(level), "", "20", "1")
        + segment("PRV", "BI", "PXC", _known(supplier.taxonomy))
        + segment("NM1", "85", "2", name, "", "", "", "", "XX", _known(supplier.npi))
        + _street_address("supplier", _known(supplier.address), elements)
        + segment("REF", "EI", _digits(_known(supplier.tax_id)))
    )


def subscriber_and_claim(claim: Claim, elements: Elements, *, level: int, parent: int) -> str:
    """One claim from HL 22 on: the patient is the subscriber, the case's payer the primary one."""
    items = claim.items()
    codes = diagnosis_codes(claim.case)
    return (
        segment("HL", str(level), str(parent), "22", "0")
        # Primary always: the case file has not the amounts of another payer's decision (2320, 2430) to send along.
        + segment("SBR", "P", "18", "", "", "", "", "", "", claim.filing_indicator)
        + _death(claim.case)
        + _patient(claim.case, elements)
        + _payer(claim.case, elements)
        + _claim(claim.case, items, codes, elements)
        + _service_lines(claim, items, codes, elements)
    )


def _death(case: Case) -> str:
    """PAT05 and PAT06: the day of the death, where the case knows of one."""
    died_on = _known(case.patient).died_on
    return "" if died_on is None else segment("PAT", "", "", "", "", "D8", _date(died_on))


def _patient(case: Case, elements: Elements) -> str:
    patient = _known(case.patient)
    last = elements.name("patient.last_name", _known(patient.last_name), LONGEST_NAME)
    first = elements.name("patient.first_name", _known(patient.first_name), LONGEST_FIRST_NAME)
    middle = elements.optional_name(patient.middle_name, LONGEST_MIDDLE_NAME)
    birth_date = _date(_known(patient.birth_date))
    return (
        segment("NM1", "IL", "1", last, first, middle, "", "", "MI", _known(case.coverage.member_id))
        + _address("patient", _known(patient.address), elements)
        + segment("DMG", "D8", birth_date, _SEX[_known(patient.sex)])
        + _injury_number(case, elements)
    )


def _injury_number(case: Case, elements: Elements) -> str:
    """2010BA REF*Y4: the number that a workers' compensation or liability insurer gave the injury."""
    injury = case.coverage.injury
    if injury is None or injury.claim_number is None:
        return ""
    number = elements.text("coverage.injury.claim_number", injury.claim_number, LONGEST_REFERENCE)
    return segment("REF", "Y4", number)


def _authorization(number: str | None, elements: Elements) -> str:
    """REF*G1: the number of the prior authorization, of the claim (2300) or of a line (2400)."""
    if number is None:
        return ""
    return segment("REF", "G1", elements.identifier("authorizations.number", number, LONGEST_REFERENCE))


def _payer(case: Case, elements: Elements) -> str:
    coverage = case.coverage
    name = elements.name("coverage.payer_name", _known(coverage.payer_name), LONGEST_NAME)
    payer_id = elements.identifier("coverage.payer_id", _known(coverage.payer_id), LONGEST_PAYER_ID, SHORTEST_PAYER_ID)
    return segment("NM1", "PR", "2", name, "", "", "", "", "PI", payer_id)


def _street_address(section: str, address: Address, elements: Elements) -> str:
    """An address that must be a street's (2010AA): a post office box belongs in the pay-to address."""
    for line in (address.line_1, address.line_2):
        if re.search(POST_OFFICE_BOX, line or ""):
            elements.refuse(
                f"{section}.address",
                "is a post office box; the billing provider's address on a claim must be the street where you are "
                "(payments can still go to the box that your payer has on file)",
            )
    return _address(section, address, elements)


def _address(section: str, address: Address, elements: Elements) -> str:
    line_1 = elements.text(f"{section}.address.line_1", _known(address.line_1), LONGEST_STREET)
    line_2 = elements.optional_text(f"{section}.address.line_2", address.line_2, LONGEST_STREET)
    city = elements.name(f"{section}.address.city", _known(address.city), LONGEST_CITY, SHORTEST_CITY)
    return segment("N3", line_1, line_2) + segment("N4", city, _known(address.state), _digits(_known(address.zip)))


def _claim(case: Case, items: list[Item], codes: list[str], elements: Elements) -> str:
    coverage = case.coverage
    account = elements.identifier(
        "patient.account_number", _known(_known(case.patient).account_number), LONGEST_ACCOUNT_NUMBER
    )
    total = sum(charge_cents(item) for item in items)
    return segment(
        "CLM", account, amount(total), "", "",
        composite(_known(items[0].place_of_service), "B", "1"),
        "Y",
        "A" if coverage.assignment == "accepted" else "C",
        "Y" if coverage.benefits_assigned else "N",
        # I: informed consent under federal law, where no signed release is on file.
        "Y" if coverage.release_signed else "I",
        *_related_cause(case),
    ) + _accident_date(case) + _authorization(
        common_number([authorization_number(case, item) for item in items]), elements
    ) + segment(
        "HI", *(composite("ABF" if place else "ABK", code) for place, code in enumerate(codes))
    )  # fmt: skip


def _at_work(case: Case) -> bool:
    injury = case.coverage.injury
    return injury is not None and injury.at_work is True and injury.date is not None


def _related_cause(case: Case) -> tuple[str, ...]:
    """CLM10 and CLM11: an injury at work; nothing for any other claim."""
    return ("", composite("EM")) if _at_work(case) else ()


def _accident_date(case: Case) -> str:
    """DTP*439, which goes with CLM11."""
    injury = case.coverage.injury
    return segment("DTP", "439", "D8", _date(_known(_known(injury).date))) if _at_work(case) else ""


def _service_lines(claim: Claim, items: list[Item], codes: list[str], elements: Elements) -> str:
    ordering_provider = _ordering_provider(claim.case, elements)
    pointers = composite(*map(str, range(1, min(len(codes), MOST_POINTERS) + 1)))
    place_of_claim = items[0].place_of_service
    numbers = [authorization_number(claim.case, item) for item in items]
    own = [None if common_number(numbers) else number for number in numbers]
    return "".join(
        segment("LX", str(number))
        + _service(line, item, place_of_claim, pointers)
        + segment("DTP", "472", "D8", _date(item.service_date))
        + _authorization(authorization, elements)
        + segment("REF", "6R", str(line.line_number))
        + _narrative(line, elements)
        + ordering_provider
        for number, (line, item, authorization) in enumerate(zip(claim.lines, items, own, strict=True), start=1)
    )


def _service(line: ClaimLine, item: Item, place_of_claim: str | None, pointers: str) -> str:
    place = _known(item.place_of_service)
    return segment(
        "SV1",
        composite("HC", item.code, *line.modifiers),
        amount(charge_cents(item)),
        "UN",
        str(_known(item.units)),
        "" if place == place_of_claim else place,
        "",
        pointers,
    )


def _narrative(line: ClaimLine, elements: Elements) -> str:
    if line.narrative is None:
        return ""
    text = elements.text(f"items[line {line.line_number}].narrative", line.narrative, LONGEST_NARRATIVE)
    return segment("NTE", "ADD", text)


def _ordering_provider(case: Case, elements: Elements) -> str:
    practitioner = _known(case.practitioner)
    last = elements.name("practitioner.last_name", _known(practitioner.last_name), LONGEST_NAME)
    first = elements.name("practitioner.first_name", _known(practitioner.first_name), LONGEST_FIRST_NAME)
    return segment("NM1", "DK", "1", last, first, "", "", "", "XX", _known(practitioner.npi))


def diagnosis_codes(case: Case) -> list[str]:
    """The claim's diagnoses without dots, each once, the principal one first."""
    codes = dict.fromkeys(_known(diagnosis.icd10).replace(".", "") for diagnosis in case.diagnoses or [])
    return list(codes)[:MOST_DIAGNOSES]


def charge_cents(item: Item) -> int:
    """An item's charge in integer cents."""
    return int(_known(item.charge) * 100)


def _date(day: Day) -> str:
    return day.isoformat().replace("-", "")


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
