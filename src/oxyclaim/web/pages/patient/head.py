"""What stands above every page of a patient."""

from dataclasses import dataclass
from datetime import date

from oxyclaim.services.desk.month import Month
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


def case_id_of(visit: Visit, handle: str) -> str:
    """The case that an address names. Raises NotFound for one that this supplier does not have."""
    case_id = visit.desk.case_of(handle)
    if case_id is None:
        raise NotFound
    return case_id


def head_of(month: Month, handle: str) -> PatientHead:
    """The head of a patient's pages."""
    who = month.case.patient
    worst = min(month.states, key=lambda each: each.rank, default=None)
    return PatientHead(
        handle=handle,
        name=month.name or month.case.case_id,
        birth_date=who.birth_date if who else None,
        case_id=month.case.case_id,
        payer=month.checked.lines[0].payer.name if month.checked else month.case.coverage.payer,
        version=month.version,
        rule_book=month.answer.rule_book,
        as_of=month.answer.as_of,
        worst=worst.verdict if worst else "",
    )
