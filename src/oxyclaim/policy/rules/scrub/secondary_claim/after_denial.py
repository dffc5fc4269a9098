"""What the first payer denied, a second one pays only for the reasons that its file names."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, among, criterion, line, p, rule


@criterion()
def denied_by_first():
    """The payer asked just before this one denied the month."""
    return line.has_primary & (line.last_outcome == "denied").fill_null(False)


@criterion()
def denied_for_used_up_months():
    """The first payer's paid months are used up, and this payer's file speaks of that."""
    return (line.last_denied_for == "paid_months_used_up") & p.pays_after_primary_months.is_not_null()


@criterion()
def goes_on_after_used_up_months():
    """The payer's file says that it pays where the first payer's months are used up."""
    return p.pays_after_primary_months


@criterion()
def reason_is_listed():
    """The payer's file lists the reason of the denial among those for which it pays."""
    return among(p.pays_if_primary_denied_for, line.last_denied_for)


@criterion(
    not_met="the first payer has paid all of its rental months, and this payer pays no rent behind them",
    cure=Cure("bill this payer no rent after the first payer's last month", "the biller", Helps.NOT_TO_BE_BILLED),
)
def pays_after_used_up_months():
    """This payer goes on with the rent where the first payer's months are used up."""
    return ~denied_for_used_up_months | goes_on_after_used_up_months


@criterion(
    not_met="{line.last_payer} denied it ({line.last_denied_for}), and this payer's file lists other reasons only",
    unknown="the reason of the denial ({line.last_denied_for}) is not given, or the payer's file is silent",
    cure=Cure("appeal or correct the claim with the payer that denied it", "the biller", Helps.NOT_TO_BE_BILLED),
)
def pays_for_that_reason():
    """This payer pays what the first payer denied for that reason."""
    return denied_for_used_up_months | reason_is_listed


@criterion()
def pays_after_that():
    """This payer still pays after a denial for that reason."""
    return pays_after_used_up_months & pays_for_that_reason


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
    sentence="This payer does not pay after an earlier payer's denial: {reasons}.",
    if_unknown="Whether this payer pays after an earlier payer's denial is not known: {reasons}.",
)
def after_denial():
    """What the first payer denied, a second one pays only for the reasons that its file names."""
