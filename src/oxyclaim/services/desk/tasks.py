"""Tasks: what is wanted of somebody for a case. They come from open findings and go with them; nobody closes one.

A task is known by its case, what is wanted and of whom, so that it is never there twice. People assign it, put it off
with a reason, and say something of it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from oxyclaim.engine.verdict import Finding, Reason
from oxyclaim.services.check import CheckedLine
from oxyclaim.services.desk.kept import Account, LineState, SupplierDesk, Task
from oxyclaim.services.desk.states import BEFORE_DELIVERY, LOOK_UPS, OWN, PAPERS, TO_DECIDE
from oxyclaim.services.problems import BadInput, Problem

WITH_TASKS = (BEFORE_DELIVERY, PAPERS, LOOK_UPS, TO_DECIDE)
OPEN, PUT_OFF = "open", "put off"


@dataclass(frozen=True)
class TaskTold:
    """A task as a page shows it. ``owner``: the role whose it is; ``until``, ``reason``: where it was put off;
    ``comments``: when, who, what."""

    task: Task
    owner: str
    codes: tuple[str, ...]
    verdict: str
    charge_cents: int
    until: date | None
    reason: str
    comments: tuple[tuple[str, str, str], ...]

    def is_waiting(self, as_of: date) -> bool:
        """Whether it waits to be done today: it is not put off to a later day."""
        return self.until is None or self.until <= as_of


def tasks_of(lines: Sequence[CheckedLine], states: Sequence[LineState], as_of: date) -> list[Task]:
    """What is wanted for the lines of a case, each once."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    due: dict[tuple[str, str], list[date]] = {}
    by_number = {state.line_number: state for state in states}
    for line in lines:
        state = by_number[line.line_number]
        if state.state not in WITH_TASKS:
            continue
        for question, who, owner in _wanted(line):
            if owner == "biller" and line.service_date > as_of:
                continue
            detail = found.setdefault(
                (question, who), {"owner": owner, "codes": [], "verdict": line.verdict, "charge_cents": 0}
            )
            if line.code not in detail["codes"]:
                detail["codes"].append(line.code)
                detail["charge_cents"] += state.charge_cents or 0
            due.setdefault((question, who), []).extend([line.claim_by] if line.claim_by else [])
    return [
        Task(lines[0].case_id, question, who, OPEN, None, min(due[question, who], default=None), json.dumps(detail))
        for (question, who), detail in found.items()
    ]


def told(task: Task) -> TaskTold:
    """A task as a page shows it."""
    detail = json.loads(task.detail or "{}")
    until = detail.get("until")
    return TaskTold(
        task=task,
        owner=detail.get("owner", ""),
        codes=tuple(detail.get("codes", ())),
        verdict=detail.get("verdict", "hold"),
        charge_cents=detail.get("charge_cents", 0),
        until=date.fromisoformat(until) if until else None,
        reason=detail.get("reason", ""),
        comments=tuple(tuple(each) for each in detail.get("comments", ())),
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


def _change(desk: SupplierDesk, task: Task, state: str, now: datetime, **changed: Any) -> None:
    detail = json.loads(task.detail or "{}") | changed
    desk.put_task(replace(task, state=state, detail=json.dumps(detail)), now)


def _wanted(line: CheckedLine) -> Iterator[tuple[str, str, str]]:
    """What is wanted for a line, of whom, and which role sees to it."""
    for finding in line.findings:
        if finding.effect == "review" and line.verdict == "review":
            yield finding.title.rstrip("."), "whoever decides", "compliance"
        elif finding.effect == "hold":
            yield from _of_hold(finding)


def _asked(reason: Reason) -> tuple[str, str]:
    """What is wanted and of whom; look-ups that are made in one go are one thing, whoever is asked."""
    who = reason.who or ""
    return reason.together or reason.cure or "", OWN[0] if reason.together and who in OWN else who


def _of_hold(finding: Finding) -> Iterator[tuple[str, str, str]]:
    asked = [_asked(reason) for reason in finding.reasons if reason.cure]
    if not asked and finding.cure:
        asked = [(finding.cure, finding.who or "")]
    for question, who in dict.fromkeys(asked):
        yield question, who, "biller" if who in OWN else "intake"
