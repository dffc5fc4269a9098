"""What is to be done today: the lines of one's own, the nearest last day first, and how all lines stand."""

from dataclasses import dataclass
from datetime import date, timedelta

from oxyclaim.services.desk.kept import LineState, Role, StateCount, SupplierDesk
from oxyclaim.services.desk.states import NOT_DUE, NOT_TO_BILL, OWNERS, READY, WRITTEN
from oxyclaim.services.store.kept import Patient

SOON = timedelta(days=30)
SHOWN = 25
NOTHING_OPEN = (NOT_DUE, NOT_TO_BILL, WRITTEN, READY)
"""States in which nobody waits for anything of a single patient."""


@dataclass(frozen=True)
class Work:
    """A patient's lines that wait for the same thing."""

    handle: str
    patient: Patient
    codes: tuple[str, ...]
    state: str
    verdict: str
    why: str
    claim_by: date | None
    charge_cents: int
    soon: bool


@dataclass(frozen=True)
class Today:
    """``mine``: what waits for this role, nearest last day first, of ``open`` in all; ``counts``: all lines."""

    mine: tuple[Work, ...]
    open: int
    soon: int
    counts: tuple[StateCount, ...]

    def count(self, state: str) -> StateCount:
        """How many lines are in a state."""
        return next((each for each in self.counts if each.state == state), StateCount(state, OWNERS[state], 0, 0))


def today(desk: SupplierDesk, role: Role, as_of: date) -> Today:
    """What waits for somebody in this role; for a manager, everything."""
    lines = [
        line
        for line in desk.states(owner="" if role == "manager" else role, most=2000)
        if line.state not in NOTHING_OPEN
    ]
    together: dict[tuple[str, str, str], list[LineState]] = {}
    for line in lines:
        together.setdefault((line.case_id, line.state, line.why), []).append(line)
    groups = list(together.values())
    shown = groups[:SHOWN]
    ids = list(dict.fromkeys(group[0].case_id for group in shown))
    handles, patients = desk.handles(ids), desk.patients(ids)
    return Today(
        mine=tuple(_work(group, handles, patients, as_of) for group in shown),
        open=len(groups),
        soon=sum(_is_soon(group, as_of) for group in groups),
        counts=tuple(desk.state_counts()),
    )


def _work(group: list[LineState], handles: dict[str, str], patients: dict[str, Patient], as_of: date) -> Work:
    first = group[0]
    return Work(
        handle=handles[first.case_id],
        patient=patients[first.case_id],
        codes=tuple(line.code for line in group),
        state=first.state,
        verdict=min(group, key=lambda line: line.rank).verdict,
        why=first.why,
        claim_by=first.claim_by,
        charge_cents=sum(line.charge_cents or 0 for line in group),
        soon=_is_soon(group, as_of),
    )


def _is_soon(group: list[LineState], as_of: date) -> bool:
    return any(line.claim_by and line.claim_by <= as_of + SOON for line in group)
