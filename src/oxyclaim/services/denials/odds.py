"""How it went so far with what a payer denied for a reason: of how many lines nothing is denied any more."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from oxyclaim.remittance.denials.measures import WON
from oxyclaim.remittance.denials.said import allowed_now
from oxyclaim.services.denials.answer import Odds
from oxyclaim.services.denials.cohort import KEY, first_said
from oxyclaim.services.denials.gathering import Frames
from oxyclaim.services.rule_book import RuleBook


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
        found = own.join(payers, on="claim_id").join(stand, on=KEY).join(
            allowed_now(frames.said).select(*KEY, "allowed"), on=KEY, how="left"
        ).with_columns(pl.col("allowed").fill_null(0))  # fmt: skip
        rows = found.group_by("payer", "reason").agg(won=WON.sum(), of=pl.len()).iter_rows()
        return cls({(payer, reason): Odds(won, count) for payer, reason, won, count in rows})

    def about(self, payer: str | None, reason: str | None) -> Odds | None:
        """None where this payer has denied nothing for that reason before."""
        return self.by_reason.get((payer, reason))
