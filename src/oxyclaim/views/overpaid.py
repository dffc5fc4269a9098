"""Months paid in error, as the report tells them."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from oxyclaim.rentals.overpayments import Duty, Overpayment, PaidMonth
from oxyclaim.views.blocks import Item, counted, dollars, graded


def told(overpayment: Overpayment) -> Iterator[Item]:
    """What was paid in error, by rule and code, and what has to be done."""
    months = sorted(overpayment.months, key=lambda month: (month.finding.rule, month.code, month.service_date))
    for _, some in groupby(months, key=lambda month: (month.finding.rule, month.code)):
        yield Item("already paid, a possible overpayment:", _months(list(some)), "bad")
    yield Item("amount:", _amount(overpayment), level=1)
    yield Item("what to do:", _duty(overpayment.duty), level=1)


def _months(months: Sequence[PaidMonth]) -> str:
    first, last = months[0], months[-1]
    days = first.service_date.isoformat()
    if len(months) > 1:
        days += f" to {last.service_date.isoformat()} ({len(months)} months)"
    return f"{first.code} {days}: {first.finding.rule} {first.verdict}. {first.finding.sentence}"


def _amount(overpayment: Overpayment) -> str:
    given = len(overpayment.months) - overpayment.without_amount
    text = f"{dollars(overpayment.total_cents)} dollars paid for {_number(given)}" if given else "no amount is given"
    if overpayment.without_amount and given:
        text += f"; of {_number(overpayment.without_amount)} the amount is not given (history: paid)"
    elif overpayment.without_amount:
        text += f" for {_number(overpayment.without_amount)} (history: paid)"
    far = [month for month in overpayment.months if not month.in_reach]
    if far:
        text += f"; {_number(len(far))} may lie longer ago than the payer looks back"
    if overpayment.not_judged:
        text += f"; {_number(overpayment.not_judged)} of other codes, or not known well enough, not judged here"
    return text


def _number(months: int) -> str:
    return counted(months, "month")


def _duty(duty: Duty | None) -> str:
    if duty is None:
        return "look into these months with your compliance officer; this payer's file holds no rule on overpayments"
    text = (
        "look into these months now, with your compliance officer. What proves to be an overpayment is reported and "
        f"returned within {duty.report_days} days of being identified"
    )
    if duty.investigation_days:
        text += f"; a timely investigation may hold that time up for at most {duty.investigation_days} days"
    if duty.lookback_years:
        text += f"; it reaches back {duty.lookback_years} years"
    grade = graded(duty.grade)
    return f"{text}. [{'; '.join(duty.authorities)}{grade}]"
