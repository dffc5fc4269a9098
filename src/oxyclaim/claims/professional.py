"""The loops of an 837P (005010X222A1), each written from a case that lacks nothing (``missing_claim_data``).

Header 1000A/1000B; billing provider 2000A/2010AA; and, for each claim, the people (``people``), claim 2300 with its
practitioners and places 2310, other payers 2320 (``other_payers``), service lines 2400 with the ordering provider 2420E
and what earlier payers decided 2430.
"""

import re
from datetime import datetime

from oxyclaim.case.models import Address, Case, Item, Practitioner
from oxyclaim.claims.authorizations import authorization_number, common_number
from oxyclaim.claims.elements import Elements
from oxyclaim.claims.lines import ORIGINAL, Claim, ClaimLine
from oxyclaim.claims.other_payers import decisions, other_payers
from oxyclaim.claims.papers_apart import papers
from oxyclaim.claims.people import (
    LONGEST_FIRST_NAME,
    LONGEST_NAME,
    LONGEST_REFERENCE,
    address,
    digits,
    known,
    levels_of,
    people,
    x12_date,
)
from oxyclaim.x12.claim_837p.addresses import POST_OFFICE_BOX
from oxyclaim.x12.core.envelopes import LONGEST_PARTY_ID, SHORTEST_PARTY_ID
from oxyclaim.x12.core.segments import amount, composite, segment

VERSION = "005010X222A1"

LONGEST_NOTE = 80
MOST_DIAGNOSES = 12
"""One HI segment holds twelve; diagnoses after the twelfth stay off the claim."""
MOST_POINTERS = 4

__all__ = ["VERSION", "billing_provider", "charge_cents", "claim_loops", "header", "levels_of", "party_ids"]


def party_ids(case: Case, elements: Elements) -> tuple[str, str]:
    """Submitter and receiver id, as ISA, GS, 1000A and 1000B carry them."""
    submitter = known(case.submitter)
    sender, receiver = (
        elements.identifier(f"submitter.{key}", known(value), LONGEST_PARTY_ID, SHORTEST_PARTY_ID)
        for key, value in (("id", submitter.id), ("receiver_id", submitter.receiver_id))
    )
    return sender, receiver


def group_ids(case: Case, elements: Elements) -> tuple[str, str]:
    """Sender and receiver of the functional group (GS02, GS03), where they are others than the interchange's."""
    submitter = known(case.submitter)
    return tuple(
        "" if value is None else elements.identifier(f"submitter.{key}", value, LONGEST_PARTY_ID, SHORTEST_PARTY_ID)
        for key, value in (
            ("group_sender_id", submitter.group_sender_id),
            ("group_receiver_id", submitter.group_receiver_id),
        )
    )  # type: ignore[return-value]


def header(case: Case, elements: Elements, *, reference: str, created: datetime) -> str:
    """BHT, submitter (1000A) and receiver (1000B)."""
    submitter = known(case.submitter)
    sender, receiver = party_ids(case, elements)
    name = elements.name("submitter.name", known(submitter.name), LONGEST_NAME)
    contact = elements.name("submitter.contact_name", known(submitter.contact_name), LONGEST_NAME)
    receiver_name = elements.name("submitter.receiver_name", known(submitter.receiver_name), LONGEST_NAME)
    return (
        segment("BHT", "0019", "00", reference, f"{created:%Y%m%d}", f"{created:%H%M}", "CH")
        + segment("NM1", "41", "2", name, "", "", "", "", "46", sender)
        + segment("PER", "IC", contact, "TE", digits(known(submitter.contact_phone)))
        + segment("NM1", "40", "2", receiver_name, "", "", "", "", "46", receiver)
    )


def billing_provider(case: Case, elements: Elements, *, level: int) -> str:
    """The billing provider: HL 20 (2000A) and name, address and tax id (2010AA)."""
    supplier = known(case.supplier)
    name = elements.name("supplier.name", known(supplier.name), LONGEST_NAME)
    return (
        segment("HL", str(level), "", "20", "1")
        + segment("PRV", "BI", "PXC", known(supplier.taxonomy))
        + segment("NM1", "85", "2", name, "", "", "", "", "XX", known(supplier.npi))
        + _street_address("supplier", known(supplier.address), elements)
        + segment("REF", "EI", digits(known(supplier.tax_id)))
    )


def claim_loops(claim: Claim, elements: Elements, *, level: int, parent: int) -> str:
    """One claim, from the subscriber's level on."""
    items = claim.items()
    codes = diagnosis_codes(claim.case)
    return (
        people(claim, elements, level=level, parent=parent)
        + _claim(claim, items, codes, elements)
        + _practitioners_and_place(claim.case, elements)
        + other_payers(claim, items, elements)
        + _service_lines(claim, items, codes, elements)
    )


def _street_address(section: str, where: Address, elements: Elements) -> str:
    """An address that must be a street's (2010AA): a post office box belongs in the pay-to address."""
    for line in (where.line_1, where.line_2):
        if re.search(POST_OFFICE_BOX, line or ""):
            elements.refuse(
                f"{section}.address",
                "is a post office box; the billing provider's address on a claim must be the street where you are "
                "(payments can still go to the box that your payer has on file)",
            )
    return address(section, where, elements)


