"""A claim that the first payer passed on is not filed again."""

import polars as pl

from oxyclaim.engine.grains import LINE
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, derived, line, p, rule
from oxyclaim.policy.denials.holidays import NONWORKDAYS
from oxyclaim.policy.rules.scrub.secondary_claim.criteria import is_second


@criterion(
    not_met="{line.last_payer} passed the claim on by itself",
    unknown="claims come to this payer from {line.last_payer} by themselves, and whether this one did is not known",
    ask=Cure("look at the first payer's remittance advice whether it passed the claim on", "the biller"),
)
def not_sent_yet():
    """The claim has not come to this payer by itself; where its file does not say that claims do, it has not."""
    no_such_way = pl.when(~p.crosses_over.fill_null(False)).then(pl.lit(False))
    return ~pl.coalesce(line.last_crossed_over, no_such_way)


@derived(LINE)
def crossover_awaited_to():
    """The last working day on which the answer to a claim that was passed on is awaited, before it is filed."""
    return line.last_remittance_date.dt.add_business_days(
        p.crossover_wait_workdays, holidays=NONWORKDAYS, roll="forward"
    )


@criterion(
    not_met="its answer is awaited to {line.crossover_awaited_to}",
    unknown="since when its answer is awaited is not known (coverage: primary: remittance_date)",
)
def answer_overdue():
    """The claim was passed on so long ago that an answer should have come."""
    return line.as_of > line.crossover_awaited_to


@criterion()
def to_be_filed():
    """The claim has not come to this payer by itself, or was lost on the way."""
    return not_sent_yet | answer_overdue


@rule(
    "PAY-520",
    roles=Role.OF_PAYER,
    stage=Stage.SCRUB,
    applies=is_second,
    requires=to_be_filed,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority=("PAYERFILE", "SE0909"),
    sentence="Do not file it a second time: {reasons}.",
    cure=Cure("wait for this payer's remittance advice; file it yourself only if none comes", "the biller"),
)
def crossover():
    """A claim that the first payer passed on is not filed again, unless no answer has come in the time it takes."""
