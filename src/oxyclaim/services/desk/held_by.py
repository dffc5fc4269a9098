"""Whom a rule holds: lines that it keeps from being billable, as they were judged last. Nothing is judged here."""

from dataclasses import dataclass

from oxyclaim.services.desk.kept import LineState, SupplierDesk
from oxyclaim.services.store.kept import Patient

SHOWN = 200


@dataclass(frozen=True)
class HeldLine:
    """A line that a rule holds, with its patient."""

    handle: str
    patient: Patient
    state: LineState


@dataclass(frozen=True)
class HeldBy:
    """The lines, the earliest last day first; ``is_cut``: there are more."""

    lines: tuple[HeldLine, ...]
    is_cut: bool


def held_by(desk: SupplierDesk, rule: str) -> HeldBy:
    """Whom a rule holds."""
    found = desk.states(rule=rule, most=SHOWN + 1)
    shown = found[:SHOWN]
    ids = list(dict.fromkeys(each.case_id for each in shown))
    patients, handles = desk.patients(ids), desk.handles(ids)
    return HeldBy(
        tuple(HeldLine(handles[each.case_id], patients[each.case_id], each) for each in shown), len(found) > SHOWN
    )
