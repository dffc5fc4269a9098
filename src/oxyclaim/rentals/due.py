"""Which months of each case fall due on a day, how they stand, and what comes up after it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import takewhile
from typing import Literal

import polars as pl

from oxyclaim.case.models import Absence, BilledMonth, Case, ClaimedLine, Item
from oxyclaim.engine.bulk import verdicts
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.roles import Role, Yields
from oxyclaim.engine.verdict import Finding, LineVerdict
from oxyclaim.engine.words import Effect, Kind, Rule, Stage
from oxyclaim.rentals.anniversaries import RentalMonth, absence_on, rental_months
from oxyclaim.rentals.coming_up import ComingUp, Standing, coming_up
from oxyclaim.rentals.dated import Dated, Key, on_days, verdicts_on
from oxyclaim.rentals.foreseeing import Ahead, foreseen
from oxyclaim.rentals.monthly import (
    Billed,
    Values,
    billed_monthly,
    known_of_series,
    of_each_month,
    of_series,
)

HISTORY_NOT_LISTED = "the case does not list the months billed before (history): later months may be due too"
HISTORY_LEFT_OUT = (
    "whether these months were billed is not known: the case does not list the months billed before (history)"
)
LIST_THEM = "list the months billed before (history), an empty list where none was; then ask again"
ENDED = "the paid months have ended"
NOT_YET = "the next month is not due yet"
RESUMED = (
    "an absence has ended within a month: where billing goes on from its last day, or from the day behind it, "
    "give the line that service date, and later months follow it"
)
SUSPENDED = "no month begins while the absence lasts"
DIED = "no month begins after the patient's death"
VISITED = "the visit has been billed"
WITH_ANOTHER_LINE = "its months are those of another line of the case"
NOT_MONTHLY = "not billed by the month"


@dataclass(frozen=True)
class Point:
    """Something about a month that is not met, open or missing, in one sentence; what to do about it, and who does."""

    rule: str
    effect: str
    sentence: str
    to_do: str = ""
    who: str = ""


@dataclass(frozen=True)
class DueMonth:
    """A month that falls due: ``due`` while a claim for it is still timely, else ``too late``.

    ``modifiers`` are those of a billable line, or those that it would have once what holds it is settled.
    ``claim_by`` is the last day for a timely claim, ``charge_cents`` what the case charges for the line.
    ``explained`` if the sentences give the case's own values.
    """

    case_id: str
    line_number: int
    code: str
    billed_as: str
    service_date: date
    state: Literal["due", "too late"]
    verdict: str
    modifiers: tuple[str, ...] | None
    claim_by: date | None
    to_check: tuple[Point, ...]
    wrong: tuple[Point, ...]
    note: str = ""
    explained: bool = False
    charge_cents: int | None = None

    @property
    def is_due(self) -> bool:
        """Whether a claim for the month would still be timely."""
        return self.state == "due"

    @property
    def key(self) -> tuple[date, str, int]:
        """What months are sorted by: date, case, line."""
        return self.service_date, self.case_id, self.line_number


@dataclass(frozen=True)
class NotDue:
    """A line of which no month falls due, why, and the next day on which one does, if it is known."""

    line_number: int
    code: str
    why: str
    next_day: date | None = None


@dataclass(frozen=True)
class NotKnown:
    """Months of a line, from ``first`` to ``last``, of which nobody can say whether they are due, and why."""

    case_id: str
    line_number: int
    code: str
    first: date
    last: date
    months: int
    why: str


@dataclass(frozen=True)
class CaseDue:
    """How a case stands on the day: every line is in ``months`` or in ``not_due``; ``not_known`` is told besides."""

    case_id: str
    payer: str
    months: tuple[DueMonth, ...]
    not_due: tuple[NotDue, ...]
    coming_up: tuple[ComingUp, ...]
    not_known: tuple[NotKnown, ...] = ()

    @property
    def is_due(self) -> bool:
        """Whether any month of the case is due."""
        return any(month.is_due for month in self.months)


@dataclass(frozen=True)
class _Line:
    """A line that is billed by the month.

    ``due``: its unbilled days up to the day of the run; ``next_day``: the next one; ``sent``: the months
    that Medicare has paid or not answered; ``idle``: why nothing is due where nothing is; ``not_known``: other days on
    which a month has begun, of which the case does not say whether it was billed.
    """

    case: Case
    item: Item
    billed: Billed
    due: tuple[date, ...]
    next_day: date | None
    sent: tuple[BilledMonth, ...] = ()
    note: str = ""
    idle: str = NOT_YET
    not_known: tuple[date, ...] = ()

    @property
    def key(self) -> tuple[str, int]:
        return self.case.case_id, self.item.line_number


@dataclass(frozen=True)
class _Judged:
    """A line on a day, judged."""

    month: DueMonth
    ended: bool
    group: str | None
    retest_from: date | None
    paid_least: int | None
    paid_most: int | None
    last_paid_month: date | None


def due_cases(cases: Sequence[Case], catalogue: Catalogue, on: date, ahead: int) -> list[CaseDue]:
    """How each case stands on a day, and what comes up in so many days after it. Everything is evaluated together."""
    judge = _Judge(catalogue, on)
    lines = {case.case_id: judge.lines(case) for case in cases}
    every = [line for own in lines.values() for line in own if isinstance(line, _Line)]
    judged = judge.judged(_wanted(every))
    found = [_case_due(case, lines[case.case_id], judged, catalogue, on, ahead) for case in cases]
    return _with_foreseen(found, every, catalogue, on, ahead)


def _with_foreseen(
    found: Sequence[CaseDue], lines: Sequence[_Line], catalogue: Catalogue, on: date, ahead: int
) -> list[CaseDue]:
    """The cases with what the rules will ask for in the months that come."""
    told: dict[tuple[str, int], set[str]] = {}
    for case in found:
        for month in case.months:
            own = told.setdefault((case.case_id, month.line_number), set())
            own.update(point.rule for point in (*month.to_check, *month.wrong))
        for soon in case.coming_up:
            for number in soon.lines:
                told.setdefault((case.case_id, number), set()).add(soon.rule)
    asked = [
        Ahead(line.case, line.item, line.due, _next_day(line), frozenset(told.get(line.key, ())))
        for line in lines
        if line.case.history is not None
    ]
    ahead_of = foreseen(asked, catalogue, on, ahead)
    return [replace(case, coming_up=_by_date(*case.coming_up, *ahead_of.get(case.case_id, ()))) for case in found]


def _by_date(*entries: ComingUp) -> tuple[ComingUp, ...]:
    return tuple(sorted(entries, key=lambda each: (each.first, each.last, each.lines)))


def _next_day(line: _Line) -> date | None:
    """The next day of the line, where an absence does not hold it."""
    return None if line.idle == SUSPENDED else line.next_day


def explained(months: Sequence[DueMonth], cases: Mapping[str, Case], catalogue: Catalogue, on: date) -> list[DueMonth]:
    """The months with sentences of their own, where the case is at hand."""
    wanted: dict[str, dict[date, list[Item]]] = {}
    for month in months:
        if case := cases.get(month.case_id):
            item = next(item for item in case.items if item.line_number == month.line_number)
            wanted.setdefault(month.case_id, {}).setdefault(month.service_date, []).append(item)
    dated = [(_in_its_run(cases[case_id], days), days) for case_id, days in wanted.items()]
    found = verdicts_on(dated, catalogue, on, keep_own_month=True)
    anew = of_each_month(catalogue)
    keys = [(month.case_id, month.line_number, month.service_date) for month in months]
    return [_told(month, found[key], anew) if key in found else month for month, key in zip(months, keys, strict=True)]


def _wanted(lines: Iterable[_Line]) -> Iterator[tuple[Case, dict[date, list[Item]]]]:
    """The days to judge of each case: the due ones, and of a line without any the next one, for what comes up."""
    by_case: dict[str, tuple[Case, dict[date, list[Item]]]] = {}
    for line in lines:
        _, days = by_case.setdefault(line.case.case_id, (line.case, {}))
        for day in line.due or ((line.next_day,) if line.next_day else ()):
            days.setdefault(day, []).append(line.item)
    for case, days in by_case.values():
        yield _in_its_run(case, days), days


def _in_its_run(case: Case, days: Mapping[date, Sequence[Item]]) -> Case:
    """The case whose due months are claimed together: each counts for those behind it as one not answered yet."""
    lines = [
        ClaimedLine(case_id=case.case_id, code=item.code, service_date=day, acquisition=item.acquisition or "rental")
        for day, items in days.items()
        for item in items
    ]
    return case.beside((*case.claimed, *lines))


class _Judge:
    def __init__(self, catalogue: Catalogue, on: date):
        self.catalogue = catalogue
        self.on = on
        self.values: dict[tuple[str, date], Values] = {}
        self.rules = [rule for rule in catalogue.rules if rule.kind is Kind.VERDICT]

    def values_on(self, payer: str, day: date) -> Values:
        """The payer's parameters on a day."""
        key = payer, day
        if key not in self.values:
            self.values[key] = Values(self.catalogue, payer, day)
        return self.values[key]

    def lines(self, case: Case) -> list[_Line | NotDue]:
        """Every line of a case, with the days on which its months begin."""
        billed = [billed_monthly(item, self.values_on(case.coverage.payer, item.service_date)) for item in case.items]
        alike = {what: [item for item, as_what in zip(case.items, billed, strict=True) if as_what == what]
                 for what in billed}  # fmt: skip
        lines = [self._line(case, item, what, alike[what]) for item, what in zip(case.items, billed, strict=True)]
        return lines if case.history is None else _each_day_once(lines)

    def _line(self, case: Case, item: Item, billed: Billed | None, alike: Sequence[Item]) -> _Line | NotDue:
        """``alike`` are the lines of the case that are billed as the same thing."""
        if billed is None:
            return NotDue(item.line_number, item.code, NOT_MONTHLY)
        claims = of_series(billed, case.history or (), self.values_on(case.coverage.payer, item.service_date))
        known = known_of_series(billed, claims)
        days = {claim.service_date for claim in known if claim.service_date}
        if billed.what == "maintenance":
            return self._own_day(case, item, billed, item.service_date, days)
        first = min([item.service_date, *days])
        start = item.rental_start or first
        absences = case.absences or ()
        own_day = max(each.service_date for each in alike if each.rental_start == item.rental_start)
        if case.history is None:
            months = rental_months(min(start, item.service_date), (), absences, own_day)
            own = next(month for month in months if month.closes > item.service_date)
            line = self._own_day(case, item, billed, own.day, ())
            return replace(line, not_known=self._not_known(case, item, alike, min(start, item.service_date)))
        if billed.what == "rental":
            first = start
        months = rental_months(start, claims, absences, own_day)
        died_on = case.patient and case.patient.died_on
        wanted = (month for month in months if month.closes > first)
        alive = takewhile(lambda month: not died_on or month.day <= died_on, wanted)
        due, next_day, returned = self._unbilled(alive, days, absences)
        sent = [m for m in known if _is_own(m, case) and m.service_date and m.service_date >= first]
        idle = SUSPENDED if next_day is None else RESUMED if returned else NOT_YET
        if died_on and next_day is None:
            idle = DIED
        note = RESUMED if returned else ""
        return _Line(case, item, billed, tuple(due), next_day, tuple(sent), note, idle)

    def _not_known(self, case: Case, item: Item, alike: Sequence[Item], start: date) -> tuple[date, ...]:
        """The days on which months have begun that are no line's own; told with the last of the lines alike."""
        series = [each for each in alike if each.rental_start == item.rental_start]
        if item is not max(series, key=lambda each: each.service_date):
            return ()
        absences, own = case.absences or (), [each.service_date for each in series]
        ends = [case.patient and case.patient.died_on, item.device and item.device.picked_up]
        last = min([self.on, *(day for day in ends if day)])
        begun = takewhile(lambda month: month.day <= last, rental_months(start, (), absences, max(own)))
        return tuple(
            month.day
            for month in begun
            if not any(month.opens <= day < month.closes for day in own) and not absence_on(absences, month.day)
        )

    def _unbilled(
        self, months: Iterable[RentalMonth], billed: Collection[date], absences: Sequence[Absence]
    ) -> tuple[list[date], date | None, bool]:
        """The days of the months that are not billed up to the day of the run, the next one, and whether a month after
        the last billed one is left out although the absence that holds its day ended in it.
        """
        due: list[date] = []
        returned = False
        for month in months:
            if any(claim.service_date in billed for claim in month.billed):
                returned = False
            elif gone := absence_on(absences, month.day):
                if gone.last_day is None:
                    break
                returned |= gone.last_day < month.closes and gone.last_day <= self.on
            elif month.day > self.on:
                return due, month.day, returned
            else:
                due.append(month.day)
        return due, None, returned

    def _own_day(self, case: Case, item: Item, billed: Billed, own: date, visits: Collection[date]) -> _Line:
        """Only the line's own month: that of a visit, or where the months billed before are not listed."""
        due = (own,) if own <= self.on and own not in visits else ()
        note = HISTORY_NOT_LISTED if due and case.history is None else ""
        return _Line(case, item, billed, due, own if own > self.on else None, note=note,
                     idle=NOT_YET if own > self.on else VISITED)  # fmt: skip

    def judged(self, wanted: Iterable[Dated]) -> dict[Key, _Judged]:
        """How each line stands on each day."""
        dated = [(case, days) for case, days in wanted if days]
        if not dated:
            return {}
        found = self._in_bulk(dated)
        # The bulk door does not read what somebody settled.
        settled = [(case, days) for case, days in dated if case.settlements]
        for key, verdict in verdicts_on(settled, self.catalogue, self.on, keep_own_month=True).items():
            found[key] = replace(found[key], month=_told(found[key].month, verdict, of_each_month(self.catalogue)))
        return found

    def _in_bulk(self, dated: Sequence[Dated]) -> dict[Key, _Judged]:
        also = [*map(self.catalogue.yielding, (Yields.MODIFIERS, Yields.CLAIM_BY, Yields.GROUP)), "line.retest_from",
                *(f"ledger.rental.{name}" for name in ("least", "most", "limit_day"))]  # fmt: skip
        laid_down = on_days(dated, self.catalogue.presumptions, self.on, keep_own_month=True)
        frame = verdicts(laid_down, self.catalogue, also)
        points = self._points(frame)
        ended = set((frame[self.catalogue.one_in_role(Role.PAID_MONTHS)] == "not met").arg_true())
        anew = of_each_month(self.catalogue)
        charges = [_cents(item.charge) for _, days in dated for items in days.values() for item in items]
        billed_as = [self._billed_as(case, item) for case, days in dated for items in days.values() for item in items]
        found = {}
        for index, row in enumerate(frame[["case_id", "line_number", "code", "service_date", "verdict", *also]].rows()):
            case_id, number, code, day, verdict, modifiers, claim_by, group, retest, least, most, limit_day = row
            to_check, wrong = _sorted_out(points.get(index, ()), anew)
            if verdict != Effect.NONE.verdict and not to_check and not wrong:
                wrong = (
                    Point("", verdict, f"The rule book holds no rule in force on {day} for a question that it asks"),
                )
            month = DueMonth(
                case_id, number, code, billed_as[index], day,
                "too late" if claim_by and claim_by < self.on else "due",
                verdict, tuple(modifiers) if modifiers and verdict in _COVERED else None, claim_by, to_check, wrong,
                charge_cents=charges[index],
            )  # fmt: skip
            found[case_id, number, day] = _Judged(month, index in ended, group, retest, least, most, limit_day)
        return found

    def _billed_as(self, case: Case, item: Item) -> str:
        billed = billed_monthly(item, self.values_on(case.coverage.payer, item.service_date))
        return billed.what if billed else ""

    def _points(self, frame: pl.DataFrame) -> dict[int, list[tuple[Rule, Point]]]:
        """By row, every rule that is not met, unknown or open, with its effect."""
        points: dict[int, list[tuple[Rule, Point]]] = {}
        for rule in self.rules:
            states = frame[rule.id]
            for index in (states != "met").arg_true():
                state = states[index]
                effect = {"not met": rule.not_met, "unknown": rule.unknown}.get(state, Effect.REVIEW)
                if effect is not Effect.NONE:
                    cure = rule.cure if state == "not met" else None
                    done = (cure.action, cure.who) if cure else ("", "")
                    point = Point(rule.id, effect.verdict, f"{_STATES[state]}: {rule.title}", *done)
                    points.setdefault(index, []).append((rule, point))
        return points


