"""What payers have said to lines that went out, as the states in which these lines stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from oxyclaim.case.models import Case
from oxyclaim.remittance.ledger import claims as of_ledger
from oxyclaim.remittance.ledger.accounts import ACCOUNTS, PATIENT, balances
from oxyclaim.services.desk.states import ACCEPTED, APPEALED, CLOSED, DENIED, PAID, PAID_SHORT, REJECTED
from oxyclaim.services.ledger.asking import standing_of
from oxyclaim.services.ledger.kept import KeptLedger
from oxyclaim.services.ledger.patience import ANSWER_DAYS
from oxyclaim.services.store.kept import Store

TOLD = {of_ledger.REJECTED: REJECTED, of_ledger.ACCEPTED: ACCEPTED}
"""Before an answer: what a front end has said. A file that was only received leaves the line as it was written."""

Line = tuple[str, int]
"""A case's id and the number of its line."""


@dataclass(frozen=True)
class Month:
    """A month that went out before the one on which its line stands now, and in which state it was left."""

    code: str
    service_date: date
    state: str
    charge_cents: int
    overdue: bool = False


@dataclass(frozen=True)
class Answered:
    """``now``: the states of lines to which something was said; ``earlier``: by case the months before them.
    ``overdue``: the lines of claims that went out so long ago without a remittance that somebody asks the payer."""

    now: dict[Line, str]
    earlier: dict[str, list[Month]]
    overdue: set[Line]


def answered_states(store: Store, cases: Sequence[Case], expected: dict[Line, int | None], as_of: date) -> Answered:
    """What was said to the lines of some cases. ``expected``: what each is expected to be allowed, in cents.

    A line is found by its case, code and day on the claim that went out last.
    """
    with store.ledger_as_it_is() as ledger:
        claims = ledger.claims_by("case_id", [case.case_id for case in cases])
        if claims.is_empty():
            return Answered({}, {}, set())
        return _answered(ledger, claims, cases, expected, as_of - timedelta(days=ANSWER_DAYS))


def _answered(
    ledger: KeptLedger,
    claims: pl.DataFrame,
    cases: Sequence[Case],
    expected: dict[Line, int | None],
    long_ago: date,
) -> Answered:
    known = ledger.known(claims["claim_id"].to_list(), (), ())
    lines = known.lines.join(
        claims.select("claim_id", "account", "case_id", "sent_on"), on="claim_id", maintain_order="left"
    ).sort("sent_on", "claim_id", nulls_last=False)
    accounts = claims["account"].unique().to_list()
    entries = ledger.entries_of(accounts)
    sums = {(row["claim_id"], row["line_id"]): row
            for row in balances(entries, ["claim_id", "line_id"]).iter_rows(named=True)}  # fmt: skip
    of_claim = {row["claim_id"]: row for row in balances(entries, ["claim_id"]).iter_rows(named=True)}
    state_of = dict(standing_of(ledger, accounts).select("claim_id", "state").iter_rows())
    last = lines.unique(["case_id", "code", "service_date"], keep="last", maintain_order=True)
    by_id = {case.case_id: case for case in cases}
    found = Answered({}, {}, set())
    for row in last.iter_rows(named=True):
        case, account = by_id[row["case_id"]], row["account"]
        item = next((each for each in case.items if (each.code, each.service_date) == _month(row)), None)
        key = None if item is None else (case.case_id, item.line_number)
        if state_of.get(account) in (of_ledger.PART, of_ledger.ANSWERED):
            # What was said of the claim as a whole is not parted among its lines.
            whole = sums.get((account, None))
            stands = of_claim[account] if whole else sums.get((account, row["line_id"]), of_claim[account])
            state = _of_answer(stands, expected.get(key) if key else None, _is_appealed(case, row))
        else:
            state = TOLD.get(state_of.get(account, ""), "")
        waits = state_of.get(account) in (of_ledger.SILENT, of_ledger.RECEIVED, of_ledger.ACCEPTED)
        overdue = waits and row["sent_on"] is not None and row["sent_on"] <= long_ago
        if key:
            found.now.update({key: state} if state else {})
            found.overdue.update({key} if overdue else ())
        elif (state or overdue) and row["service_date"]:
            month = Month(*_month(row), state, row["charge_cents"] or 0, overdue)
            found.earlier.setdefault(case.case_id, []).append(month)
    return found


def _month(row: dict[str, Any]) -> tuple[str, date]:
    return row["code"], row["service_date"]


def _of_answer(stands: dict[str, int], expected: int | None, appealed: bool) -> str:
    if stands["denied"] > 0:
        return APPEALED if appealed else DENIED
    if stands["open"] > 0:
        return ACCEPTED  # taken back, or answered in part: the payer still has it
    if stands["written_off"] or not any(stands[name] for name in ACCOUNTS if name not in ("charged", "open")):
        return CLOSED
    paid = stands["remitted"] + stands["bank"]
    allowed = paid + sum(stands[name] for name in PATIENT) + stands["sequestration"] + stands["other_payer"]
    return PAID_SHORT if expected is not None and allowed < expected else PAID


def _is_appealed(case: Case, row: dict[str, Any]) -> bool:
    return any(month.appealed and (month.code, month.service_date) == _month(row) for month in case.history or ())
