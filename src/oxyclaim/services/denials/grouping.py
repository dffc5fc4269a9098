"""Lines with one cause are one task: a test that is missing, with all its months."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import date

from oxyclaim.policy.denials.work import FILE_REJECTED, edits, faults
from oxyclaim.services.denials.answer import Evidence, State, Task, WorkLine
from oxyclaim.services.rule_book import RuleBook

DONE: tuple[State, ...] = ("sent again", "to clear")
NO_ROUTE = "find out what it means"
NOTHING = "nothing to send"
WAITING = "wait for the decision"


def tasks_of(lines: Iterable[WorkLine], book: RuleBook) -> list[Task]:
    """The tasks, the one that is due first at the top, those with nothing to be done last."""
    grouped: dict[tuple[str, ...], list[WorkLine]] = {}
    for line in lines:
        grouped.setdefault(_cause(line), []).append(line)
    found = [_task(key, some, book) for key, some in grouped.items()]
    return sorted(found, key=_urgency)


def _urgency(task: Task) -> tuple[bool, bool, date, int, str]:
    return task.state in DONE, task.state == "appealed", task.due or date.max, -task.stake_cents, task.number


def _cause(line: WorkLine) -> tuple[str, ...]:
    """What lines of one task have in common."""
    stands = "done" if line.state in DONE else ""
    if line.appealed and not stands:
        stands = f"{line.appealed.level} {'lost' if line.appealed.lost_on else 'out'}"
    whose = line.member_id or line.patient or line.claim_id
    if line.kind == "underpaid":
        by = f"{(line.expected_cents or 0) - line.allowed_cents}"
        return "underpaid", line.payer or "", line.code or "", line.modifiers or "", by
    of_what = line.entries[:1] or line.codes
    if set(line.entries) & faults().of_the_supplier or _strikes_all(line.codes):
        whose = ""
    kind = line.kind if line.kind in ("duplicate", "adjusted", "rejected") else "denied"
    return kind, stands, line.payer or "", whose, *of_what, *line.not_known


def _strikes_all(codes: tuple[str, ...]) -> bool:
    """Whether a front end turned down the file or the supplier, not the patient's claim."""
    return any(
        code in FILE_REJECTED or (edit is not None and edit.of_the_supplier)
        for code in codes
        for edit in (edits().get(code.partition(":")[2]),)
    )


def _task(key: tuple[str, ...], lines: list[WorkLine], book: RuleBook) -> Task:
    ordered = sorted(
        lines, key=lambda each: (each.state == "late", each.due or date.max, each.claim_id, each.line_id or "")
    )
    first = ordered[0]
    chosen = next((each for each in first.ways if each.route == first.due_of), None)
    days = [line.service_date for line in lines if line.service_date]
    patients = {line.patient for line in lines}
    members = {line.member_id for line in lines}
    told = Counter(line.verdict.told for line in lines if line.verdict)
    route_title = _next_step(first, book)
    return Task(
        number=hashlib.sha256("\x1f".join(key).encode()).hexdigest()[:8].upper(), kind=first.kind, state=first.state,
        owner=first.owner, route=first.route, route_title=route_title, due=first.due, due_of=first.due_of,
        last_day=chosen.last_day if chosen else None, steps=chosen.steps if chosen else (), why=first.why,
        cause=first.cause, fault=first.fault, action=first.action, payer=first.payer,
        patient=first.patient if len(patients) == 1 else None, member_id=first.member_id if len(members) == 1 else None,
        codes=tuple(dict.fromkeys(code for line in ordered for code in line.codes)),
        first_service=min(days, default=None), last_service=max(days, default=None),
        denied_cents=sum(line.denied_cents for line in lines), patient_cents=sum(line.patient_cents for line in lines),
        stake_cents=sum(line.stake_cents for line in lines),
        stake_bases=tuple(dict.fromkeys(line.stake_basis for line in ordered if line.stake_cents)),
        told=dict(sorted(told.items())), evidence=evidence_of(ordered), odds=first.odds, lines=tuple(ordered),
    )  # fmt: skip


def _next_step(line: WorkLine, book: RuleBook) -> str:
    if line.state in DONE:
        return NOTHING
    if line.state == "appealed":
        return WAITING
    return book.denials.routes[line.route].title if line.route else NO_ROUTE


def evidence_of(lines: Iterable[WorkLine]) -> Evidence | None:
    """What is on file for all lines together, and what any of them lacks."""
    found = [line.evidence for line in lines if line.evidence]
    if not found:
        return None
    missing = tuple(dict.fromkeys(words for each in found for words in each.missing))
    return Evidence(tuple(dict.fromkeys(words for each in found for words in each.on_file)), missing)
