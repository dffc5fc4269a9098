"""Oxygen before this rental began may belong to the same coverage, whose first 90 days are then over."""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.initial_period.criteria import in_renewable_group, initial_date_known
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_start_known


@criterion()
def renewable_with_start():
    """Group II or III, of a rental whose own start is known."""
    return rental_start_known & in_renewable_group


@rule(
    "COV-302",
    stage=Stage.COVERAGE,
    applies=renewable_with_start,
    requires=initial_date_known,
    not_met=Effect.REVIEW,
    in_force=("2015-10-01", None),
    authority=("SSA1834, (a)(5)(E)", "42CFR414.230, (c)-(d)"),
    sentence="The first {p.initial_period_days} days run from the first oxygen of this coverage, and whether they began with "
    "this rental on {line.rental_start} or with the earlier oxygen is not certain: {reasons}.",
    cure=Cure("say what lay between the earlier oxygen and this rental (absences)", "the supplier's records"),
)
def initial_date_certain():
    """Oxygen before this rental began may belong to the same coverage, whose first 90 days are then over.

    A need that ended and was proved anew opens new first days, and so does the entry from another payer. Months of
    oxygen followed by a long silence that nothing explains are for a person.
    """
