"""What was in the home in month 36 decides whether visits are paid."""

import polars as pl

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, p, rule
from oxyclaim.policy.rules.coverage.maintenance.equipment import is_visit_that_is_paid_for
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_ledger
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY


@criterion(not_met="the equipment of the last paid month was {ledger.rental.last_label}", unknown="which equipment was in "
           "the home in the last paid month is not known", ask=HISTORY)  # fmt: skip
def maintained_in_last_month():
    """The equipment of the last paid month was a concentrator or transfilling equipment."""
    codes = pl.concat_list(p.maintenance_codes, p.maintenance_codes_not_named)
    return rental_ledger.last_label.is_in(codes)


@rule(
    "COV-525",
    stage=Stage.COVERAGE,
    applies=is_visit_that_is_paid_for,
    requires=maintained_in_last_month,
    not_met=Effect.REVIEW,
    in_force=("2010-07-01", None),
    authority="A52514",
    sentence="Visits are paid for a concentrator or transfilling equipment that was in use in month "
    "{p.rental_months_paid}; of equipment exchanged later the article says nothing: {reasons}.",
    if_unknown="Whether the equipment of month {p.rental_months_paid} is one to which visits are paid is not known: "
    "{reasons}.",
    cure=Cure(
        "bill the visit to the concentrator or transfilling equipment of that month, if there is one", "the biller"
    ),
    denial="CO-119, M86",
)
def equipment_of_last_month():
    """What was in the home in month 36 decides whether visits are paid."""
