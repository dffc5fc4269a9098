"""Equipment that the rent has made the patient's is not sold once more."""

import polars as pl

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Effect, Stage, criterion, p, rule
from oxyclaim.policy.rules.coverage.rent_to_own.criteria import NO_SALE, is_sale
from oxyclaim.policy.rules.coverage.rent_to_own.months import months_paid_of_code
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY


@criterion()
def owned_in_the_end():
    """The equipment is the patient's once the rental months are paid."""
    return p.owned_after_rent.fill_null(False) & p.rental_months_paid.is_not_null()


@criterion()
def sale_of_what_may_be_owned():
    """A sale to such a payer."""
    return is_sale & owned_in_the_end


@criterion(
    not_met="{p.rental_months_paid} months of rent for {line.code} are paid, so it is the patient's already",
    unknown="whether {p.rental_months_paid} months of rent for {line.code} are paid, so that it is the patient's already, "
    "is not known",
    ask=HISTORY,
)
def not_owned_yet():
    """Fewer months of rent are paid than make the equipment the patient's."""
    owned = months_paid_of_code.least >= p.rental_months_paid
    possibly = months_paid_of_code.most >= p.rental_months_paid
    return pl.when(owned).then(pl.lit(False)).when(~possibly).then(pl.lit(True))


@rule(
    "PAY-350",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=sale_of_what_may_be_owned,
    requires=not_owned_yet,
    not_met=Effect.NOT_PAYABLE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="With this payer the equipment is the patient's after {p.rental_months_paid} paid months: {reasons}.",
    cure=NO_SALE,
)
def owned_already():
    """Equipment that the rent has made the patient's is not sold once more."""
