"""What the first payer denied, a second one pays only for the reasons that its file names."""

import polars as pl

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, among, criterion, line, p, rule


@criterion()
def denied_by_first():
    """The first payer denied the month."""
    return line.has_primary & (line.primary_outcome == "denied").fill_null(False)


@criterion(
    not_met="{line.primary_payer} denied it ({line.primary_denied_for}), and this payer does not pay after that",
    unknown="{line.primary_payer} denied it ({line.primary_denied_for}), and whether this payer pays after that is not "
    "said: the reason of the denial is not given, or the payer's file is silent",
)
def pays_after_that():
    """This payer still pays after a denial for that reason."""
    months_used_up = (line.primary_denied_for == "paid_months_used_up") & p.pays_after_primary_months.is_not_null()
    listed = among(p.pays_if_primary_denied_for, line.primary_denied_for)
    return pl.when(months_used_up).then(p.pays_after_primary_months).otherwise(listed)


@rule(
    "PAY-510",
    roles=Role.OF_PAYER,
    stage=Stage.SCRUB,
    applies=denied_by_first,
    requires=pays_after_that,
    not_met=Effect.NOT_PAYABLE,
    unknown=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The first payer's denial bears on this one: {reasons}.",
    cure=Cure("appeal or correct the claim with the first payer", "the biller", Helps.NOT_TO_BE_BILLED),
)
def after_denial():
    """What the first payer denied, a second one pays only for the reasons that its file names."""
