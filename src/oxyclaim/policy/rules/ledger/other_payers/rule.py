"""Entering Medicare from another payer, and coming back from a Medicare Advantage plan."""

from oxyclaim.engine.grains import ABSENCE, MONTH
from oxyclaim.engine.words import Cure, Effect, Stage, absence, criterion, exists, line, month, p, rule, tally
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.breaks.criteria import months_under_a_plan
from oxyclaim.policy.rules.ledger.rental_months.criteria import had_earlier_rental
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY, history_listed

MONTHS_OF_60_DAYS = 2


@criterion(MONTH, met="{month.payer} answered for {month.code} of {month.service_date}")
def started_under_another_payer():
    """The rental month of the start was a Medicare Advantage plan's or another payer's."""
    another = month.payer.is_in(["medicare_advantage", "other"])
    return month.is_rental_of_kind & another & (month.service_date == line.rental_start)


@criterion(unknown="whose month {line.rental_start} was is not known", ask=HISTORY)
def start_is_medicares():
    """The start of the rental is the first month billed to Medicare."""
    return ~exists(MONTH, started_under_another_payer)


@criterion()
def rented_with_history():
    """Rented equipment whose earlier months the case lists."""
    return not_sold & history_listed


@rule(
    "LED-066",
    stage=Stage.LEDGER,
    applies=rented_with_history,
    requires=start_is_medicares,
    not_met=Effect.HOLD,
    in_force=("2006-01-01", None),
    authority="NENT",
    sentence="For Medicare the rental begins with the first month that it pays, and that month's claim is an initial one: "
    "{reasons}.",
    cure=Cure("give the first service date under Medicare as the start of the rental", "the biller"),
)
def entry_from_another_payer():
    """Equipment that another payer rented becomes a new rental with the first month under Medicare.

    The 36 months and the lifetime begin there. All rules of coverage, coding and papers are those of that day;
    an earlier test may be used if it meets them.
    """


@criterion(ABSENCE)
def began_after_start():
    """Began after the start of the rental."""
    return absence.first_day > line.rental_start


@criterion(ABSENCE)
def plan_after_start():
    """60 days or more in a Medicare Advantage plan, begun after the start of the rental."""
    return months_under_a_plan & began_after_start


def _under_a_plan():
    of_kind = (month.kind_of_month == line.counted_kind) & (month.payer == "medicare_advantage")
    return of_kind & (month.service_date < line.service_date)


@criterion(MONTH)
def plan_month():
    """A month of the line's kind of equipment under a Medicare Advantage plan, before the service date."""
    return _under_a_plan()


@criterion(MONTH)
def plan_month_after_start():
    """Such a month, later than the start of the rental."""
    return _under_a_plan() & (month.service_date > line.rental_start)


plan_months = tally(plan_month)
plan_months_after_start = tally(plan_month_after_start)


@criterion()
def two_plan_months_after_start():
    """Two months or more under a plan since the start."""
    return plan_months_after_start.least >= MONTHS_OF_60_DAYS


@criterion()
def two_plan_months():
    """Two months or more under a plan."""
    return plan_months.least >= MONTHS_OF_60_DAYS


@criterion()
def back_from_a_plan():
    """Months that Medicare paid, then 60 days or more in a Medicare Advantage plan, then Medicare again."""
    plan = exists(ABSENCE, months_under_a_plan) | two_plan_months
    since_start = exists(ABSENCE, plan_after_start) | two_plan_months_after_start
    return not_sold & history_listed & (since_start | (had_earlier_rental & plan))


@criterion(
    not_met="the contractor of {line.beneficiary_state} treats a patient who comes back from a plan as newly entitled after 60 "
    "days, and does not say what that means for the 36 months; the other contractor resumes the count",
    unknown="the patient's state, and with it the contractor, is not known",
    ask=Cure("enter the patient's address", "the supplier's records"),
)
def contractor_resumes_count():
    """The contractor of the patient's state has said that the count resumes where it stopped."""
    return line.beneficiary_state.is_in(p.advantage_resumes_states)


@rule(
    "LED-065",
    stage=Stage.LEDGER,
    applies=back_from_a_plan,
    requires=contractor_resumes_count,
    not_met=Effect.REVIEW,
    in_force=("2006-01-01", None),
    authority=("CGSTREE", "NHMO"),
    sentence="Whether the count of paid months resumes after the months in a Medicare Advantage plan is open (at least "
    "{ledger.rental.least}, at most {ledger.rental.most} months paid): {reasons}.",
    cure=Cure("ask the contractor, and settle it with the answer", "the biller"),
)
def back_from_medicare_advantage():
    """The contractors differ on what months in a Medicare Advantage plan do to the count.

    CGS (jurisdictions B and C) calls them a break in billing, after which the count resumes. Noridian (A and D)
    treats the patient as newly entitled after 60 days; its text is about capped rentals, with a partial exception for
    oxygen.
    """
