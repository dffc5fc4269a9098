"""The loops of people and payers: subscriber (2000B, 2010BA), payer (2010BB), and the patient who is a dependent
(2000C, 2010CA)."""

from datetime import date as Day
from typing import TypeVar

from oxyclaim.case.models import Address, Case, Patient, ProviderId, Subscriber
from oxyclaim.claims.elements import Elements
from oxyclaim.claims.lines import Claim
from oxyclaim.claims.payer_order import FIRST_BY, sequence
from oxyclaim.x12.core.segments import segment

LONGEST_NAME = 60
LONGEST_FIRST_NAME = 35
LONGEST_MIDDLE_NAME = 25
LONGEST_STREET = 55
SHORTEST_CITY, LONGEST_CITY = 2, 30
SHORTEST_PAYER_ID, LONGEST_PAYER_ID = 2, 80
LONGEST_REFERENCE = 50
LONGEST_GROUP_NUMBER, LONGEST_GROUP_NAME = 50, 60
SELF = "18"
RELATIONSHIPS = {
    "spouse": "01",
    "child": "19",
    "employee": "20",
    "organ_donor": "39",
    "life_partner": "53",
    "other": "G8",
}
"""What the patient is to the subscriber (PAT01; 2320 SBR02)."""
_PROVIDER_IDS = {"provider_number": "G2", "location_number": "LU"}
_SEX = {"female": "F", "male": "M", "unknown": "U"}

T = TypeVar("T")


def known(value: T | None) -> T:
    """The value; ``missing_claim_data`` has made sure that there is one."""
    if value is None:
        raise ValueError("a claim is written from a case that lacks something")
    return value


def x12_date(day: Day) -> str:
    """A day as CCYYMMDD."""
    return day.isoformat().replace("-", "")


def digits(text: str) -> str:
    """The digits of a text, without what parts them."""
    return "".join(filter(str.isdigit, text))


def levels_of(claim: Claim) -> int:
    """How many hierarchical levels a claim opens: the subscriber's, and that of a dependent."""
    return 1 if claim.case.coverage.subscriber is None else 2


def people(claim: Claim, elements: Elements, *, level: int, parent: int) -> str:
    """Subscriber and payer, and the patient below where the coverage is in another's name."""
    case = claim.case
    subscriber = case.coverage.subscriber
    head = segment("HL", str(level), str(parent), "22", "0" if subscriber is None else "1")
    if subscriber is None:
        return (
            head
            + _subscriber_information(claim, elements, SELF)
            + _death(case, relationship="")
            + _person("IL", known(case.patient), "patient", case, elements, member_id=known(case.coverage.member_id))
            + _payer(case, elements)
        )
    return (
        head
        + _subscriber_information(claim, elements, "")
        + subscriber_name(subscriber, "coverage.subscriber", known(case.coverage.member_id), elements)
        + _payer(case, elements)
        + segment("HL", str(level + 1), str(level), "23", "0")
        + _death(case, relationship=RELATIONSHIPS[known(subscriber.relationship)])
        + _person("QC", known(case.patient), "patient", case, elements)
    )


def subscriber_name(subscriber: Subscriber, key: str, member_id: str, elements: Elements) -> str:
    """NM1*IL of a person who is not the patient; nothing else of him or her goes on a claim."""
    last = elements.name(f"{key}.last_name", known(subscriber.last_name), LONGEST_NAME)
    first = elements.optional_name(subscriber.first_name, LONGEST_FIRST_NAME)
    middle = elements.optional_name(subscriber.middle_name, LONGEST_MIDDLE_NAME)
    return segment("NM1", "IL", "1", last, first, middle, "", "", "MI", member_id)


def patient_name(case: Case, entity: str, elements: Elements, member_id: str = "") -> str:
    """NM1 of the patient."""
    patient = known(case.patient)
    last = elements.name("patient.last_name", known(patient.last_name), LONGEST_NAME)
    first = elements.name("patient.first_name", known(patient.first_name), LONGEST_FIRST_NAME)
    middle = elements.optional_name(patient.middle_name, LONGEST_MIDDLE_NAME)
    id = ("MI", member_id) if member_id else ()
    return segment("NM1", entity, "1", last, first, middle, "", "", *id)


def group(number: str | None, name: str | None, key: str, elements: Elements) -> tuple[str, str]:
    """SBR03 and SBR04: the group's number, or its name where it has none."""
    if number is not None:
        return elements.identifier(f"{key}.group_number", number, LONGEST_GROUP_NUMBER), ""
    return "", elements.optional_name(name, LONGEST_GROUP_NAME)


def address(section: str, where: Address, elements: Elements) -> str:
    """N3 and N4."""
    line_1 = elements.text(f"{section}.address.line_1", known(where.line_1), LONGEST_STREET)
    line_2 = elements.optional_text(f"{section}.address.line_2", where.line_2, LONGEST_STREET)
    city = elements.name(f"{section}.address.city", known(where.city), LONGEST_CITY, SHORTEST_CITY)
    return segment("N3", line_1, line_2) + segment("N4", city, known(where.state), digits(known(where.zip)))


def payer_id(key: str, value: str, elements: Elements) -> str:
    """NM109 of a payer."""
    return elements.identifier(key, value, LONGEST_PAYER_ID, SHORTEST_PAYER_ID)


def _subscriber_information(claim: Claim, elements: Elements, relationship: str) -> str:
    """SBR. SBR05 says, to Medicare behind another payer, why that one comes first."""
    coverage = claim.case.coverage
    number, name = group(coverage.group_number, coverage.group_name, "coverage", elements)
    reason = coverage.primary.comes_first_by if coverage.primary and claim.to_medicare else None
    insurance_type = FIRST_BY[reason] if reason else ""
    return segment(
        "SBR", sequence(coverage), relationship, number, name, insurance_type, "", "", "", claim.filing_indicator
    )


def _death(case: Case, relationship: str) -> str:
    """PAT: what the patient is to the subscriber, and the day of the death where the case knows of one."""
    died_on = known(case.patient).died_on
    if died_on is None:
        return segment("PAT", relationship) if relationship else ""
    return segment("PAT", relationship, "", "", "", "D8", x12_date(died_on))


def _person(entity: str, patient: Patient, key: str, case: Case, elements: Elements, member_id: str = "") -> str:
    return (
        patient_name(case, entity, elements, member_id)
        + address(key, known(patient.address), elements)
        + segment("DMG", "D8", x12_date(known(patient.birth_date)), _SEX[known(patient.sex)])
        + _injury_number(case, elements)
    )


def _injury_number(case: Case, elements: Elements) -> str:
    """REF*Y4: the number that a workers' compensation or liability insurer gave the injury."""
    injury = case.coverage.injury
    if injury is None or injury.claim_number is None:
        return ""
    return segment("REF", "Y4", elements.text("coverage.injury.claim_number", injury.claim_number, LONGEST_REFERENCE))


def _payer(case: Case, elements: Elements) -> str:
    coverage = case.coverage
    name = elements.name("coverage.payer_name", known(coverage.payer_name), LONGEST_NAME)
    id = payer_id("coverage.payer_id", known(coverage.payer_id), elements)
    return segment("NM1", "PR", "2", name, "", "", "", "", "PI", id) + "".join(
        _provider_id(each, elements) for each in coverage.provider_ids or ()
    )


def _provider_id(id: ProviderId, elements: Elements) -> str:
    number = elements.identifier("coverage.provider_ids.id", id.id, LONGEST_REFERENCE)
    return segment("REF", _PROVIDER_IDS[id.kind], number)
