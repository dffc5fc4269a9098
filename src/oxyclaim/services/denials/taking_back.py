"""Where money stands that Original Medicare had paid and wants back, as the remittances' own pages (PLB) show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from oxyclaim.case.money import dollars
from oxyclaim.policy.denials.work import STOPS_BY_DAY, TAKEN, TAKEN_AT_ONCE, WANTED_BACK
from oxyclaim.remittance.ledger.claims import debts


@dataclass(frozen=True)
class TakingBack:
    """``numbers``: the payer's claim numbers of a claim; ``by_number``: of a debt what is owed and what was taken, in
    cents, and its first day."""

    numbers: Mapping[str, frozenset[str]]
    by_number: Mapping[str, tuple[int, int, date]]

    @classmethod
    def of(cls, entries: pl.DataFrame) -> "TakingBack":
        """From all entries."""
        told = entries.filter(pl.col("kind").is_in(["answer", "reversal"])).drop_nulls(["claim_id", "reference"])
        by_claim = told.group_by("claim_id").agg(pl.col("reference").unique()).iter_rows()
        rows = debts(entries).drop_nulls("reference").group_by("reference").agg(
            pl.col("owed").sum(), pl.col("taken").sum(), pl.col("first").min()
        ).iter_rows()  # fmt: skip
        return cls(
            {claim: frozenset(numbers) for claim, numbers in by_claim}, {number: (*rest,) for number, *rest in rows}
        )

    def told(self, claim_id: str) -> str:
        """What it means for the work on a claim of which something was taken back: a sentence with a blank before."""
        found = [self.by_number[number] for number in self.numbers.get(claim_id, ()) if number in self.by_number]
        owed, taken = sum(each[0] for each in found), sum(each[1] for each in found)
        if not found:
            return TAKEN_AT_ONCE
        if not owed:
            return TAKEN.format(taken=dollars(taken))
        first = min(each[2] for each in found)
        return WANTED_BACK.format(owed=dollars(owed), first=first, last=first + timedelta(days=STOPS_BY_DAY - 1))
