"""The last day on which a claim is timely."""

import polars as pl

from oxyclaim.engine.grains import LINE
from oxyclaim.engine.roles import Role, Yields
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, derived, line, output, p, rule
from oxyclaim.policy.denials.holidays import NONWORKDAYS

DECISION = Cure("obtain the contractor's decision on the exception, and file its letter", "the contractor")
LATE = Cure(
    "write the line off, unless an exception to the time limit holds; then enter it (item: late_filing)",
    "the biller",
    Helps.NOT_TO_BE_BILLED,
)
MONTHS_AFTER_NOTICE = 6
YEARS_FOR_AN_ERROR = 4


def _workday(day: pl.Expr) -> pl.Expr:
    """The day itself, or the next one on which the federal government works."""
    return day.dt.add_business_days(0, holidays=NONWORKDAYS, roll="forward")


@derived(LINE)
def filing_extended_to():
    """To when an exception extends the time for a claim: the last day of the sixth month after that of its event."""
    return _workday(line.late_filing_date.dt.offset_by(f"{MONTHS_AFTER_NOTICE}mo").dt.month_end())


@output(Stage.SCRUB, yields=Yields.CLAIM_BY)
def claim_by():
    """The last day for the claim: years or days after the service date, or days after the first payer's answer.

    A last day on which the federal government does not work moves to its next working day where the payer's law says
    so. An exception that the contractor has granted extends it.
    """
    years = line.service_date.dt.offset_by(p.timely_filing_years.cast(pl.String) + "y")
    of_years = pl.when(p.filing_ends_on_workday).then(_workday(years)).otherwise(years)
    of_days = line.service_date + pl.duration(days=p.filing_days_original)
    second = line.primary_remittance_date + pl.duration(days=p.filing_days_secondary)
    first = pl.coalesce(of_years, of_days)
    later = pl.when(p.filing_later_of.fill_null(False) & (first > second)).then(first).otherwise(second)
    in_time = pl.when(line.has_primary & second.is_not_null()).then(later).otherwise(first)
    extended = line.filing_granted_to > in_time
    return pl.when(extended).then(line.filing_granted_to).otherwise(in_time)


@derived(LINE)
def filing_granted_to():
    """The same, once a paper on file shows that the contractor has granted the exception."""
    return pl.when(line.late_filing_granted).then(line.filing_extended_to)


@criterion(not_met="the last day for a claim of {line.service_date} was {line.claim_by}, and it is {line.as_of}")
def within_the_time():
    """The last day for a timely claim has not passed."""
    return line.as_of <= line.claim_by


@criterion(
    not_met="the exception ({line.late_filing_ground}) extended the time to {line.filing_extended_to} only",
    unknown="the day of the notice or the recovery is not given (late_filing: date)",
    ask=Cure("enter the day of the notice or the recovery", "the supplier's records"),
)
def inside_the_extension():
    """The time that the exception would give has not passed."""
    return line.as_of <= line.filing_extended_to


@criterion()
def claims_an_exception():
    """The supplier claims an exception to the time limit."""
    return line.late_filing_ground.is_not_null()


@criterion(
    not_met="the payment was taken back on {line.late_filing_date}, less than 6 months after the service date",
    unknown="the day on which the payment was taken back is not given (late_filing: date)",
)
def recovered_late_enough():
    """What another payer took back, it took back six months or more after the service date."""
    late = line.late_filing_date >= line.service_date.dt.offset_by(f"{MONTHS_AFTER_NOTICE}mo")
    return ~line.late_filing_ground.is_in(["medicaid_recovered", "medicare_advantage_recovered"]) | late


@criterion(
    not_met="an exception for an error of Medicare's own is asked for within 4 years of the service date",
)
def asked_soon_enough():
    """An exception for an error of Medicare's own is asked for within four years of the service date."""
    in_time = line.as_of <= line.service_date.dt.offset_by(f"{YEARS_FOR_AN_ERROR}y")
    return (line.late_filing_ground != "medicare_error") | in_time


@criterion(
    unknown="no paper on file shows that the contractor has granted the exception ({line.late_filing_ground})",
    ask=DECISION,
)
def exception_granted():
    """The contractor has granted the exception."""
    return line.late_filing_granted


@criterion()
def excepted():
    """An exception to the time limit holds."""
    return claims_an_exception & inside_the_extension & recovered_late_enough & asked_soon_enough & exception_granted


@criterion()
def still_timely():
    """A claim is timely today, by the time limit or by an exception to it."""
    return excepted | within_the_time


@rule(
    "SCR-400",
    roles=Role.TIMELY_FILING,
    stage=Stage.SCRUB,
    requires=still_timely,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2010-01-01", None),
    authority=("NTIME", "NDEN"),
    sentence="Too late for a claim: {reasons}.",
    if_unknown="The time for a claim has passed, unless an exception holds: {reasons}.",
    cure=LATE,
    denial="CO-29, N211",
)
def timely_filing():
    """A claim comes within a calendar year of the service date; a later one is not paid, and there is no appeal.

    A year that ends on a Saturday, a Sunday, a federal holiday or a day on which the government is closed by order ends
    on the next working day. The contractor may extend the time: for an error of Medicare's own, for entitlement told
    retroactively, and where Medicaid or a Medicare Advantage plan took back its payment six months or more after the
    service, to the last day of the sixth month after the notice or the recovery.
    """
