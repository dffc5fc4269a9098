"""Maintenance visits are paid after the paid rental months, for concentrators and transfilling equipment."""

import polars as pl

from oxyclaim.engine.grains import LINE, MONTH, OTHER_LINE
from oxyclaim.engine.words import (
    Cure,
    Effect,
    Helps,
    Stage,
    criterion,
    derived,
    exists,
    line,
    month,
    open_question,
    other_line,
    p,
    rule,
)
from oxyclaim.policy.rules.coverage.after_paid_months.criteria import (
    last_month_ends,
    paid_months_used_up,
    stationary_rental_month,
)
from oxyclaim.policy.rules.coverage.equipment.rule import is_maintenance
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_start_known
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY, last_day_left_behind

NO_VISIT = Cure("do not bill the visit, and do not charge the patient", "the biller", Helps.NOT_TO_BE_BILLED)


def _visit_months_after(day):
    return day.dt.offset_by(p.visit_months.cast(pl.String) + "mo")


@criterion(not_met="{line.code} is neither a concentrator nor transfilling equipment")
def maintenance_is_paid_for():
    """A concentrator or transfilling equipment."""
    return line.code.is_in(p.maintenance_codes)


@rule(
    "COV-510",
    stage=Stage.COVERAGE,
    applies=is_maintenance,
    requires=maintenance_is_paid_for,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2010-07-01", None),
    authority="NMS",
    sentence="Maintenance visits are not paid for this equipment: {reasons}.",
    cure=NO_VISIT,
    denial="N180",
)
def maintained_equipment():
    """Maintenance visits are paid for concentrators and transfilling equipment only."""


@criterion()
def is_visit_that_is_paid_for():
    """A maintenance visit to a concentrator or transfilling equipment."""
    return is_maintenance & maintenance_is_paid_for


def _rental_and_warranty_end():
    """The later of the ends of the last paid month and of a warranty; null while the month is not certain."""
    ends = last_month_ends()
    return pl.when(line.device_warranty_ends > ends).then(line.device_warranty_ends).otherwise(ends)


NOT_YET = (
    "{p.visit_months} months have not passed since the last paid rental month, begun on {ledger.rental.limit_day}, and "
    "any warranty have ended"
)


@criterion(not_met=NOT_YET)
def months_passed_on_last_day():
    """Six months have passed, reckoned from the last day of the rental or of the warranty."""
    return line.service_date >= _visit_months_after(_rental_and_warranty_end())


@criterion(not_met=NOT_YET)
def months_passed_on_next_day():
    """Six months have passed, reckoned from the day after the rental or the warranty."""
    return line.service_date >= _visit_months_after(_rental_and_warranty_end().dt.offset_by("1d"))


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
        authority="NMS",
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
    authority=("NMS", "NPAY"),
    sentence="No maintenance visit is paid yet: {reasons}.",
    if_unknown="Whether a maintenance visit is paid already is not known: {reasons}.",
    cure=NO_VISIT,
    denial="CO-119, M86",
)
def maintenance_visit():
    """The first visit is paid six months after the last paid rental month, or after a warranty that ends later."""


@derived(LINE)
def last_period_left_behind():
    """The last day from which six months have passed on the service date."""
    return last_day_left_behind(line.service_date, p.visit_months.cast(pl.String) + "mo")


@derived(LINE)
def next_period():
    """The day six months behind the service date."""
    return _visit_months_after(line.service_date)


@criterion(MONTH)
def visit_within_six_months():
    """A maintenance visit to Medicare less than six months from the line's, whichever equipment it was for."""
    near = (month.service_date > line.last_period_left_behind) & (month.service_date < line.next_period)
    return (month.kind == "maintenance") & month.is_own_payers & near


@criterion(MONTH)
def visit_paid():
    """Paid; of a visit that is not answered yet this is not known."""
    return month.is_paid


@criterion(MONTH, met="the visit of {month.service_date} ({month.code}) was paid")
def paid_visit_within_six_months():
    """A paid maintenance visit less than six months from this one."""
    return visit_within_six_months & visit_paid


@criterion(
    unknown="whether another maintenance visit within {p.visit_months} months was paid is not known",
    ask=HISTORY,
)
def no_other_visit_paid():
    """No other visit within six months has been paid."""
    return ~exists(MONTH, paid_visit_within_six_months)


