"""The calendar of a case: every month of its equipment's lifetime, with what became of it or would become of it.

A month that was billed shows the payer's answer and nothing else. A month that was not billed shows the verdict of
the case's line on the day on which the month begins, all months evaluated together. Of that verdict:

- Up to the day of the run it stands as it is: what is not known or not looked up holds the month.
- After that day, three things can only be had when the day has come: that it has come, what is looked up before
  billing, and a recent record of need and use. They are not held against the month, which is then ``payable`` and
  ``ahead``: no more than that nothing else stands against it today. Everything else that is missing holds it.
- Whether the paid months are used up by then is reckoned as if each earlier month that is neither blocked nor too late
  to bill were billed and paid. Where one is not, the end of the rent moves.
- Contents and maintenance visits of a month ahead in which the rent has ended only by that reckoning are ``open``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Absence, BilledMonth, Case, Item
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import value_on
from oxyclaim.engine.verdict import Finding, LineVerdict
from oxyclaim.policy.handbook import load_codes
from oxyclaim.rentals.anniversaries import RentalMonth, rental_months, strongest
from oxyclaim.rentals.dated import Key, verdicts_on
from oxyclaim.rentals.reckoning import Reckoning, reckoned

MONTHS_A_YEAR = 12
PAID_MONTHS_RULE = "LED-010"
"""The rule that ends the rent after the paid months."""
LOOK_UPS = "ELG-"
"""How the ids of the rules begin that ask for a look-up before billing; unknown, it lies ahead."""
NOT_BEFORE_ITS_DAY = "ELG-190"
RECENT_RECORDS = ("PAP-300", "PAP-310")
"""The rules that want a recent record of need and of use."""
AFTER_TOPICS = ("After month 36", "Maintenance visits")
"""The topics of the handbook that say what may be billed instead of rent."""

TOO_LATE = "not billed, and the last day for a timely claim has passed"
NOT_LISTED = "whether it was billed is not known; list the months billed before (history)"


class State(StrEnum):
    """What became of a month, or would become of it."""

    PAID = "paid"
    PENDING = "pending"
    DENIED = "denied"
    OTHER_PAYER = "other payer"
    PAYABLE = "payable"
    HOLD = "hold"
    REVIEW = "review"
    BLOCKED = "blocked"
    NO_RENT = "no rent"
    ENDED = "ended"
    OPEN = "open"


EXPECTED = (State.PENDING, State.PAYABLE, State.HOLD, State.REVIEW)
"""Months that may still be paid, unless they are too late to bill: the reckoning ahead takes them as paid."""
TO_BILL = (State.PAYABLE, State.HOLD, State.REVIEW)
_BLOCKING = ("not covered", "not payable", "excluded")


@dataclass(frozen=True)
class CalendarMonth:
    """One month: when it begins, its state and why.

    ``ahead``: it begins after the day of the run. ``position``: the how-manieth paid month it is, or would be if each
    month before it that is not blocked were paid (``expected``); None where it does not count or nobody knows.
    ``billed`` are the claims for it, ``beside`` contents and visits of the same equipment.
    """

    number: int
    service_date: date
    state: State
    ahead: bool
    reason: str
    rules: tuple[str, ...] = ()
    position: int | None = None
    expected: bool = False
    moved: str | None = None
    billed: tuple[BilledMonth, ...] = ()
    beside: tuple[BilledMonth, ...] = ()


@dataclass(frozen=True)
class Lane:
    """The months of one line: equipment by the month, its contents, or its maintenance visits.

    ``paid_least`` and ``paid_most``: at least and at most so many rental months of the equipment are paid.
    ``last_paid_day``: the service date of the last month that is paid, once ``limit`` is reached; as long as it is not,
    the day on which that is expected. ``next_month``: the next one to bill, the first behind all that were billed that
    is not out of the question (None for visits, which have a rhythm of their own).
    """

    line_number: int
    code: str
    bills: str
    equipment: str
    rental_start: date
    lifetime_ends: date
    limit: int
    paid_least: int
    paid_most: int | None
    last_paid_day: date | None
    next_month: CalendarMonth | None
    months: tuple[CalendarMonth, ...]

    @property
    def used_up(self) -> bool:
        """Whether the paid months are surely used up."""
        return self.paid_least >= self.limit


@dataclass(frozen=True)
class Outside:
    """A month of the history, or a line of the case, that stands in no lane, and why."""

    code: str | None
    service_date: date | None
    reason: str
    billed: BilledMonth | None = None


@dataclass(frozen=True)
class Calendar:
    """The lanes of a case, what stands outside them, and the absences that the case lists."""

    case_id: str
    as_of: date
    lanes: tuple[Lane, ...]
    outside: tuple[Outside, ...]
    absences: tuple[Absence, ...]


def calendars(cases: Sequence[Case], catalogue: Catalogue, as_of: date) -> list[Calendar]:
    """The calendar of each case; ``as_of`` is the day of the run. Everything is evaluated together."""
    plans = [_Plan(case, catalogue, as_of) for case in cases]
    judged = [(plan.case, plan.to_judge()) for plan in plans]
    verdicts = verdicts_on(judged, catalogue, as_of, keep_own_month=False)
    reckonings = reckoned([(plan.case, plan.to_reckon()) for plan in plans], catalogue, as_of)
    instead = _instead(catalogue)
    return [plan.calendar(verdicts, reckonings, instead) for plan in plans]


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


@dataclass(frozen=True)
class _Track:
    """A lane in the making."""

    item: Item
    bills: str
    equipment: str
    start: date
    months: tuple[RentalMonth, ...]
    beside: tuple[BilledMonth, ...]
    lifetime_ends: date
    limit: int

    @property
    def day_behind(self) -> date:
        """A day behind every month of the lane."""
        return self.months[-1].closes


class _Plan:
    """One case's lanes before they are judged."""

    def __init__(self, case: Case, catalogue: Catalogue, as_of: date):
        self.case, self.catalogue, self.as_of = case, catalogue, as_of
        self.outside: list[Outside] = []
        self.tracks = tuple(self._tracks())

    def to_judge(self) -> dict[date, list[Item]]:
        """The lines to judge on each day: those whose month was not billed."""
        days: dict[date, list[Item]] = {}
        for track in self.tracks:
            for rented in track.months:
                if _is_unbilled(rented):
                    days.setdefault(rented.day, []).append(track.item)
        return days

    def to_reckon(self) -> dict[date, list[Item]]:
        """The lines on each day on which the paid months before it are wanted."""
        days: dict[date, list[Item]] = {}
        for track in self.tracks:
            for day in (*(rented.day for rented in track.months), track.day_behind):
                days.setdefault(day, []).append(track.item)
        return days

    def calendar(
        self, verdicts: Mapping[Key, LineVerdict], reckonings: Mapping[Key, Reckoning], instead: Mapping[str, str]
    ) -> Calendar:
        """The finished calendar."""
        lanes: list[Lane] = []
        for track in sorted(self.tracks, key=lambda track: track.bills != "rental"):
            lanes.append(_Judge(self, track, verdicts, reckonings, instead, lanes).lane())
        order = [track.item.line_number for track in self.tracks]
        lanes.sort(key=lambda lane: order.index(lane.line_number))
        absences = tuple(sorted(self.case.absences or (), key=lambda each: each.first_day or date.max))
        return Calendar(self.case.case_id, self.as_of, tuple(lanes), tuple(self.outside), absences)

    def setting(self, name: str, day: date) -> Any:
        """The payer's value of a parameter on a service date."""
        return value_on(self.catalogue.values[self.case.coverage.payer].get(name, ()), day)

    def kind_of(self, code: str | None, day: date) -> tuple[str, str] | None:
        """What a code is billed as and for which equipment: (rental or contents, stationary or portable)."""
        lists = {
            ("rental", "stationary"): "stationary_codes",
            ("rental", "portable"): "portable_codes",
            ("contents", "portable"): "portable_contents_codes",
            ("contents", "stationary"): "contents_codes",
        }
        return next((kind for kind, name in lists.items() if code in (self.setting(name, day) or ())), None)

    def _tracks(self) -> Iterator[_Track]:
        chosen: dict[tuple[str, str, date], Item] = {}
        for item in sorted(self.case.items, key=lambda item: item.service_date):
            kind = self.kind_of(item.code, item.service_date)
            if kind is None or item.acquisition == "purchase":
                self._leave_out(item, "it is not billed month by month")
            elif item.rental_start is None:
                self._leave_out(item, "the first service date of its rental (rental_start) is not known")
            elif self.setting("lifetime_years", item.rental_start) is None:
                self._leave_out(item, "the rule book has no lifetime of equipment for the start of its rental")
            else:
                bills = "maintenance" if item.acquisition == "maintenance" else kind[0]
                chosen[bills, kind[1], item.rental_start] = item  # the latest line of its kind
        order = sorted(chosen.items(), key=lambda pair: pair[1].line_number)
        rows = self._by_lane(list(chosen))
        for (bills, equipment, start), item in order:
            yield self._track(item, bills, equipment, start, *rows[bills, equipment, start])

    def _track(
        self, item: Item, bills: str, equipment: str, start: date, own: list[BilledMonth], beside: list[BilledMonth]
    ) -> _Track:
        years: int = self.setting("lifetime_years", start)
        months = years * MONTHS_A_YEAR
        made = tuple(islice(rental_months(start, own, self.case.absences or (), item.service_date), months))
        placed = [id(month) for rented in made for month in rented.billed]
        for month in own:
            if id(month) not in placed:
                self.outside.append(Outside(month.code, month.service_date, f"outside these {months} months", month))
        for month in [month for month in beside if not any(_lies_in(month, rented) for rented in made)]:
            beside.remove(month)
            self.outside.append(Outside(month.code, month.service_date, f"outside these {months} months", month))
        ends = add_months(start, months)
        limit: int = self.setting("rental_months_paid", start)
        return _Track(item, bills, equipment, start, made, tuple(beside), ends, limit)

    def _by_lane(
        self, lanes: list[tuple[str, str, date]]
    ) -> dict[tuple[str, str, date], tuple[list[BilledMonth], list[BilledMonth]]]:
        """The months billed before by lane: its own, and what stands beside them in a lane of the equipment."""
        rows: dict[tuple[str, str, date], tuple[list[BilledMonth], list[BilledMonth]]]
        rows = {lane: ([], []) for lane in lanes}
        for month in self.case.history or ():
            day = month.service_date
            kind = self.kind_of(month.code, day or self.as_of)
            if day is None or kind is None:
                why = "its service date is not known" if day is None else "its code is not billed month by month"
                self.outside.append(Outside(month.code, day, why, month))
                continue
            bills = month.kind or kind[0]
            own, beside = _latest(lanes, bills, kind[1], day), _latest(lanes, "rental", kind[1], day)
            if own is not None:
                rows[own][0].append(month)
            elif beside is not None and bills != "rental":
                rows[beside][1].append(month)
            else:
                self.outside.append(Outside(month.code, day, "no line of the case is of its kind", month))
        return rows

    def _leave_out(self, item: Item, why: str) -> None:
        self.outside.append(Outside(item.code, item.service_date, why))


