"""A reversal (CLP02 22) takes back an earlier answer: our own entries of it, whatever the file repeats of them.

Some payers repeat nothing, some repeat it otherwise than they had said it, some take back one line after another. What
is posted is what takes our entries back; where the money differs, the difference waits in suspense. A reversal of what
was never posted here is posted as its file says it, or waits where that says nothing; the answer that comes after it
counts as taken back. Source: X12 interpretations 1147, 1429 and 2442.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from oxyclaim.remittance.ledger.accounts import ACCOUNTS, ENTRIES, entries
from oxyclaim.remittance.ledger.opened import opened_answers

Lines = frozenset[str | None]
"""Lines of ours; None: what stands at the claim as a whole."""


@dataclass(frozen=True)
class Reversal:
    """A reversal that was matched. Amounts as the file has them, so below zero. ``lines``: ours that it names;
    ``is_bare``: it repeats none of the adjustments that it takes back."""

    answer: int
    payment: int
    payer: str | None
    on: date | None
    claim_id: str
    number: str | None
    charge_cents: int
    paid_cents: int
    lines: Lines
    is_bare: bool = False


@dataclass
class Standing:
    """Answers that may be taken back, line by line.

    ``entries``: those of answers, reversals and opening balances of some claims. ``pairs``: by posted reversal the
    answer that it took back, None where that had not come.
    """

    entries: pl.DataFrame
    pairs: Mapping[int, int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.answers = pl.concat([self.entries.filter(_of("answer")), opened_answers(self.entries)])
        self._taken: set[tuple[int, str | None]] = set()
        self._by_claim: dict[tuple[str, str | None], list[dict[str, Any]]] = {}
        for row in _by_answer(self.answers):
            # What was opened is whoever's the claim was: the old system may have named its payer otherwise.
            payer = row["payer"] if row["answer"] > 0 else None
            self._by_claim.setdefault((row["claim_id"], payer), []).append(row)
        for row in sorted(_by_answer(self.entries.filter(_of("reversal"))), key=_in_time):
            answer, lines = self.pairs.get(row["answer"]), frozenset(row["charges"])
            if answer is not None:
                self._taken |= {(answer, line) for line in lines}
            else:
                self.take(Reversal(
                    row["answer"], row["payment"], row["payer"], row["on"], row["claim_id"], row["number"],
                    sum(row["charges"].values()), sum(row["paid"].values()), lines - {None}, is_bare=True,
                ))  # fmt: skip

    def take(self, reversal: Reversal) -> tuple[int, Lines] | None:
        """The answer that a reversal takes back, and which of its lines; they stand no more. One of the same charge, by
        the payer's number if any has it. Below zero: the number of an opening balance."""
        rows = list(self._by_claim.get((reversal.claim_id, reversal.payer), ()))
        if reversal.is_bare:
            rows += self._by_claim.get((reversal.claim_id, None), ())
        fits = [
            (row, lines) for row in rows
            if _is_before(row, reversal) and (lines := self._fitting(row, reversal)) is not None
        ]  # fmt: skip
        if not fits:
            return None

        def rank(one: tuple[dict[str, Any], Lines]) -> int:
            row, lines = one
            paid = sum(row["paid"][line] for line in lines) == -reversal.paid_cents
            return ((True, True), (False, True), (True, False), (False, False)).index(
                (row["number"] == reversal.number, paid)
            )

        row, lines = min(fits, key=rank)
        self._taken |= {(row["answer"], line) for line in lines}
        return int(row["answer"]), lines

    def gone(self) -> set[int]:
        """The answers of which nothing stands any more."""
        return {row["answer"] for rows in self._by_claim.values() for row in rows if not self._left(row)}

    def _left(self, row: dict[str, Any]) -> Lines:
        return frozenset(line for line in row["charges"] if (row["answer"], line) not in self._taken)

    def _fitting(self, row: dict[str, Any], reversal: Reversal) -> Lines | None:
        """The lines of an answer that a reversal takes back: all that are left, or those that it names."""
        left = self._left(row)
        for lines in (left, reversal.lines):
            charge = sum(row["charges"].get(line, 0) for line in lines)
            is_named = not reversal.lines or bool(reversal.lines & lines)
            # What paid nothing is not taken back with money; an opening balance may leave out what was paid.
            is_paid = any(row["paid"].get(line) for line in lines)
            is_alike = is_paid == bool(reversal.paid_cents) or row["answer"] < 0
            if lines and lines <= left and is_named and is_alike and charge == -reversal.charge_cents:
                return lines
        return None


def _of(kind: str) -> pl.Expr:
    return (pl.col("kind") == kind) & pl.col("answer").is_not_null()


def _by_answer(found: pl.DataFrame) -> list[dict[str, Any]]:
    """A row an answer: what it is, and its ``charges`` and ``paid`` by line."""
    rows: dict[tuple[str, str | None, int], dict[str, Any]] = {}
    names = ("claim_id", "payer", "answer", "on", "payment", "line_id", "open", "remitted", "reference")
    for claim_id, payer, answer, on, payment, line, open_cents, paid, number in found.select(names).iter_rows():
        row = rows.setdefault((claim_id, payer, answer), {
            "claim_id": claim_id, "payer": payer, "answer": answer, "on": on, "payment": payment, "number": number,
            "charges": {}, "paid": {},
        })  # fmt: skip
        row["charges"][line] = row["charges"].get(line, 0) - open_cents
        row["paid"][line] = row["paid"].get(line, 0) + paid
    return list(rows.values())


def _in_time(row: dict[str, Any]) -> tuple[bool, date | None, int]:
    return row["on"] is None, row["on"] or date.min, row["answer"]


def _is_before(row: dict[str, Any], reversal: Reversal) -> bool:
    """Whether an answer was given before the reversal; in one payment the correction stands behind it."""
    if row["payment"] == reversal.payment:
        return bool(row["answer"] < reversal.answer)
    return row["on"] is None or reversal.on is None or row["on"] <= reversal.on


def taken_back(reversals: Iterable[Reversal], standing: Standing) -> tuple[pl.DataFrame, dict[int, int | None]]:
    """The entries of the reversals whose answer stands, and by reversal the answer that it takes back (None: an opening
    balance)."""
    pairs: dict[int, int | None] = {}
    heads: list[tuple[object, ...]] = []
    for reversal in reversals:
        if (taken := standing.take(reversal)) is None:
            continue
        answer, lines = taken
        pairs[reversal.answer] = answer if answer > 0 else None
        for line in lines:
            heads.append((reversal.answer, answer, line, reversal.payment, reversal.on, reversal.paid_cents))
    if not heads:
        return pl.DataFrame(schema=ENTRIES), pairs
    by_line = pl.DataFrame(
        heads, orient="row",
        schema={"reversal": pl.Int64, "answer": pl.Int64, "line_id": pl.String, "of": pl.Int64, "day": pl.Date,
                "paid": pl.Int64},
    )  # fmt: skip
    old = standing.answers.join(by_line, on=["answer", "line_id"], how="inner", nulls_equal=True, maintain_order="left")
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