def _is_own(month: BilledMonth, case: Case) -> bool:
    """Billed to the case's own payer, under whatever plan."""
    return month.payer is not None and month.payer.split("/")[0] == case.coverage.payer.split("/")[0]


def _each_day_once(lines: Sequence[_Line | NotDue]) -> list[_Line | NotDue]:
    """Lines of one series share its days: each day belongs to the line that is dated so, else to the last before it."""
    series: dict[Billed, list[_Line]] = {}
    for line in lines:
        if isinstance(line, _Line) and line.billed.what != "maintenance":
            series.setdefault(line.billed, []).append(line)
    shared = {line.key: line for own in series.values() if len(own) > 1 for line in _shared(own)}
    return [shared.get(line.key, line) if isinstance(line, _Line) else line for line in lines]


def _shared(lines: Sequence[_Line]) -> list[_Line]:
    dated = sorted(lines, key=lambda line: line.item.service_date)
    owned: dict[tuple[str, int], list[date]] = {}
    for day in sorted({day for line in lines for day in line.due}):
        owner = next((line for line in reversed(dated) if line.item.service_date <= day), dated[0])
        owned.setdefault(owner.key, []).append(day)
    return [
        replace(line, due=tuple(owned.get(line.key, ())), idle=line.idle if line is dated[-1] else WITH_ANOTHER_LINE)
        for line in lines
    ]


