"""Tasks: what is wanted of somebody for a case. They come from open findings and go with them; people add their own.

A task is known by its case, what is wanted and of whom, so that it is never there twice. People assign it, put it off
with a reason, say something of it, or close it as one that cannot be had, and why; the line stays as the engine says.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from oxyclaim.engine.verdict import Finding, Reason
from oxyclaim.rentals.overpayments import Overpayment
from oxyclaim.services.check import CheckedLine
from oxyclaim.services.desk.answered import Month
from oxyclaim.services.desk.delivering import Delivering
from oxyclaim.services.desk.kept import ROLES, Account, LineState, SupplierDesk, Task
from oxyclaim.services.desk.states import (
    BEFORE_DELIVERY,
    DENIED,
    LOOK_UPS,
    OWN,
    OWNERS,
    PAID_SHORT,
    PAPERS,
    REJECTED,
    TO_DECIDE,
)
from oxyclaim.services.ledger.patience import ANSWER_DAYS
from oxyclaim.services.problems import BadInput, Problem

WITH_TASKS = (BEFORE_DELIVERY, PAPERS, LOOK_UPS, TO_DECIDE)
ASKED_BY_ANSWER = {
    REJECTED: "Correct what the front end turned down, and send the claim again",
    DENIED: "Decide on the denial: correct, appeal, bill the patient or write off (page Denials)",
    PAID_SHORT: "Ask the payer why less was allowed than expected (page Denials)",
}
"""What the payer's answer to a line asks of the biller."""
NO_ANSWER = f"Ask the payer where the claim is: {ANSWER_DAYS} days and more without a remittance"
OPEN, PUT_OFF, CANNOT, DONE = "open", "put off", "cannot be had", "done"
WAITING, OVERLOOKED, SOON = "waiting", "untouched", "soon"
"""Groups of tasks beside those put off and those that cannot be had; ``SOON``: of those that wait, with a last day
within ``SOON_DAYS``."""
SOON_DAYS = timedelta(days=30)
CLOSED = (CANNOT, DONE)
UNTOUCHED = timedelta(days=10)
"""After so long without anybody's doing a task is the manager's."""
DECIDES = "whoever decides"
HOLD = "hold"
BILLER = "biller"
CLAIM, DELIVERY = "claim", "delivery"
"""What a task's day is the last day of."""
LONGEST = 300
"""Characters of a task that somebody adds."""


@dataclass(frozen=True)
class TaskTold:
    """A task as a page shows it. ``owner``: the role whose it is; ``last_day_of``: of what the task's day is the last,
    the claim or the delivery; ``until``, ``reason``: where it was put off;
    ``comments``: when, who, what; ``closed``: when, who, why, where it was closed; ``is_look_up``: it is settled by
    look-ups that are made in one go; ``unclear``: of a review, what somebody has to decide."""

    task: Task
    owner: str
    last_day_of: str
    codes: tuple[str, ...]
    verdict: str
    charge_cents: int
    until: date | None
    reason: str
    comments: tuple[tuple[str, str, str], ...]
    closed: tuple[str, str, str] | None
    is_look_up: bool
    unclear: str

    @property
    def is_closed(self) -> bool:
        """Whether somebody has closed it."""
        return self.task.state in CLOSED

    def is_put_off(self, as_of: date) -> bool:
        """Whether it is put off to a later day."""
        return not self.is_closed and self.until is not None and self.until > as_of

    def is_waiting(self, as_of: date) -> bool:
        """Whether it waits to be done today."""
        return not self.is_closed and not self.is_put_off(as_of)

    def untouched(self, as_of: date) -> int:
        """For how many days nobody has done anything with it, while it waited."""
        touched = date.fromisoformat((self.task.touched_at or as_of.isoformat())[:10])
        return max((as_of - max(touched, self.until or touched)).days, 0)

    def is_overlooked(self, as_of: date) -> bool:
        """Whether it waits for so long that it is the manager's."""
        return self.is_waiting(as_of) and self.untouched(as_of) >= UNTOUCHED.days


