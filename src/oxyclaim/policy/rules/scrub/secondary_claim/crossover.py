"""A claim that the first payer passed on is not filed again."""

import polars as pl

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.scrub.secondary_claim.criteria import is_second


@criterion(
    not_met="{line.primary_payer} passed the claim on by itself",
    unknown="claims come to this payer from {line.primary_payer} by themselves, and whether this one did is not known",
    ask=Cure("look at the first payer's remittance advice whether it passed the claim on", "the biller"),
)
def not_sent_yet():
    """The claim has not come to this payer by itself; where its file does not say that claims do, it has not."""
    no_such_way = pl.when(~p.crosses_over.fill_null(False)).then(pl.lit(False))
    return ~pl.coalesce(line.primary_crossed_over, no_such_way)


@rule(
    "PAY-520",
    roles=Role.OF_PAYER,
    stage=Stage.SCRUB,
    applies=is_second,
    requires=not_sent_yet,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="Do not file it a second time: {reasons}.",
    cure=Cure("wait for this payer's remittance advice; file it yourself only if none comes", "the biller"),
)
def crossover():
    """A claim that the first payer passed on is not filed again."""
