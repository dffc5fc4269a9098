"""May the equipment be delivered? What a later paper can no longer cure is said before it leaves.

The lines are judged as if the delivery were on that day and its slip in order. A paper that is not here counts as not
here: a list that nobody has entered is taken as empty, for this question alone. Where it may still be found, that is
asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from oxyclaim.case.models import Case, Delivery, Device, Item
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.verdict import Finding
from oxyclaim.engine.words import Helps
from oxyclaim.services.check import CheckedLine, CheckRequest, check
from oxyclaim.services.rule_book import RuleBook

TOO_LATE = (Helps.LATER, Helps.NEVER)
"""Cures that no longer help a delivery that has happened."""
NOT_PAID = ("not covered", "not payable", "excluded")
"""What is found so on the day of the delivery is not paid for, whatever comes later."""
PAPERS = ("orders", "encounters", "tests", "notices")
"""The lists of papers that must be there first; nobody has entered them: there are none."""


@dataclass(frozen=True)
class Gate:
    """Whether a line's equipment may leave. ``first``: what must be put right before, ``later``: what may still come.

    ``line``: what would be said of the line, delivered on that day.
    """

    line: CheckedLine
    first: tuple[Finding, ...]
    later: tuple[Finding, ...]

    @property
    def may(self) -> bool:
        """Whether nothing stands against it that must be put right before the delivery."""
        return not self.first

    @property
    def is_open(self) -> bool:
        """Whether all that stands against it may still be found."""
        return all(finding.effect == "hold" for finding in self.first)


@dataclass(frozen=True)
class Delivering:
    """The lines that are to be delivered, and the day that was asked about."""

    day: date
    gates: tuple[Gate, ...]

    @property
    def may(self) -> bool:
        """Whether everything may leave."""
        return all(gate.may for gate in self.gates)


def may_deliver(case: Case, day: date, book: RuleBook) -> Delivering | None:
    """What stands against delivering the lines of a case on a day; None where all of them were delivered."""
    return may_be_delivered([case], day, book).get(case.case_id)


def planned_day(case: Case, as_of: date) -> date:
    """The day for which a delivery is planned, the day of service, or today where that has passed."""
    return max(as_of, min(item.service_date for item in case.items))


def may_be_delivered(cases: Sequence[Case], day: date, book: RuleBook) -> dict[str, Delivering]:
    """By case what stands against delivering its lines on a day, of those with lines that were not delivered yet."""
    waiting = {
        case.case_id: lines
        for case in cases
        if case.coverage.payer in book.payers
        and (lines := [item for item in case.items if not _is_delivered(item, case)])
    }
    as_it_is = [_as_if(case, waiting[case.case_id], day) for case in cases if case.case_id in waiting]
    if not as_it_is:
        return {}
    with_no_more = [case.model_copy(update={"case_id": f"{case.case_id} as it is"} | _empty(case)) for case in as_it_is]
    found = check(CheckRequest([*as_it_is, *with_no_more], day), book).cases
    rules = _too_late(book)
    return {
        may_be.case_id: Delivering(day, tuple(
            _gate(line, open_still, rules)
            for line, open_still in zip(sure.lines, may_be.lines, strict=True)
            if line.line_number in {item.line_number for item in waiting[may_be.case_id]}
        ))
        for may_be, sure in zip(found[: len(as_it_is)], found[len(as_it_is) :], strict=True)
    }  # fmt: skip


def _gate(line: CheckedLine, may_be: CheckedLine, too_late: frozenset[str]) -> Gate:
    """``may_be``: the line where what nobody has entered is not known."""
    against = [finding for finding in line.findings if finding.effect != "note"]
    first = [
        finding
        for finding in against
        if finding.rule in too_late or finding.helps in _WORDS or finding.effect in NOT_PAID
    ]
    open_still = {finding.rule: finding for finding in may_be.findings if finding.effect == "hold"}
    told = {reason.sentence for finding in first for reason in finding.reasons}
    later = tuple(each for each in against if each not in first and not _lacks_no_more(each, told))
    wanted = (_with_a_way(open_still.get(finding.rule, finding), may_be) for finding in first)
    return Gate(line, tuple(wanted), later)


def _lacks_no_more(finding: Finding, told: set[str]) -> bool:
    """Whether all that a finding lacks must be there before the delivery anyway, so that it cannot come later."""
    return bool(finding.reasons) and {reason.sentence for reason in finding.reasons} <= told


def _with_a_way(finding: Finding, line: CheckedLine) -> Finding:
    """A finding that says no way on is told with that of another which lacks the same."""
    if finding.cure or any(reason.cure for reason in finding.reasons):
        return finding
    lacks = {reason.sentence for reason in finding.reasons}
    ways = [reason for each in line.findings for reason in each.reasons if reason.cure and reason.sentence in lacks]
    return replace(finding, reasons=tuple(ways)) if ways else finding


_WORDS = {each.value for each in TOO_LATE}


def _too_late(book: Catalogue) -> frozenset[str]:
    """The rules whose cure does not help what was delivered before."""
    return frozenset(rule.id for rule in book.rules if rule.cure and rule.cure.helps in TOO_LATE)


def _is_delivered(item: Item, case: Case) -> bool:
    if item.device and item.device.delivered:
        return True
    return any(each.date and (not each.items or item.code in each.items) for each in case.deliveries or ())


def _as_if(case: Case, waiting: Sequence[Item], day: date) -> Case:
    """The case on the day of the delivery, its slip in order."""
    slip = Delivery(
        id="AS-IF-DELIVERED", basis="reported", date=day, items=[item.code for item in waiting], method="direct",
        signed=True, complete=True,
    )  # fmt: skip
    items = [_on(item, day) if item in waiting else item for item in case.items]
    return case.model_copy(update={"deliveries": [*(case.deliveries or ()), slip], "items": items})


def _empty(case: Case) -> dict[str, Any]:
    """The lists that nobody has entered: there is nothing in them."""
    return {name: [] for name in PAPERS if getattr(case, name) is None}


def _on(item: Item, day: date) -> Item:
    device = (item.device or Device()).model_copy(update={"delivered": day})
    return item.model_copy(update={"service_date": day, "rental_start": day, "device": device})
