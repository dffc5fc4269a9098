"""Which payments of a file are posted: whole and proved, to us, not there already, and not against the bank."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import polars as pl

from oxyclaim.services.ledger.kept import CONFLICT, HELD, POSTED

AGAIN = "there already"
NOT_PROVED = "it does not balance, or cannot be read to its end"
OTHER_PAYEE = "its payee is not you: {payee}"
OTHER_CONTENT = "another payment with this trace number was posted, and says something else"
OTHER_DEPOSIT = "the bank has {bank} dollars under this trace number"


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
        posted = before.filter(pl.col("state") == POSTED)
        self._posted = {
            (row["payer"], row["payee_npi"], row["trace"], row["digest"]): row["content_sha256"]
            for row in posted.iter_rows(named=True)
        }
        self._traces: dict[tuple[object, ...], set[object]] = {}
        for payer, payee, trace, _ in self._posted:
            self._traces.setdefault((payer, payee, trace), set()).add(self._posted[payer, payee, trace, _])
        self._deposits: dict[str, set[int]] = {}
        for trace, cents in deposits.select("trace", "amount_cents").drop_nulls().iter_rows():
            self._deposits.setdefault(trace, set()).add(cents)
        self._payees = set(payees)

    def decide(self, payments: pl.DataFrame, sha256: str) -> Iterator[Decision]:
        """For each payment of a file what is done with it."""
        for row in payments.iter_rows(named=True):
            decision = self._decide(row, sha256)
            if decision.state == POSTED:
                key = (row["payer_id"], row["payee_npi"], row["trace"])
                self._posted[(*key, row["digest"])] = sha256
                self._traces.setdefault(key, set()).add(sha256)
            yield decision

    def _decide(self, row: dict[str, object], sha256: str) -> Decision:
        key = (row["payer_id"], row["payee_npi"], row["trace"])
        if row["barred"]:
            return Decision(HELD, NOT_PROVED)
        if (*key, row["digest"]) in self._posted:
            return Decision(AGAIN)
        if self._payees and row["payee_npi"] is not None and row["payee_npi"] not in self._payees:
            return Decision(HELD, OTHER_PAYEE.format(payee=row["payee_npi"]))
        # Two payments of one file may share a trace number; two files that do contradict each other.
        if self._traces.get(key, set()) - {sha256}:
            return Decision(CONFLICT, OTHER_CONTENT)
        known = self._deposits.get(str(row["trace"]))
        cents = row["payment_cents"]
        if known and isinstance(cents, int) and cents and cents not in known:
            amounts = ", ".join(f"{each / 100:,.2f}" for each in sorted(known))
            return Decision(CONFLICT, OTHER_DEPOSIT.format(bank=amounts))
        return Decision(POSTED)
