"""The log of who looked at or did what: searched by patient, person and day, and its chain checked."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from oxyclaim.services.desk.kept import Look, SupplierDesk

SHOWN = 200


@dataclass(frozen=True)
class Asked:
    """What is searched for, as typed; ``patient``: a case's id, or the random id by which pages name it."""

    patient: str = ""
    person: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class LogRow:
    """A row; ``handle`` and ``name``: of its patient, where it is about one."""

    look: Look
    handle: str
    name: str


@dataclass(frozen=True)
class LogFound:
    """The rows, the latest first; ``problem``: why nothing could be searched; ``case_id``: of the patient asked for."""

    asked: Asked
    rows: tuple[LogRow, ...]
    more: bool
    problem: str = ""
    case_id: str | None = None


@dataclass(frozen=True)
class LogChecked:
    """How many rows were looked at, and what is wrong with them."""

    rows: int
    faults: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether all is as it was written."""
        return not self.faults


def search_log(desk: SupplierDesk, asked: Asked) -> LogFound:
    """The rows that are asked for."""
    case_id = _case_id(desk, asked.patient) if asked.patient else None
    if asked.patient and case_id is None:
        return LogFound(asked, (), more=False, problem="There is no patient with this id.")
    try:
        since = _begins(asked.first) if asked.first else None
        until = _begins(asked.last) + timedelta(days=1) if asked.last else None
    except (ValueError, OverflowError):
        return LogFound(asked, (), more=False, problem="Give days as the fields take them.", case_id=case_id)
    found = desk.looks(case_id, SHOWN + 1, author=asked.person, since=since, until=until)
    ids = list(dict.fromkeys(each.case_id for each in found if each.case_id))
    patients = desk.patients(ids)
    handles = desk.handles([each for each in ids if each in patients])
    rows = tuple(
        LogRow(each, handles[each.case_id], patients[each.case_id].name)
        if each.case_id in patients
        else LogRow(each, "", "")
        for each in found[:SHOWN]
    )
    return LogFound(asked, rows, len(found) > SHOWN, case_id=case_id)


def check_log(desk: SupplierDesk) -> LogChecked:
    """Look at every row's hash and at the chain of all."""
    rows, faults = desk.check_looks()
    return LogChecked(rows, tuple(faults[:20]))


def _case_id(desk: SupplierDesk, typed: str) -> str | None:
    """The case that somebody names by its own or its random id."""
    return desk.case_of(typed) or (typed if typed in desk.patients([typed]) else None)


def _begins(day: str) -> datetime:
    """The beginning of a day where the office is."""
    return datetime.combine(date.fromisoformat(day), time()).astimezone().astimezone(UTC)
