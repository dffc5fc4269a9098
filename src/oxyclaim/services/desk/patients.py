"""The patients of a supplier as a list: who, what, how the worst line stands, by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.services.desk.kept import LineState, SupplierDesk
from oxyclaim.services.store.kept import Patient

SHOWN = 50


@dataclass(frozen=True)
class PatientRow:
    """A case in a list. ``handle``: its id in addresses; ``worst``: its line that stands worst, if it was judged."""

    handle: str
    patient: Patient
    worst: LineState | None
    claim_by: date | None
    charge_cents: int


@dataclass(frozen=True)
class PatientList:
    """Rows, and whether there are more than are shown."""

    rows: tuple[PatientRow, ...]
    more: bool


def list_patients(
    desk: SupplierDesk, *, begins: str = "", state: str = "", verdict: str = "", owner: str = ""
) -> PatientList:
    """Patients whose name, member id or account number begins so; or those with a line that stands so; or all."""
    if begins or not (state or verdict or owner):
        found = desk.store.find(begins.strip(), most=SHOWN + 1)
        states = desk.states([each.case_id for each in found], most=SHOWN * 50)
    else:
        some = desk.states(state=state, verdict=verdict, owner=owner, most=(SHOWN + 1) * 4)
        ids = list(dict.fromkeys(each.case_id for each in some))[: SHOWN + 1]
        known = desk.patients(ids)
        found = [known[each] for each in ids]
        states = some
    shown = found[:SHOWN]
    return PatientList(tuple(rows(desk, shown, states)), len(found) > SHOWN)


def rows(desk: SupplierDesk, found: Sequence[Patient], states: Sequence[LineState]) -> list[PatientRow]:
    """The patients with how their lines stand, in their order."""
    handles = desk.handles([each.case_id for each in found])
    by_case: dict[str, list[LineState]] = {}
    for state in states:
        by_case.setdefault(state.case_id, []).append(state)
    return [_row(handles[each.case_id], each, by_case.get(each.case_id, [])) for each in found]


def _row(handle: str, patient: Patient, lines: Sequence[LineState]) -> PatientRow:
    worst = min(lines, key=lambda line: (line.rank, line.line_number), default=None)
    days = [line.claim_by for line in lines if line.claim_by]
    return PatientRow(handle, patient, worst, min(days, default=None), sum(line.charge_cents or 0 for line in lines))
