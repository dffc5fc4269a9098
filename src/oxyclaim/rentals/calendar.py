"""The calendar of a case: every month of its equipment's lifetime, with what became of it or would become of it.

A month that was billed shows the payer's answer and nothing else. A month that was not billed shows the verdict of
the case's line on the day on which the month begins, all months evaluated together. Of that verdict:

- Up to the day of the run it stands as it is: what is not known or not looked up holds the month.
- After that day, three things can only be had when the day has come: that it has come, what is looked up before
  billing, and a recent record of need and use. They are not held against the month, which is then ``payable`` and
  ``ahead``: no more than that nothing else stands against it today. Everything else that is missing holds it.
- Whether the paid months are used up by then is reckoned as if each earlier month that is neither blocked nor too late
  to bill were billed and paid. Where one is not, the end of the rent moves. Where the payer's file sets no number of
  months, no end is reckoned: the payer's own rules say from which month on the end of the rent is a question.
- Contents and maintenance visits of a month ahead in which the rent has ended only by that reckoning are ``open``; so
  are months ahead, behind the next one, of a rent that ends at the purchase price.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from oxyclaim.case.models import Case, Item
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.roles import Role
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy.codes import load_codes
from oxyclaim.rentals.calendar_lanes import Plan
from oxyclaim.rentals.calendar_months import Calendar, CalendarMonth, Lane, Outside, State
from oxyclaim.rentals.calendar_states import Judge
from oxyclaim.rentals.dated import Key, verdicts_on
from oxyclaim.rentals.reckoning import Reckoning, reckoned

__all__ = ["Calendar", "CalendarMonth", "Lane", "Outside", "State", "calendars"]

AFTER_TOPICS = ("After month 36", "Maintenance visits")
"""The topics of the handbook that say what may be billed instead of rent, where paid months end it."""


def calendars(cases: Sequence[Case], catalogue: Catalogue, as_of: date) -> list[Calendar]:
    """The calendar of each case; ``as_of`` is the day of the run. Everything is evaluated together."""
    plans = [Plan(case, catalogue, as_of) for case in cases]
    reckonings = reckoned([(plan.case, plan.to_reckon()) for plan in plans], catalogue, as_of)
    instead = _instead(catalogue)
    verdicts: dict[Key, LineVerdict] = {}
    wanted = [_not_reckoned(plan) for plan in plans]
    while True:
        judged = [(plan.case, days) for plan, days in zip(plans, wanted, strict=True) if days]
        verdicts |= verdicts_on(judged, catalogue, as_of, keep_own_month=False) if judged else {}
        made = [_calendar(plan, verdicts, reckonings, instead) for plan in plans]
        wanted = [unexplained for _, unexplained in made]
        if not any(wanted):
            return [calendar for calendar, _ in made]


def _not_reckoned(plan: Plan) -> dict[date, list[Item]]:
    """The lines of days of which the reckoning knows too little: it knows nothing of what a person has settled, and
    takes all lines of a day as one claim, though some of them may have been billed."""
    reckoned_on = plan.to_reckon()
    days = plan.to_judge().items()
    return {day: items for day, items in days if plan.case.settlements or items != reckoned_on[day]}


def _calendar(
    plan: Plan, verdicts: Mapping[Key, LineVerdict], reckonings: Mapping[Key, Reckoning], instead: Mapping[str, str]
) -> tuple[Calendar, dict[date, list[Item]]]:
    """The calendar as far as the verdicts are there, and the lines of the days that want more of them."""
    said = instead if _rent_ends_by_medicares_rule(plan) else {}
    lanes: list[Lane] = []
    unexplained: set[date] = set()
    for track in sorted(plan.tracks, key=lambda track: track.bills != "rental"):
        judge = Judge(plan, track, verdicts, reckonings, said.get(track.item.code, ""), lanes)
        lanes.append(judge.lane())
        unexplained |= judge.unexplained
    order = [track.item.line_number for track in plan.tracks]
    lanes.sort(key=lambda lane: order.index(lane.line_number))
    absences = tuple(sorted(plan.case.absences or (), key=lambda each: each.first_day or date.max))
    calendar = Calendar(plan.case.case_id, plan.as_of, tuple(lanes), tuple(plan.outside), absences)
    return calendar, {day: items for day, items in plan.to_judge().items() if day in unexplained}


def _rent_ends_by_medicares_rule(plan: Plan) -> bool:
    return any(Role.PAID_MONTHS in rule.roles for rule in plan.catalogue.rules_of(plan.case.coverage.payer))


def _instead(catalogue: Catalogue) -> dict[str, str]:
    """By code, what may be billed after the paid months, as the handbook says."""
    return {
        sheet.code: " ".join(
            said.says
            for said in sheet.statements
            if said.topic in AFTER_TOPICS and said.grade != "unconfirmed" and said.answer is not False
        )
        for sheet in load_codes(catalogue)
    }