def _latest(lanes: list[tuple[str, str, date]], bills: str, equipment: str, day: date) -> tuple[str, str, date] | None:
    """Of the lanes of a kind, the one that began last by the day, or else the first."""
    alike = sorted(lane for lane in lanes if lane[:2] == (bills, equipment))
    return next((lane for lane in reversed(alike) if lane[2] <= day), alike[0] if alike else None)


def _lies_in(month: BilledMonth, rented: RentalMonth) -> bool:
    return month.service_date is not None and rented.opens <= month.service_date < rented.closes


def _is_unbilled(rented: RentalMonth) -> bool:
    """Not billed, or only on a day on which the month did not begin after all: the claim was denied."""
    said = strongest(rented.billed)
    return said is None or (said.outcome == "denied" and said.service_date != rented.day)


class _Judge:
    """Gives each month of a lane its state."""

    def __init__(
        self,
        plan: _Plan,
        track: _Track,
        verdicts: Mapping[Key, LineVerdict],
        reckonings: Mapping[Key, Reckoning],
        instead: Mapping[str, str],
        rentals: Sequence[Lane],
    ):
        self.case, self.as_of, self.track = plan.case, plan.as_of, track
        self.verdicts, self.reckonings = verdicts, reckonings
        self.instead = instead.get(track.item.code, "")
        self.rental = next((lane for lane in rentals if lane.equipment == track.equipment), None)
        self.expected = 0
        """Earlier months of the lane that are not billed, or wait for an answer, and may still be paid."""

    def lane(self) -> Lane:
        """The lane with its months."""
        track = self.track
        behind = self._reckoning(track.day_behind)
        months = []
        for number, rented in enumerate(track.months, start=1):
            month = self._month(number, rented)
            months.append(month)
            if track.bills == "rental" and _may_be_paid(month.state, month.reason):
                self.expected += 1
        last = next((month.service_date for month in months if month.position == track.limit), None)
        return Lane(
            line_number=track.item.line_number,
            code=track.item.code,
            bills=track.bills,
            equipment=track.equipment,
            rental_start=track.start,
            lifetime_ends=track.lifetime_ends,
            limit=track.limit,
            paid_least=behind.paid_least,
            paid_most=behind.paid_most,
            last_paid_day=last,
            next_month=self._next(months),
            months=tuple(months),
        )

    def _next(self, months: Sequence[CalendarMonth]) -> CalendarMonth | None:
        if self.track.bills == "maintenance":
            return None  # a visit has a rhythm of its own
        billed = max((month.number for month in months if month.billed), default=0)
        behind = (month for month in months if month.number > billed and month.state in TO_BILL)
        return next((month for month in behind if month.reason not in (TOO_LATE, NOT_LISTED)), None)

    def _reckoning(self, day: date) -> Reckoning:
        return self.reckonings[self.case.case_id, self.track.item.line_number, day]

    def _month(self, number: int, rented: RentalMonth) -> CalendarMonth:
        said = strongest(rented.billed)
        rules: tuple[str, ...] = ()
        if said is not None and not _is_unbilled(rented):
            state, reason = _answered(said)
        else:
            state, reason, rules = self._not_billed(rented)
            if said is not None:
                reason = f"the claim of {said.service_date} was denied; {reason}"
        position, is_expected = self._position(rented, state, reason)
        return CalendarMonth(
            number=number,
            service_date=rented.day,
            state=state,
            ahead=rented.day > self.as_of,
            reason=reason,
            rules=rules,
            position=position,
            expected=is_expected,
            moved=rented.moved,
            billed=rented.billed,
            beside=tuple(month for month in self.track.beside if _lies_in(month, rented)),
        )

    def _position(self, rented: RentalMonth, state: State, reason: str) -> tuple[int | None, bool]:
        """The how-manieth paid month it is, and whether that is only expected."""
        before = self._reckoning(rented.day)
        reckoned = before.paid_least + self.expected
        # What waits for an answer is among the expected ones; more than that nobody can number.
        if self.track.bills != "rental" or before.paid_most is None or before.paid_most > reckoned:
            return None, False
        if state is State.PAID:
            certain = before.paid_least == before.paid_most
            return (before.paid_least if certain else reckoned) + 1, not certain
        if _may_be_paid(state, reason):
            return reckoned + 1, True
        return None, False

    def _not_billed(self, rented: RentalMonth) -> tuple[State, str, tuple[str, ...]]:
        """State, reason and rules of a month that was not billed."""
        if ended := self._ended(rented.day):
            return State.ENDED, ended, ()
        verdict = self.verdicts[self.case.case_id, self.track.item.line_number, rented.day]
        deciding = [finding for finding in verdict.findings if finding.effect == verdict.verdict]
        if self.track.bills == "rental":
            if any(finding.rule == PAID_MONTHS_RULE for finding in deciding) and verdict.verdict in _BLOCKING:
                return State.NO_RENT, self._no_rent("are paid"), (PAID_MONTHS_RULE,)
            if self._reckoning(rented.day).paid_least + self.expected >= self.track.limit:
                return State.NO_RENT, self._no_rent("are used up, if each month before is paid"), ()
        elif rented.day > self.as_of and self._rent_is_over_only_by_reckoning(rented.day):
            return State.OPEN, "it depends on rental months that are still to be paid; judged when they are", ()
        return self._judged(rented, verdict, deciding)

    def _ended(self, day: date) -> str | None:
        patient, device = self.case.patient, self.track.item.device
        if day >= self.track.lifetime_ends:
            return f"the lifetime of the equipment has ended (on {self.track.lifetime_ends - timedelta(days=1)})"
        if patient and patient.died_on and patient.died_on < day:
            return "the patient has died"
        if device and device.picked_up and device.picked_up <= day:
            return f"the equipment was picked up on {device.picked_up}"
        return None

    def _no_rent(self, how: str) -> str:
        return f"the {self.track.limit} rental months {how}. {self.instead}".strip()

    def _rent_is_over_only_by_reckoning(self, day: date) -> bool:
        """By then the rent of the same equipment is used up, and it is not yet today."""
        behind = self._reckoning(self.track.day_behind)
        if behind.paid_least >= self.track.limit:
            return False
        if self.rental is None:
            return True
        over = [month.service_date for month in self.rental.months if month.state is State.NO_RENT]
        return bool(over) and day >= over[0]

    def _judged(
        self, rented: RentalMonth, verdict: LineVerdict, deciding: Sequence[Finding]
    ) -> tuple[State, str, tuple[str, ...]]:
        rules, reason = _rules(deciding), _sentences(deciding)
        if verdict.verdict in _BLOCKING:
            return State.BLOCKED, reason, rules
        if self.case.history is None and rented.day < min(self.as_of, self.track.item.service_date):
            return State.HOLD, NOT_LISTED, ()
        if verdict.claim_by is not None and verdict.claim_by < self.as_of:
            return State.HOLD, TOO_LATE, ()
        if verdict.verdict == State.REVIEW:
            return State.REVIEW, reason, rules
        if rented.day > self.as_of:
            missing = self._missing_today(rented, verdict)
            if not missing:
                return State.PAYABLE, "nothing known today stands against it; it waits for its day and the look-ups", ()
            told = [finding for finding in deciding if finding.rule in missing] or deciding
            return State.HOLD, _sentences(told), _rules(told)
        if verdict.is_billable:
            return State.PAYABLE, "it may be billed", ()
        return State.HOLD, reason, rules

    def _missing_today(self, rented: RentalMonth, verdict: LineVerdict) -> set[str]:
        """The rules of a month ahead that stand against it today already."""
        settled = {each.rule for each in verdict.settled if each.counts}
        not_met = self._reckoning(rented.day).not_met
        return {
            rule
            for rule, met in not_met.items()
            if rule not in settled
            and rule not in (*RECENT_RECORDS, NOT_BEFORE_ITS_DAY)
            and not (rule.startswith(LOOK_UPS) and met is None)
        }


def _sentences(findings: Sequence[Finding]) -> str:
    return " ".join(finding.sentence for finding in findings)


def _rules(findings: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.rule for finding in findings))


def _may_be_paid(state: State, reason: str) -> bool:
    return state in EXPECTED and reason != TOO_LATE


def _answered(said: BilledMonth) -> tuple[State, str]:
    """State and reason of a month that was billed."""
    by = " (billed by another supplier)" if said.supplier == "other" else ""
    if said.payer in ("medicare_advantage", "other"):
        payer = "a Medicare Advantage plan" if said.payer == "medicare_advantage" else "another payer"
        return State.OTHER_PAYER, f"billed to {payer}, {said.outcome or 'answer not known'}; it does not count{by}"
    if said.payer is None or said.outcome is None:
        return State.HOLD, f"billed, and the history does not say who answered what{by}"
    if said.outcome == "paid":
        return State.PAID, f"paid by Medicare{by}"
    if said.outcome == "pending":
        return State.PENDING, f"billed, and not answered yet{by}"
    return State.DENIED, f"denied by Medicare; it does not count{by}"