def tasks_of(
    lines: Sequence[CheckedLine],
    states: Sequence[LineState],
    as_of: date,
    earlier: Sequence[Month] = (),
    delivering: Delivering | None = None,
    overdue: Collection[int] = (),
) -> list[Task]:
    """What is wanted for the lines of a case, each once. ``earlier``: months before that went out; ``delivering``: what
    must be there before the delivery, whose last day is the day for which that is planned; ``overdue``: the numbers of
    lines for whose answer the payer is to be asked."""
    gates = {gate.line.line_number: gate for gate in delivering.gates} if delivering else {}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    due: dict[tuple[str, str], list[tuple[date, str]]] = {}
    by_number = {state.line_number: state for state in states}
    for line in lines:
        state = by_number[line.line_number]
        is_overdue = line.line_number in overdue
        if state.state not in WITH_TASKS and state.state not in ASKED_BY_ANSWER and not is_overdue:
            continue
        gate = gates.get(line.line_number) if state.state == BEFORE_DELIVERY else None
        first = [wanted for finding in gate.first for wanted in _of_hold(finding)] if gate else []
        asked = [(NO_ANSWER, OWN[0], state.owner, False)] if is_overdue else [*_asked_for(line, state), *first]
        for question, who, owner, is_look_up in dict.fromkeys(asked):
            if owner == "biller" and line.service_date > as_of:
                continue
            detail = found.setdefault(
                (question, who), {"owner": owner, "codes": [], "verdict": line.verdict, "charge_cents": 0}
            )
            if is_look_up:
                detail["look_up"] = True
            if who == DECIDES:
                detail.setdefault("unclear", _unclear(line, question))
            if line.code not in detail["codes"]:
                detail["codes"].append(line.code)
                detail["charge_cents"] += state.charge_cents or 0
            days = due.setdefault((question, who), [])
            if (question, who) in {(each[0], each[1]) for each in first}:
                days.append((line.service_date, DELIVERY))
            elif line.claim_by:
                days.append((line.claim_by, CLAIM))
    for month in earlier:
        wanted = NO_ANSWER if month.overdue else ASKED_BY_ANSWER.get(month.state)
        if wanted:
            key = wanted, OWN[0]
            detail = found.setdefault(
                key, {"owner": OWNERS.get(month.state, BILLER), "codes": [], "verdict": HOLD, "charge_cents": 0}
            )
            detail["codes"] += [month.code] if month.code not in detail["codes"] else []
            detail["charge_cents"] += month.charge_cents
            due.setdefault(key, [])
    last = {key: min(due[key], default=(None, "")) for key in found}
    return [
        Task(lines[0].case_id, *key, OPEN, None, last[key][0], json.dumps(detail | {"last_day_of": last[key][1]}))
        for key, detail in found.items()
    ]


def _unclear(line: CheckedLine, question: str) -> str:
    """What a review is about, with its facts; the task itself is known by the rule's title, which stays."""
    return next((each.sentence for each in line.findings if each.title.rstrip(".") == question), "")


OVERPAID = "Months that were paid are no longer carried by what is known: look into them (page Compliance)"


def overpayment_task(overpayment: Overpayment) -> Task:
    """Months that were paid and that today's facts do not carry: compliance looks into them."""
    codes = list(dict.fromkeys(month.code for month in overpayment.months))
    detail = {"owner": "compliance", "codes": codes, "verdict": overpayment.months[0].verdict,
              "charge_cents": overpayment.total_cents}  # fmt: skip
    return Task(overpayment.case_id, OVERPAID, DECIDES, OPEN, None, None, json.dumps(detail))


def _asked_for(line: CheckedLine, state: LineState) -> Iterator[tuple[str, str, str, bool]]:
    if asked := ASKED_BY_ANSWER.get(state.state):
        yield asked, OWN[0], state.owner, False
    else:
        yield from _wanted(line)


def told(task: Task) -> TaskTold:
    """A task as a page shows it."""
    detail = json.loads(task.detail or "{}")
    until = detail.get("until")
    return TaskTold(
        task=task,
        owner=detail.get("owner", ""),
        last_day_of=detail.get("last_day_of", CLAIM),
        codes=tuple(detail.get("codes", ())),
        verdict=detail.get("verdict", "hold"),
        charge_cents=detail.get("charge_cents", 0),
        until=date.fromisoformat(until) if until else None,
        reason=detail.get("reason", ""),
        comments=tuple(tuple(each) for each in detail.get("comments", ())),
        closed=tuple(detail["closed"]) if task.state in CLOSED and detail.get("closed") else None,
        is_look_up=bool(detail.get("look_up")),
        unclear=detail.get("unclear", ""),
    )