@rule(
    "COV-521",
    stage=Stage.COVERAGE,
    applies=is_visit_that_is_paid_for,
    requires=no_other_visit_paid,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2010-07-01", None),
    authority=("NMS", "HC2009"),
    sentence="One maintenance visit is paid in {p.visit_months} months, for all of the patient's equipment: {reasons}.",
    if_unknown="One maintenance visit is paid in {p.visit_months} months: {reasons}.",
    cure=NO_VISIT,
    denial="CO-119, M86",
)
def one_visit_in_six_months():
    """One visit is paid in six months, whether it was for stationary, portable or transfilling equipment."""


@criterion(
    met="the patient was visited on {line.visit_date}",
    not_met="the visit of {line.visit_date} does not lie within the {p.visit_months} months up to {line.service_date}",
    unknown="the day of the visit is not given (visit_date)",
    ask=Cure("enter the day of the visit from the technician's report", "the supplier's records"),
)
def visit_made():
    """The patient was visited on the service date, or within the six months before it."""
    return (line.visit_date <= line.service_date) & (line.service_date < _visit_months_after(line.visit_date))


@rule(
    "COV-522",
    stage=Stage.COVERAGE,
    applies=is_visit_that_is_paid_for,
    requires=visit_made,
    not_met=Effect.HOLD,
    in_force=("2010-07-01", None),
    authority=("NMS", "HME2010"),
    sentence="A maintenance visit is billed only after it was made: {reasons}.",
    cure=Cure("make the visit, and date the line on its day or later", "the supplier"),
    asserts="rental",
)
def visit_was_made():
    """A maintenance payment wants a visit: nothing is billed for a period without one."""


@criterion(MONTH)
def stationary_with_maintenance():
    """A concentrator or transfilling equipment."""
    return month.code.is_in(p.maintenance_codes)


@criterion(MONTH)
def stationary_month_with_maintenance():
    """A rental month of stationary equipment whose visits are paid."""
    return stationary_rental_month & stationary_with_maintenance


@criterion(OTHER_LINE)
def other_is_stationary_with_maintenance():
    """The other line is for stationary equipment whose visits are paid."""
    return other_line.counted_kind.eq_missing("stationary") & other_line.code.is_in(p.maintenance_codes)


@criterion(
    met="a stationary unit whose visits are paid was rented too",
    unknown="whether a stationary unit was rented too, whose code a visit to both would carry, is not known",
    ask=HISTORY,
)
def stationary_visit_too():
    """The patient also has a stationary unit whose visits are paid."""
    return exists(OTHER_LINE, other_is_stationary_with_maintenance) | exists(MONTH, stationary_month_with_maintenance)


@criterion()
def visit_to_portable():
    """The visit is billed for portable equipment."""
    return line.counted_kind.eq_missing("portable")


@criterion(OTHER_LINE)
def other_visit_in_period():
    """The other line is a visit less than six months from this one, and no portable unit's beside a stationary one's."""
    near = (other_line.service_date > line.last_period_left_behind) & (other_line.service_date < line.next_period)
    yields = line.counted_kind.eq_missing("stationary") & other_line.counted_kind.eq_missing("portable")
    return (other_line.equipment == "maintenance") & near & ~yields


@criterion(not_met="another line bills a visit within {p.visit_months} months")
def only_visit_of_period():
    """No other line bills a visit in the same six months."""
    return ~exists(OTHER_LINE, other_visit_in_period)


@criterion(not_met="the patient also has a stationary unit whose visits are paid")
def code_of_the_pair():
    """The visit carries the stationary unit's code, or there is none whose visits are paid."""
    return ~visit_to_portable | ~stationary_visit_too


@criterion()
def one_line_for_the_visit():
    """One line for the visit, with the code of the stationary unit of a pair."""
    return only_visit_of_period & code_of_the_pair


@rule(
    "COV-523",
    stage=Stage.COVERAGE,
    applies=is_visit_that_is_paid_for,
    requires=one_line_for_the_visit,
    not_met=Effect.REVIEW,
    in_force=("2010-07-01", None),
    authority=("NMS", "HC2009", "MS-PAIR"),
    sentence="One line is billed for a visit to a pair, and no text says with which code; the stationary unit's is the "
    "safe one: {reasons}.",
    if_unknown="One line is billed for a visit, with the stationary unit's code if there is one: {reasons}.",
    cure=Cure("bill one line, with the stationary unit's code", "the biller"),
    denial="CO-119, M86",
)
def one_line_for_a_pair():
    """A visit to a stationary and a portable unit is one line, with the stationary unit's code."""