def _claim(claim: Claim, items: list[Item], codes: list[str], elements: Elements) -> str:
    case = claim.case
    coverage = case.coverage
    total = sum(charge_cents(item) for item in items)
    return (
        segment(
            "CLM", claim.claim_id, amount(total), "", "",
            composite(known(items[0].place_of_service), "B", claim.frequency),
            "Y",
            "A" if coverage.assignment == "accepted" else "C",
            "Y" if coverage.benefits_assigned else "N",
            # I: informed consent under federal law, where no signed release is on file.
            "Y" if coverage.release_signed else "I",
            *_related_cause(case),
        )
        + _accident_date(case)
        + papers(case, None, elements)
        + _references(claim, items, elements)
        + _note("claim_note", case.claim_note, elements)
        + segment("HI", *(composite("ABF" if place else "ABK", code) for place, code in enumerate(codes)))
    )  # fmt: skip


def _references(claim: Claim, items: list[Item], elements: Elements) -> str:
    """The claim's numbers: referral (9F), authorization (G1), the payer's claim (F8), the patient's account (EA)."""
    case = claim.case
    correction = case.correction
    corrected = correction.payer_claim_number if correction and claim.frequency != ORIGINAL else None
    return (
        _reference("9F", "coverage.referral_number", case.coverage.referral_number, elements)
        + _authorization(common_number([authorization_number(case, item) for item in items]), elements)
        + _reference("F8", "correction.payer_claim_number", corrected, elements)
        + _reference("EA", "patient.account_number", known(case.patient).account_number, elements)
    )


def _reference(qualifier: str, key: str, number: str | None, elements: Elements) -> str:
    return "" if number is None else segment("REF", qualifier, elements.identifier(key, number, LONGEST_REFERENCE))


def _authorization(number: str | None, elements: Elements) -> str:
    """REF*G1: the number of the prior authorization, of the claim (2300) or of a line (2400)."""
    return _reference("G1", "authorizations.number", number, elements)


def _at_work(case: Case) -> bool:
    injury = case.coverage.injury
    return injury is not None and injury.at_work is True and injury.date is not None


def _related_cause(case: Case) -> tuple[str, ...]:
    """CLM10 and CLM11: an injury at work; nothing for any other claim."""
    return ("", composite("EM")) if _at_work(case) else ()


def _accident_date(case: Case) -> str:
    """DTP*439, which goes with CLM11."""
    injury = case.coverage.injury
    return segment("DTP", "439", "D8", x12_date(known(known(injury).date))) if _at_work(case) else ""


def _practitioners_and_place(case: Case, elements: Elements) -> str:
    """The referring (2310A) and the rendering practitioner (2310B), and where it was done (2310C); where wanted."""
    place = case.service_location
    located = ""
    if place is not None:
        name = elements.name("service_location.name", known(place.name), LONGEST_NAME)
        npi = ("XX", place.npi) if place.npi else ()
        located = segment("NM1", "77", "2", name, "", "", "", "", *npi) + address(
            "service_location", known(place.address), elements
        )
    return (
        _practitioner("DN", "referring", case.referring, elements)
        + _practitioner("82", "rendering", case.rendering, elements)
        + located
    )


def _practitioner(entity: str, key: str, person: Practitioner | None, elements: Elements) -> str:
    if person is None:
        return ""
    last = elements.name(f"{key}.last_name", known(person.last_name), LONGEST_NAME)
    first = elements.name(f"{key}.first_name", known(person.first_name), LONGEST_FIRST_NAME)
    return segment("NM1", entity, "1", last, first, "", "", "", "XX", known(person.npi))


def _service_lines(claim: Claim, items: list[Item], codes: list[str], elements: Elements) -> str:
    ordering_provider = _practitioner("DK", "practitioner", known(claim.case.practitioner), elements)
    pointers = composite(*map(str, range(1, min(len(codes), MOST_POINTERS) + 1)))
    place_of_claim = items[0].place_of_service
    numbers = [authorization_number(claim.case, item) for item in items]
    own = [None if common_number(numbers) else number for number in numbers]
    return "".join(
        segment("LX", str(number))
        + _service(line, item, place_of_claim, pointers)
        + papers(claim.case, line.line_number, elements)
        + segment("DTP", "472", "D8", x12_date(item.service_date))
        + _authorization(authorization, elements)
        + segment("REF", "6R", claim.line_id(line))
        + _note(f"items[line {line.line_number}].narrative", line.narrative, elements)
        + ordering_provider
        + decisions(claim, line, item, elements)
        for number, (line, item, authorization) in enumerate(zip(claim.lines, items, own, strict=True), start=1)
    )


def _service(line: ClaimLine, item: Item, place_of_claim: str | None, pointers: str) -> str:
    place = known(item.place_of_service)
    return segment(
        "SV1",
        composite("HC", item.code, *line.modifiers),
        amount(charge_cents(item)),
        "UN",
        str(known(item.units)),
        "" if place == place_of_claim else place,
        "",
        pointers,
    )


def _note(key: str, text: str | None, elements: Elements) -> str:
    """NTE*ADD, of the claim (2300) or of a line (2400)."""
    return "" if text is None else segment("NTE", "ADD", elements.text(key, text, LONGEST_NOTE))


def diagnosis_codes(case: Case) -> list[str]:
    """The claim's diagnoses without dots, each once, the principal one first."""
    codes = dict.fromkeys(known(diagnosis.icd10).replace(".", "") for diagnosis in case.diagnoses or [])
    return list(codes)[:MOST_DIAGNOSES]


def charge_cents(item: Item) -> int:
    """An item's charge in integer cents."""
    return int(known(item.charge) * 100)
