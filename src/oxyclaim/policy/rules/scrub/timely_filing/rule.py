"""The last day on which a claim is timely."""

import polars as pl

from oxyclaim.engine.words import Cure, Kind, Stage, criterion, line, output, p, rule
from oxyclaim.policy.rules.scrub.coded_modifiers.rule import is_coded_oxygen


@output(Stage.SCRUB)
def claim_by():
    """The last day for the claim: years or days after the service date, or days after the first payer's answer."""
    of_years = line.service_date.dt.offset_by(p.timely_filing_years.cast(pl.String) + "y")
    of_days = line.service_date + pl.duration(days=p.filing_days_original)
    second = line.primary_remittance_date + pl.duration(days=p.filing_days_secondary)
    return pl.when(line.has_primary & second.is_not_null()).then(second).otherwise(pl.coalesce(of_years, of_days))


@criterion(not_met="the last day for a claim of {line.service_date} was {line.claim_by}, and it is {line.as_of}")
def still_timely():
    """The last day for a timely claim has not passed."""
    return line.as_of <= line.claim_by


@rule(
    "SCR-400",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_oxygen,
    requires=still_timely,
    in_force=("2010-01-01", None),
    authority=("NTIME", "NDEN"),
    sentence="Denied as filed late: {reasons}.",
    cure=Cure("prove an exception to the time limit, or write the line off", "the biller"),
    denial="CO-29, N211",
)
def timely_filing():
    """A claim comes within a calendar year of the service date; a later one is denied, without an appeal."""
