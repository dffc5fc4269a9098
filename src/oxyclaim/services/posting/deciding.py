"""Which payments of a file are posted: whole and proved, to us, not there already, and not against the bank."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from oxyclaim.case.money import dollars
from oxyclaim.services.ledger.kept import CONFLICT, HELD, POSTED
from oxyclaim.services.posting.gathering import Gathered

AGAIN = "there already"
NOT_PROVED = "it does not balance, or cannot be read to its end"
OTHER_PAYEE = "its payee is not you: {payee}"
OTHER_CONTENT = "another payment with this trace number was posted, and says something else"
OTHER_DEPOSIT = "the bank has {bank} dollars under this trace number"
NO_DEPOSIT = "the bank has later deposits, this payer's by trace number, and none under this one"
TRANSFER = "ACH"
"""BPR04 of a payment that the bank shows under its trace number."""
LATEST = timedelta(days=7)
"""Remittance and deposit lie at most three business days apart (CORE 370); a holiday week is a week."""


@dataclass(frozen=True)
class Decision:
    """What is done with a payment, and why."""

    state: str
    why: str | None = None


class Decider:
    """Decides on payments in their order, over what was posted before.

    ``before``: columns ``PAYMENTS`` of the ledger; ``deposits``: the bank's lines; ``payees``: NPIs that are ours, none
    where that is not known.
    """

    def __init__(self, before: pl.DataFrame, deposits: pl.DataFrame, payees: Collection[str]):
        self._posted: set[tuple[object, ...]] = set()
        self._traces: dict[tuple[object, ...], set[str]] = {}
        for row in before.filter(pl.col("state") == POSTED).iter_rows(named=True):
            self._remember((row["payer"], row["payee_npi"], row["trace"]), row["digest"], row["content_sha256"])
        self._deposits = _Deposits(deposits)
        self._payees = set(payees)

    def _remember(self, key: tuple[object, ...], digest: str, sha256: str) -> None:
        self._posted.add((*key, digest))
        self._traces.setdefault(key, set()).add(sha256)

    def decide(self, gathered: Gathered) -> list[Decision]:
        """For each payment what is done with it."""
        found = []
        for row in gathered.payments.iter_rows(named=True):
            sha256 = gathered.files[row["file"]].sha256
            decision = self._decide(row, sha256)
            if decision.state == POSTED:
                self._remember(_key(row), row["digest"], sha256)
            found.append(decision)
        return found

    def _decide(self, row: dict[str, Any], sha256: str) -> Decision:
        key = _key(row)
        if row["barred"]:
            return Decision(HELD, NOT_PROVED)
        if (*key, row["digest"]) in self._posted:
            return Decision(AGAIN)
        if self._payees and row["payee_npi"] is not None and row["payee_npi"] not in self._payees:
            return Decision(HELD, OTHER_PAYEE.format(payee=row["payee_npi"]))
        # Two payments of one file may share a trace number; two files that do contradict each other.
        if self._traces.get(key, set()) - {sha256}:
            return Decision(CONFLICT, OTHER_CONTENT)
        why = self._deposits.contradict(row)
        return Decision(CONFLICT, why) if why else Decision(POSTED)


def _key(row: dict[str, Any]) -> tuple[object, ...]:
    return row["payer_id"], row["payee_npi"], row["trace"]


class _Deposits:
    """What the bank has, against what a remittance says: the bank is right."""

    def __init__(self, lines: pl.DataFrame):
        traced = lines.drop_nulls(["trace", "amount_cents"])
        self._amounts: dict[str, set[int]] = {}
        for trace, cents in traced.select("trace", "amount_cents").iter_rows():
            self._amounts.setdefault(trace, set()).add(cents)
        self._days: list[date] = sorted(traced["effective_on"].drop_nulls())
        self._payers = set(traced["trace_payer"].drop_nulls())

    def contradict(self, row: dict[str, Any]) -> str | None:
        """Why a payment cannot be as its remittance says; None where the bank does not say so."""
        cents, trace = row["payment_cents"], row["trace"]
        if not cents or trace is None:
            return None
        known = self._amounts.get(trace)
        if known:
            amounts = ", ".join(dollars(each) for each in sorted(known))
            return None if cents in known else OTHER_DEPOSIT.format(bank=amounts)
        if row["method"] != TRANSFER or row["trace_payer"] not in self._payers or row["paid_on"] is None:
            return None
        is_covered = bool(self._days) and self._days[0] <= row["paid_on"] <= self._days[-1] - LATEST
        return NO_DEPOSIT if is_covered else None