def assign(desk: SupplierDesk, task: Task, to: str, accounts: Sequence[Account], now: datetime) -> None:
    """Give a task to somebody, or to nobody. Raises BadInput for a name that nobody has."""
    if to and to not in {account.name for account in accounts}:
        raise BadInput([Problem("nobody", "nobody of that name may sign in", path="assigned", found=to)])
    desk.put_task(replace(task, assigned=to or None), now)


def put_off(desk: SupplierDesk, task: Task, until: str, reason: str, as_of: date, now: datetime) -> None:
    """Put a task off to a later day, with a reason. Raises BadInput."""
    problems = []
    try:
        day = date.fromisoformat(until)
    except ValueError:
        day = as_of
    if day <= as_of:
        problems.append(Problem("no_later_day", "give a later day", path="until"))
    if not reason.strip():
        problems.append(Problem("no_reason", "say why", path="reason"))
    if problems:
        raise BadInput(problems)
    _change(desk, task, PUT_OFF, now, until=day.isoformat(), reason=reason.strip())


def comment(desk: SupplierDesk, task: Task, text: str, author: str, now: datetime) -> None:
    """Say something of a task. Raises BadInput for nothing."""
    if not text.strip():
        raise BadInput([Problem("no_text", "write something", path="text")])
    comments = json.loads(task.detail or "{}").get("comments", [])
    _change(desk, task, task.state, now, comments=[*comments, [now.isoformat(), author, text.strip()]])


def close(desk: SupplierDesk, task: Task, why: str, author: str, now: datetime) -> None:
    """Close a task: one of a finding as what cannot be had, with why; one of people as done. Raises BadInput."""
    if not task.added_by and not why.strip():
        raise BadInput([Problem("no_reason", "say why it cannot be had", path="why")])
    closed = [now.isoformat(), author, why.strip()]
    _change(desk, task, DONE if task.added_by else CANNOT, now, closed=closed)


def reopen(desk: SupplierDesk, task: Task, now: datetime) -> None:
    """It is to be done after all."""
    _change(desk, task, OPEN, now, closed=None, until=None)


def add(
    desk: SupplierDesk,
    case_id: str,
    what: str,
    whom: str,
    owner: str,
    due: str,
    author: str,
    now: datetime,
) -> None:
    """Somebody thinks of a task: what is to be done, whom it is asked of, which role sees to it. Raises BadInput."""
    problems, day = [], None
    if not what.strip() or len(what) > LONGEST:
        problems.append(Problem("no_text", f"say what is to be done, in at most {LONGEST} characters", path="what"))
    if owner not in ROLES:
        problems.append(Problem("no_role", "say which role sees to it", path="owner", allowed=ROLES))
    try:
        day = date.fromisoformat(due) if due else None
    except ValueError:
        problems.append(Problem("no_day", "give a day, or none", path="due"))
    if problems:
        raise BadInput(problems)
    detail = json.dumps({"owner": owner, "verdict": ""})
    task = Task(case_id, what.strip(), whom.strip()[:LONGEST] or "us", OPEN, None, day, detail, added_by=author)
    try:
        desk.add_task(task, now)
    except ValueError:
        raise BadInput([Problem("there_already", "this task is there already", path="what")]) from None


def _change(desk: SupplierDesk, task: Task, state: str, now: datetime, **changed: Any) -> None:
    detail = json.loads(task.detail or "{}") | changed
    desk.put_task(replace(task, state=state, detail=json.dumps(detail)), now)


def _wanted(line: CheckedLine) -> Iterator[tuple[str, str, str, bool]]:
    """What is wanted for a line, of whom, which role sees to it, and whether it is a look-up made in one go."""
    for finding in line.findings:
        if finding.effect == "review" and line.verdict == "review":
            yield finding.title.rstrip("."), DECIDES, "compliance", False
        elif finding.effect == "hold":
            yield from _of_hold(finding)


def _asked(reason: Reason) -> tuple[str, str]:
    """What is wanted and of whom; look-ups that are made in one go are one thing, whoever is asked."""
    who = reason.who or ""
    return reason.together or reason.cure or "", OWN[0] if reason.together and who in OWN else who


def _of_hold(finding: Finding) -> Iterator[tuple[str, str, str, bool]]:
    asked = [_asked(reason) for reason in finding.reasons if reason.cure]
    if not asked and finding.cure:
        asked = [(finding.cure, finding.who or "")]
    together = {reason.together for reason in finding.reasons if reason.together}
    for question, who in dict.fromkeys(asked):
        yield question, who, "biller" if who in OWN else "intake", question in together