_COVERED = (Effect.NONE.verdict, Effect.HOLD.verdict, Effect.REVIEW.verdict)
_STATES = {"not met": "Not met", "unknown": "Not known", "open": "Left open by the policy"}


def _sorted_out(
    points: Sequence[tuple[Rule, Point]], anew: Collection[str]
) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """What is to be checked and what is wrong. Coding that waits for something asked before is not told again."""
    earlier = any(rule.stage in (Stage.LEDGER, Stage.COVERAGE) for rule, _ in points)
    hold = Effect.HOLD.verdict
    told = [p for rule, p in points if not (earlier and rule.stage is Stage.CODING and p.effect == hold)]
    return _parted(told, anew)


def _parted(points: Iterable[Point], anew: Collection[str]) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """A look-up or a confirmation that is to be made, apart from everything else, such as what a look-up found.

    ``anew``: the rules that ask for them.
    """
    to_check: list[Point] = []
    wrong: list[Point] = []
    for point in points:
        made_anew = point.rule in anew and point.effect == Effect.HOLD.verdict
        (to_check if made_anew else wrong).append(point)
    return tuple(to_check), tuple(wrong)


def _told(month: DueMonth, verdict: LineVerdict, anew: Collection[str]) -> DueMonth:
    """The month with the verdict's own sentences."""
    points = (Point(each.rule, each.effect, each.sentence, *_to_do(each)) for each in verdict.findings)
    to_check, wrong = _parted(points, anew)
    modifiers = verdict.modifiers or verdict.would_be
    return replace(month, verdict=verdict.verdict, modifiers=modifiers, to_check=to_check, wrong=wrong, explained=True)


