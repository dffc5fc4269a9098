"""Contents and maintenance visits are paid after the rent has ended, by payers that pay them."""

import polars as pl

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_ledger
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY


@criterion()
def is_after_rent():
    """Contents or a maintenance visit."""
    return line.equipment.is_in(["contents", "maintenance"])


@criterion(
    not_met="it pays no {line.equipment}, or not while it still pays rent ({ledger.rental.least} months are paid)",
    unknown="its file does not say what it pays after the rent has ended, or how many months are paid is not known",
    ask=HISTORY,
)
def paid_after_rent():
    """The payer pays it once its rent has ended, and the rent has."""
    ended = rental_ledger.least >= p.rental_months_paid
    not_yet = rental_ledger.most < p.rental_months_paid
    over = pl.when(ended).then(pl.lit(True)).when(not_yet).then(pl.lit(False))
    return p.after_rent_billable.list.contains(line.equipment) & over


@rule(
    "PAY-315",
    roles=Role.OF_PAYER,
    stage=Stage.LEDGER,
    applies=is_after_rent,
    requires=paid_after_rent,
    not_met=Effect.NOT_PAYABLE,
    unknown=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="What this payer pays after the rent: {reasons}.",
    cure=Cure("bill it once the rent has ended, if the payer pays it then", "the biller", Helps.LATER),
)
def after_the_rent():
    """Contents and maintenance visits are paid after the rent has ended, by payers that pay them."""
