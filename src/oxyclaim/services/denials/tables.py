"""Tasks or their lines as a CSV or Parquet table, amounts in dollars, written whole or not at all."""

from pathlib import Path
from typing import Any

import polars as pl

from oxyclaim.services.denials.answer import DenialWork, Task, WorkLine
from oxyclaim.services.dollar_tables import DOLLARS, write_table

TASKS: dict[str, Any] = {
    "task": pl.String, "due": pl.Date, "last_day": pl.Date, "owner": pl.String, "state": pl.String, "kind": pl.String,
    "next_step": pl.String, "action": pl.String, "why": pl.String, "fault": pl.String, "payer": pl.String,
    "patient": pl.String, "member_id": pl.String, "codes": pl.String, "lines": pl.Int64, "first_service": pl.Date,
    "last_service": pl.Date, "stake": DOLLARS, "stake_from": pl.String, "denied": DOLLARS, "left_to_patient": DOLLARS,
    "overturned_before": pl.Int64, "denied_before": pl.Int64, "decided_before": pl.Int64, "our_verdict": pl.String,
    "rental": pl.String, "on_file": pl.String, "missing": pl.String,
}  # fmt: skip
LINES: dict[str, Any] = {
    "task": pl.String, "claim_id": pl.String, "line_id": pl.String, "case_id": pl.String, "payer": pl.String,
    "patient": pl.String, "member_id": pl.String, "code": pl.String, "modifiers": pl.String, "service_date": pl.Date,
    "sent_on": pl.Date, "answered_on": pl.Date, "payer_claim_number": pl.String, "kind": pl.String, "state": pl.String,
    "codes": pl.String, "why": pl.String, "owner": pl.String, "route": pl.String, "due": pl.Date, "action": pl.String,
    "appeal": pl.String, "charge": DOLLARS, "paid": DOLLARS, "allowed": DOLLARS, "expected": DOLLARS, "denied": DOLLARS,
    "left_to_patient": DOLLARS, "stake": DOLLARS, "stake_from": pl.String, "other_claim": pl.String,
    "appeal_level": pl.String, "appeal_sent": pl.Date, "appeal_lost": pl.Date, "rental": pl.String,
    "our_verdict": pl.String,
}  # fmt: skip


def write_tasks(answer: DenialWork, target: Path, by_line: bool) -> None:
    """Raises BadInput where the target is no table or names what must stay."""
    if by_line:
        write_table([_line(line, task) for task in answer.tasks for line in task.lines], LINES, target)
    else:
        write_table([_task(task) for task in answer.tasks], TASKS, target)


def _task(task: Task) -> dict[str, Any]:
    return {
        "task": task.number, "due": task.due, "last_day": task.last_day, "owner": task.owner, "state": task.state,
        "kind": task.kind, "next_step": task.route_title, "action": task.action, "why": task.why, "fault": task.fault,
        "payer": task.payer, "patient": task.patient, "member_id": task.member_id, "codes": " ".join(task.codes),
        "lines": len(task.lines), "first_service": task.first_service, "last_service": task.last_service,
        "stake": task.stake_cents, "stake_from": ", ".join(task.stake_bases), "denied": task.denied_cents,
        "left_to_patient": task.patient_cents,
        "our_verdict": ", ".join(f"{told} {count}" for told, count in task.told.items()) or None,
        "overturned_before": task.odds.won if task.odds else None,
        "denied_before": task.odds.of + task.odds.open if task.odds else None,
        "decided_before": task.odds.of if task.odds else None,
        "rental": " ".join(dict.fromkeys(line.rental for line in task.lines if line.rental)) or None,
        "on_file": "; ".join(task.evidence.on_file) if task.evidence else None,
        "missing": "; ".join(task.evidence.missing) if task.evidence else None,
    }  # fmt: skip


def _line(line: WorkLine, task: Task) -> dict[str, Any]:
    same = {name: getattr(line, name) for name in LINES if hasattr(line, name)}
    return same | {
        "task": task.number, "codes": " ".join(line.codes), "charge": line.charge_cents, "paid": line.paid_cents,
        "allowed": line.allowed_cents, "expected": line.expected_cents, "denied": line.denied_cents,
        "left_to_patient": line.patient_cents, "stake": line.stake_cents, "stake_from": line.stake_basis,
        "other_claim": line.instead, "appeal_level": line.appealed.level if line.appealed else None,
        "appeal_sent": line.appealed.sent_on if line.appealed else None,
        "appeal_lost": line.appealed.lost_on if line.appealed else None,
        "our_verdict": line.verdict.told if line.verdict else None,
    }  # fmt: skip