def _to_do(finding: Finding) -> tuple[str, str]:
    """What would help, and who does it."""
    told = [(each.cure, each.who) for each in finding.reasons if each.cure]
    cures: list[tuple[str | None, str | None]] = [*told] or [(finding.cure, finding.who)]
    return _each_once(cure for cure, _ in cures), _each_once(who for _, who in cures)


def _each_once(texts: Iterable[str | None]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))


def _case_due(
    case: Case,
    lines: Sequence[_Line | NotDue],
    judged: Mapping[Key, _Judged],
    catalogue: Catalogue,
    on: date,
    ahead: int,
) -> CaseDue:
    limit = Values(catalogue, case.coverage.payer, on)("rental_months_paid")
    months: list[DueMonth] = []
    not_due: list[NotDue] = []
    standings: list[Standing] = []
    for line in lines:
        if isinstance(line, NotDue):
            not_due.append(line)
            continue
        found = [judged[*line.key, day] for day in line.due]
        open_months = [replace(month, note=line.note) for month in _before_the_end(found, line, limit)]
        months += open_months
        if not open_months:
            why = ENDED if found else line.idle
            not_due.append(NotDue(line.item.line_number, line.item.code, why, None if found else line.next_day))
        first = line.due[0] if line.due else line.next_day
        if first and (probe := judged.get((*line.key, first))):
            standings.append(
                Standing(
                    line.item, line.billed, probe.month.service_date, probe.ended, probe.group, probe.retest_from,
                    probe.paid_least, probe.paid_most, probe.last_paid_month, _pending(line, first),
                )
            )  # fmt: skip
    waiting = [(month.line_number, month.code, month.service_date, month.claim_by) for month in months if month.is_due]
    soon = coming_up(case, standings, waiting, catalogue, on, ahead)
    not_known = tuple(
        NotKnown(case.case_id, line.item.line_number, line.item.code, min(line.not_known), max(line.not_known),
                 len(line.not_known), HISTORY_LEFT_OUT)
        for line in lines
        if isinstance(line, _Line) and line.not_known
    )  # fmt: skip
    return CaseDue(
        case.case_id, case.coverage.payer, tuple(sorted(months, key=lambda m: m.key)), tuple(not_due), tuple(soon),
        not_known,
    )  # fmt: skip


def _before_the_end(found: Sequence[_Judged], line: _Line, limit: int | None) -> list[DueMonth]:
    """Without the months after the last paid one: months that may yet be paid are counted as if they were."""
    proposed: list[DueMonth] = []
    counted = 0
    for each in found:
        day = each.month.service_date
        taken = (each.paid_least or 0) + _pending(line, day) + _sent_after(line, day) + counted
        if each.ended or (line.billed.what == "rental" and limit is not None and taken >= limit):
            continue
        proposed.append(each.month)
        counted += each.month.is_due and each.month.verdict in _COVERED
    return proposed


def _pending(line: _Line, day: date) -> int:
    """Months before a day that Medicare has not answered."""
    return sum(month.outcome == "pending" and (month.service_date or day) < day for month in line.sent)


def _sent_after(line: _Line, day: date) -> int:
    """Months after a day that Medicare has paid or not answered; 0 if a break may have begun a new count between."""
    if any(absence.reason in (None, "no_need") for absence in line.case.absences or ()):
        return 0
    return sum((month.service_date or day) > day for month in line.sent)


def _cents(charge: Decimal | None) -> int | None:
    return None if charge is None else int(charge * 100)
