"""The first visit is paid six months after the last paid rental month, or after a labor warranty that ends later."""

from oxyclaim.engine.words import Effect, Stage, criterion, line, open_question, rule
from oxyclaim.policy.rules.coverage.after_paid_months.criteria import paid_months_used_up
from oxyclaim.policy.rules.coverage.maintenance.equipment import NO_VISIT, is_visit_that_is_paid_for
from oxyclaim.policy.rules.coverage.maintenance.visit_dates import rental_and_warranty_end, visit_months_after
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_start_known
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY

NOT_YET = (
    "{p.visit_months} months have not passed on {line.visit_or_claim} since the last paid rental month, begun on "
    "{ledger.rental.last_day}, and any warranty have ended"
)


@criterion(not_met=NOT_YET)
def months_passed_on_last_day():
    """Six months have passed, counted from the last day of the rental or of the warranty."""
    return line.visit_or_claim >= visit_months_after(rental_and_warranty_end())


@criterion(not_met=NOT_YET)
def months_passed_on_next_day():
    """Six months have passed, counted from the day after the rental or the warranty."""
    return line.visit_or_claim >= visit_months_after(rental_and_warranty_end().dt.offset_by("1d"))


@criterion(
    unknown="which {p.rental_months_paid} months of the {line.counted_kind} equipment Medicare has paid is not known",
    ask=HISTORY,
)
def six_months_after_paid_months():
    """Six months after the last paid month and any warranty; whether the last day counts is open."""
    return paid_months_used_up & open_question(
        "whether the {p.visit_months} months before a visit run from the last day of the rental (or warranty) or "
        "from the day after it",
        lenient=months_passed_on_last_day,
        strict=months_passed_on_next_day,
        authority=("A52514", "42CFR414.210"),
    )


@criterion()
def six_months_after_rental():
    """Six months after the paid months of a rental whose start is known."""
    return rental_start_known & six_months_after_paid_months


@rule(
    "COV-520",
    stage=Stage.COVERAGE,
    applies=is_visit_that_is_paid_for,
    requires=six_months_after_rental,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2010-07-01", None),
    authority=("A52514", "42CFR414.210", "NMS"),
    sentence="No maintenance visit is paid yet: {reasons}.",
    if_unknown="Whether a maintenance visit is paid already is not known: {reasons}.",
    cure=NO_VISIT,
    denial="CO-119, M86",
)
def maintenance_visit():
    """The first visit is paid six months after the last paid rental month, or after a labor warranty that ends later.

    The six months hold for the day of the visit and for the service date: a visit made too soon is not paid on a later
    date either.
    """
