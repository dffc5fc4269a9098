"""A payer that is asked after another one."""

import polars as pl

from oxyclaim.engine.words import Cure, Effect, Helps, Kind, Stage, among, criterion, line, p, rule

FIRST = Cure("bill the first payer, and wait for its answer", "the biller")


@criterion()
def is_second():
    """Another payer is asked first."""
    return line.has_primary


@criterion(
    not_met="{line.primary_payer}: {line.primary_outcome}",
    unknown="what {line.primary_payer} answered is not known",
    ask=FIRST,
)
def first_has_answered():
    """The first payer has paid or denied the month."""
    return line.primary_outcome.is_in(["paid", "denied"])


@rule(
    "PAY-500",
    stage=Stage.SCRUB,
    applies=is_second,
    requires=first_has_answered,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The first payer must answer first: {reasons}.",
    cure=FIRST,
)
def first_payer_answers():
    """A second payer is billed after the first one has answered."""


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


@criterion()
def pays_last():
    """The payer pays after every other one."""
    return p.last_resort.fill_null(False)


@criterion(not_met="the case names no payer that was asked first")
def some_first_payer():
    """The case names a payer that was asked first."""
    return line.has_primary


@rule(
    "PAY-530",
    stage=Stage.SCRUB,
    kind=Kind.NOTE,
    applies=pays_last,
    requires=some_first_payer,
    not_met=Effect.NONE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer pays after every other one: make sure that the patient has no other coverage ({reasons}).",
)
def last_resort():
    """A payer of last resort is billed after every other payer; the biller is told to make sure of that."""
