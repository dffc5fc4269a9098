"""What stands above every page of a patient."""

from dataclasses import dataclass
from datetime import date

from oxyclaim.services.desk.patient import PatientNow, patient_now
from oxyclaim.web.access import NotFound, Visit


@dataclass(frozen=True)
class PatientHead:
    """Who, which payer, which version, by which rule book; ``worst``: the verdict of the line that stands worst."""

    handle: str
    name: str
    birth_date: date | None
    case_id: str
    payer: str
    version: int
    rule_book: str
    as_of: date
    worst: str


def opened(visit: Visit, handle: str, what: str) -> PatientNow:
    """The case that an address names; that somebody looks at it is written down.

    Raises NotFound for one that this supplier does not have.
    """
    case_id = visit.desk.case_of(handle)
    if case_id is None:
        raise NotFound
    visit.look(what, case_id)
    office = visit.office
    return patient_now(visit.desk, case_id, office.rule_book, office.today(), office.fees)


def head_of(now: PatientNow, handle: str) -> PatientHead:
    """The head of a patient's pages."""
    who = now.case.patient
    worst = min(now.states, key=lambda each: each.rank, default=None)
    return PatientHead(
        handle=handle,
        name=name_of(now),
        birth_date=who.birth_date if who else None,
        case_id=now.case.case_id,
        payer=now.payer,
        version=now.version,
        rule_book=now.rule_book,
        as_of=now.as_of,
        worst=worst.verdict if worst else "",
    )


def name_of(now: PatientNow) -> str:
    """The patient's name as an office writes it, else the case's id."""
    who = now.case.patient
    return ", ".join(part for part in (who.last_name, who.first_name) if part) if who else now.case.case_id


def scanned(visit: Visit, case_id: str) -> dict[str, str]:
    """The labels of a patient's papers whose pages are here, with the ids of these."""
    return {told.label: told.document_id for told, _ in visit.desk.documents(case_id) if told.label}
