"""How it went so far with what a payer denied for a reason: of how many decided lines nothing is denied any more."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from oxyclaim.remittance.denials.appealed import appeals, of_lines
from oxyclaim.remittance.denials.measures import WON
from oxyclaim.remittance.denials.said import allowed_now
from oxyclaim.services.denials.answer import Odds
from oxyclaim.services.denials.cohort import KEY, first_said
from oxyclaim.services.denials.gathering import Frames
from oxyclaim.services.rule_book import RuleBook

DECIDED = (pl.col("denied") + pl.col("to_patient") == 0) | pl.col("lost_on").is_not_null()
"""Whether nothing of a line stands denied any more, or its last appeal was lost."""


@dataclass(frozen=True)
class AllOdds:
    """By payer, as claims name it, and the codes that say why."""

    by_reason: Mapping[tuple[str | None, str | None], Odds]

    @classmethod
    def of(cls, frames: Frames, book: RuleBook) -> "AllOdds":
        """Of everything that the ledger holds."""
        payers = frames.claims.select("claim_id", payer=pl.coalesce("payer_name", "payer_id"))
        stand = frames.stand.filter(pl.col("line_id").is_not_null()).select(*KEY, "denied", "to_patient")
        own = first_said(frames, book).filter(pl.col("is_denied_first") & ~pl.col("is_duplicate"))
        lost = of_lines(appeals(frames.entries), own.select(KEY)).select(*KEY, "lost_on")
        found = own.join(payers, on="claim_id").join(stand, on=KEY).join(
            allowed_now(frames.said).select(*KEY, "allowed"), on=KEY, how="left"
        ).join(lost, on=KEY, how="left").with_columns(pl.col("allowed").fill_null(0))  # fmt: skip
        sums = found.group_by("payer", "reason").agg(won=WON.sum(), of=DECIDED.sum(), all=pl.len())
        rows = sums.select("payer", "reason", "won", "of", open=pl.col("all") - pl.col("of")).iter_rows()
        return cls({(payer, reason): Odds(*counts) for payer, reason, *counts in rows})

    def about(self, payer: str | None, reason: str | None) -> Odds | None:
        """None where this payer has denied nothing for that reason before."""
        return self.by_reason.get((payer, reason))
