"""How a claim that was sent before is put right: in its place, by a new one, by a reopening, an appeal or a refund.

Some payers take a claim that replaces an earlier one or takes it back (CLM05-3 7 and 8); which do stands in their files
(``front_end_frequencies``). Medicare's contractors for equipment take neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from oxyclaim.case.models import Case, Correction
from oxyclaim.claims.filing import part_b_payer
from oxyclaim.claims.lines import FREQUENCIES, ORIGINAL
from oxyclaim.engine.parameters import Value, value_in_force
from oxyclaim.policy.denials import Dates, deadlines
from oxyclaim.rentals.overpayments import Duty, duty_of
from oxyclaim.services.denial import Limit, limit
from oxyclaim.services.rule_book import RuleBook

Way = Literal["replacement", "void", "new_claim", "reopening", "appeal", "refund", "wait", "ask_payer"]
TAKES = "front_end_frequencies"

_NEW_CLAIM = "new_claim"
_WAYS: Mapping[str, tuple[Way, str, tuple[str, ...]]] = {
    "denied": (
        "appeal",
        "This payer takes no claim in the place of another. What was denied is not sent again: a slip is a reopening, "
        "and what needs records is an appeal.",
        ("clerical_reopening", "redetermination", _NEW_CLAIM),
    ),
    "paid": (
        "reopening",
        "This payer takes no claim in the place of another. What was paid and holds a slip is reopened.",
        ("clerical_reopening",),
    ),
    "paid_in_error": (
        "refund",
        "This payer takes no claim back. What was paid in error is returned by a voluntary refund, or the claim is "
        "reopened.",
        ("clerical_reopening",),
    ),
    "none": (
        "wait",
        "The earlier claim has no answer yet: wait for it. A second claim for the same line is denied as a duplicate.",
        (),
    ),
}
"""By what Medicare answered to the earlier claim: the way, in words, and the routes with their time limits."""
_UNKNOWN = (
    "Say what the payer answered to the earlier claim (correction.answer): rejected is sent anew, denied is appealed "
    "or reopened, what was paid in error is returned."
)
_SILENT = (
    "The payer's file does not say whether it takes a claim in the place of another (front_end_frequencies): look in "
    "your contract or its companion guide, and enter it."
)
_NEVER_JUDGED = (
    "What was rejected was never judged, so there is nothing that a claim could replace: it goes out as a new claim "
    "(CLM05-3 1), without the payer's number of the rejected one."
)
_NOTHING_TAKEN_BACK = (
    "What was rejected was never judged, so there is nothing to take back: leave it, or bill anew (kind: replacement)."
)
_BY_CONTRACT = (
    "This payer takes no such claim, as its file says; how it is put right stands in your contract (reconsideration, "
    "appeal or refund)."
)


@dataclass(frozen=True)
class Course:
    """How an earlier claim is put right.

    ``frequency``: CLM05-3 of the claim that is written, None where none is. ``limits``: the ways on with their last
    days. ``duty``: what the law asks where money was paid in error. ``authorities``: where ``way`` is told.
    """

    way: Way
    says: str
    frequency: str | None
    limits: tuple[Limit, ...]
    duty: Duty | None
    return_by: date | None
    authorities: tuple[str, ...]


def course_of(case: Case, correction: Correction, book: RuleBook, as_of: date) -> Course:
    """How the claim that a case corrects is put right."""
    payer = case.coverage.payer
    day = case.items[0].service_date
    taken = value_in_force(book.values[payer].get(TAKES, ()), day)
    frequency = FREQUENCIES[correction.kind]
    in_error = correction.answer == "paid_in_error"
    duty = duty_of(payer, book, as_of) if in_error else None
    return_by = _return_by(correction, duty)
    if correction.answer == "rejected":
        return _after_rejection(correction, case, book, taken)
    if taken is None:
        return Course("ask_payer", _SILENT, None, (), duty, return_by, ())
    if frequency in taken.value:
        way: Way = "replacement" if correction.kind == "replacement" else "void"
        says = (
            "The claim takes the place of the earlier one, under the payer's number of it."
            if way == "replacement"
            else "The claim takes the earlier one back, as it was sent, under the payer's number of it."
        )
        return Course(way, says, frequency, (), duty, return_by, tuple(taken.authority))
    if payer != part_b_payer(book):
        return Course("ask_payer", _BY_CONTRACT, None, (), duty, return_by, tuple(taken.authority))
    if correction.answer is None:
        return Course("ask_payer", _UNKNOWN, None, (), duty, return_by, tuple(taken.authority))
    chosen, says, routes = _WAYS[correction.answer]
    if correction.kind == "void" and chosen == "appeal":
        chosen, says, routes = "wait", "Nothing was paid, so there is nothing to take back; leave it, or bill anew.", ()
    known = book.denials.routes
    dates = Dates(day, correction.remittance_date)
    limits = tuple(limit(each, book) for each in deadlines([known[route] for route in routes], dates))
    return Course(chosen, says, None, limits, duty, return_by, tuple(taken.authority))


def _after_rejection(correction: Correction, case: Case, book: RuleBook, taken: Value | None) -> Course:
    """A claim that a front end rejected (277CA, 999) is no claim yet, to any payer: there is nothing to replace."""
    authorities = () if taken is None else tuple(taken.authority)
    if correction.kind == "void":
        return Course("wait", _NOTHING_TAKEN_BACK, None, (), None, None, authorities)
    limits: tuple[Limit, ...] = ()
    if case.coverage.payer == part_b_payer(book):
        dates = Dates(case.items[0].service_date, correction.remittance_date)
        limits = tuple(limit(each, book) for each in deadlines([book.denials.routes[_NEW_CLAIM]], dates))
    return Course("new_claim", _NEVER_JUDGED, ORIGINAL, limits, None, None, authorities)


def _return_by(correction: Correction, duty: Duty | None) -> date | None:
    """The last day for a refund, where it is known when the overpayment was identified.

    How far an investigation moves it is not reckoned: that is for the compliance officer.
    """
    if duty is None or correction.identified_on is None:
        return None
    return correction.identified_on + timedelta(days=duty.report_days)
