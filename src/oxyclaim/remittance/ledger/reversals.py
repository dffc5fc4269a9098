"""A reversal (CLP02 22) takes back an earlier answer: our own entries of it, whatever the file repeats of them.

Some payers repeat nothing, some repeat it otherwise than they had said it. What is posted is what takes our entries
back; where the money differs, the difference waits in suspense. A reversal of what was never posted here is posted as
its file says it, or waits where that says nothing. Source: X12 interpretations 1147, 1429 and 2442.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from oxyclaim.remittance.ledger.accounts import ACCOUNTS, ENTRIES, entries


@dataclass(frozen=True)
class Reversal:
    """A reversal that was matched. Amounts as the file has them, so below zero. ``lines``: ours that it names."""

    answer: int
    payment: int
    payer: str | None
    on: date | None
    claim_id: str
    number: str | None
    charge_cents: int
    paid_cents: int
    lines: frozenset[str | None]


@dataclass
class Standing:
    """Answers that may be taken back: the charge that each answered, by number of the answer."""

    entries: pl.DataFrame
    reversed: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        stood = self.entries.filter((pl.col("kind") == "answer") & pl.col("answer").is_not_null())
        grouped = stood.group_by("claim_id", "payer", "answer", maintain_order=True).agg(
            on=pl.col("on").first(),
            payment=pl.col("payment").first(),
            charge=-pl.col("open").sum(), paid=pl.col("remitted").sum(), number=pl.col("reference").first(),
            lines=pl.col("line_id").drop_nulls(),
        )  # fmt: skip
        self._by_claim: dict[tuple[str, str | None], list[dict[str, Any]]] = {}
        for row in grouped.iter_rows(named=True):
            self._by_claim.setdefault((row["claim_id"], row["payer"]), []).append(row)

    def answer_for(self, reversal: Reversal) -> int | None:
        """The answer that a reversal takes back: one of the same charge, by the payer's number if any has it."""
        fits = [
            row for row in self._by_claim.get((reversal.claim_id, reversal.payer), ())
            if row["answer"] not in self.reversed and row["charge"] == -reversal.charge_cents
            and _is_before(row, reversal)
            and (not reversal.lines or reversal.lines & set(row["lines"]))
        ]  # fmt: skip
        same = [(row["number"] == reversal.number, row["paid"] == -reversal.paid_cents) for row in fits]
        for wanted in ((True, True), (False, True), (True, False)):
            if wanted in same:
                return int(fits[same.index(wanted)]["answer"])
        return int(fits[0]["answer"]) if fits else None


def _is_before(row: dict[str, Any], reversal: Reversal) -> bool:
    """Whether an answer was given before the reversal; in one payment the correction stands behind it."""
    if row["payment"] == reversal.payment:
        return bool(row["answer"] < reversal.answer)
    return row["on"] is None or reversal.on is None or row["on"] <= reversal.on


def taken_back(reversals: Iterable[Reversal], standing: Standing) -> tuple[pl.DataFrame, dict[int, int]]:
    """The entries of the reversals whose answer stands, and by reversal the answer that it takes back."""
    pairs: dict[int, int] = {}
    found: list[Reversal] = []
    for reversal in reversals:
        answer = standing.answer_for(reversal)
        if answer is not None:
            standing.reversed.add(answer)
            pairs[reversal.answer] = answer
            found.append(reversal)
    if not found:
        return pl.DataFrame(schema=ENTRIES), pairs
    heads = pl.DataFrame(
        [(each.answer, pairs[each.answer], each.payment, each.on, each.paid_cents) for each in found],
        schema={"reversal": pl.Int64, "answer": pl.Int64, "of": pl.Int64, "day": pl.Date, "paid": pl.Int64},
        orient="row",
    )
    old = standing.entries.filter(pl.col("kind") == "answer").join(heads, on="answer", how="inner")
    back = old.with_columns(
        -pl.col(ACCOUNTS), kind=pl.lit("reversal"), answer="reversal", payment="of", on="day"
    )  # fmt: skip
    differing = back.group_by("answer", "payment", "on", "claim_id", "payer", "reference", maintain_order=True).agg(
        difference=pl.col("paid").first() - pl.col("remitted").sum()
    ).filter(pl.col("difference") != 0)  # fmt: skip
    # Money that is of no use to the claim: it is named by its answer.
    rest = differing.with_columns(
        kind=pl.lit("suspense"), claim_id=pl.lit(None, pl.String), remitted="difference", suspense=-pl.col("difference")
    ).drop("difference")  # fmt: skip
    return pl.concat([entries(back), entries(rest)]), pairs
