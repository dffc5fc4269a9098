"""Whether a claim still comes in time, by the days that its payer's file sets.

Medicare's year is a rule of its own (SCR-400). For other payers the days stand in their files, for a first claim, one
behind another payer, and one that corrects another.
"""

from datetime import date, timedelta

from oxyclaim.case.models import Case
from oxyclaim.claims.lines import FREQUENCIES, ORIGINAL
from oxyclaim.claims.payer_order import earlier_payers
from oxyclaim.engine.parameters import value_on
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.services.rule_book import RuleBook

CORRECTED = "filing_days_corrected"
TOO_LATE = (
    "The last day for {what} of {day} was {last}, and it is {today}: the payer denies what comes later. The days are "
    "those of the payer's file ({value}): where your contract or the payer gives more, enter that there."
)


def too_late(case: Case, verdict: LineVerdict, frequency: str, book: RuleBook, as_of: date) -> str | None:
    """Why a claim of a line comes too late by its payer's own clock; None where it does not, or there is none.

    A claim that takes another's place has a clock of its own; one that takes it back gives money back, and has none.
    """
    values = book.values[case.coverage.payer]
    last, what, value = verdict.claim_by, "a claim", "filing_days_original, timely_filing_years"
    if any(payer.remittance_date for payer in earlier_payers(case.coverage)):
        value = "filing_days_secondary, filing_days_original"
    if frequency != ORIGINAL:
        days = value_on(values.get(CORRECTED, ()), verdict.service_date)
        if days is None or frequency == FREQUENCIES["void"]:
            return None
        last, what, value = verdict.service_date + timedelta(days=days), "a corrected claim", CORRECTED
    if last is None or as_of <= last:
        return None
    return TOO_LATE.format(what=what, day=verdict.service_date, last=last, today=as_of, value=value)
