"""The lanes of a case's calendar before they are judged: which months each has, and what stands in none."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import count, islice, takewhile
from typing import Any

from oxyclaim.case.days import add_months
from oxyclaim.case.models import BilledMonth, Case, Item
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import value_on
from oxyclaim.rentals.anniversaries import RentalMonth, rental_months, strongest
from oxyclaim.rentals.calendar_months import Outside

MONTHS_A_YEAR = 12
LEAST_AHEAD = 12
"""Months shown behind the day of the run, and behind all that was billed, where the equipment has no lifetime."""

LaneKey = tuple[str, str, date]
"""What is billed, for which equipment, and the start of its rental."""


@dataclass(frozen=True)
class Lifetime:
    """How far a lane goes: to the first day behind the lifetime (``ends``), or behind the months shown.

    ``of``: the line of the stationary unit whose lifetime it is, where it is not the equipment's own.
    """

    ends: date | None
    shown_to: date
    of: int | None = None


@dataclass(frozen=True)
class Track:
    """A lane in the making."""

    item: Item
    bills: str
    equipment: str
    start: date
    months: tuple[RentalMonth, ...]
    beside: tuple[BilledMonth, ...]
    lifetime: Lifetime
    limit: int | None

    @property
    def day_behind(self) -> date:
        """A day behind every month of the lane."""
        return self.months[-1].closes


class Plan:
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
                if is_unbilled(rented):
                    days.setdefault(rented.day, []).append(track.item)
        return days

    def to_reckon(self) -> dict[date, list[Item]]:
        """The lines on each day on which the paid months before it are wanted."""
        days: dict[date, list[Item]] = {}
        for track in self.tracks:
            for day in (*(rented.day for rented in track.months), track.day_behind):
                days.setdefault(day, []).append(track.item)
        return days

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

    def _tracks(self) -> Iterator[Track]:
        chosen: dict[LaneKey, Item] = {}
        for item in sorted(self.case.items, key=lambda item: item.service_date):
            kind = self.kind_of(item.code, item.service_date)
            if kind is None or item.acquisition == "purchase":
                self._leave_out(item, "it is not billed month by month")
            elif item.rental_start is None:
                self._leave_out(item, "the first service date of its rental (rental_start) is not known")
            else:
                bills = "maintenance" if item.acquisition == "maintenance" else kind[0]
                chosen[bills, kind[1], item.rental_start] = item  # the latest line of its kind
        order = sorted(chosen.items(), key=lambda pair: pair[1].line_number)
        rows = self._by_lane(list(chosen))
        lifetimes = self._lifetimes(chosen)
        for (bills, equipment, start), item in order:
            key = bills, equipment, start
            yield self._track(item, key, lifetimes[key], *rows[key])

    def _track(
        self, item: Item, key: LaneKey, lifetime: Lifetime, own: list[BilledMonth], beside: list[BilledMonth]
    ) -> Track:
        bills, equipment, start = key
        anniversaries = (add_months(start, number) for number in count())
        months = sum(1 for _ in takewhile(lambda day: day < lifetime.shown_to, anniversaries))
        made = tuple(islice(rental_months(start, own, self.case.absences or (), item.service_date), months))
        placed = [id(month) for rented in made for month in rented.billed]
        for month in own:
            if id(month) not in placed:
                self.outside.append(Outside(month.code, month.service_date, f"outside these {months} months", month))
        for month in [month for month in beside if not any(lies_in(month, rented) for rented in made)]:
            beside.remove(month)
            self.outside.append(Outside(month.code, month.service_date, f"outside these {months} months", month))
        return Track(item, bills, equipment, start, made, tuple(beside), lifetime, self._limit(item, start))

    def _limit(self, item: Item, start: date) -> int | None:
        """The paid months by the value on the start of the rental, or the first known after it up to today."""
        days = (start, item.service_date, self.as_of)
        found = (self.setting("rental_months_paid", day) for day in days)
        return next((limit for limit in found if limit is not None), None)

    def _lifetimes(self, chosen: dict[LaneKey, Item]) -> dict[LaneKey, Lifetime]:
        """Of each lane. The lifetime of a stationary unit governs that of the portable one beside it."""
        own = {key: self._own_lifetime(key[2], item) for key, item in chosen.items()}
        stationary = sorted((key[2], item.line_number, own[key].ends) for key, item in chosen.items()
                            if key[1] == "stationary")  # fmt: skip
        found = dict(own)
        for key, lifetime in own.items():
            if key[1] != "portable" or lifetime.ends is None:
                continue
            beside = [(begun, number, ends) for begun, number, ends in stationary
                      if ends is not None and begun < lifetime.ends and key[2] < ends]  # fmt: skip
            before = [each for each in beside if each[0] <= key[2]]
            if beside:
                _, number, ends = before[-1] if before else beside[0]
                if ends != lifetime.ends:
                    assert ends is not None
                    found[key] = replace(lifetime, ends=ends, shown_to=ends, of=number)
        return found

    def _own_lifetime(self, start: date, item: Item) -> Lifetime:
        """The lifetime of the equipment; where the payer's file sets none, whole years that reach a year ahead."""
        years = self.setting("lifetime_years", start)
        if years is not None:
            ends = add_months(start, years * MONTHS_A_YEAR)
            return Lifetime(ends, ends)
        billed = [month.service_date for month in self.case.history or () if month.service_date]
        reach = add_months(max([self.as_of, item.service_date, *billed]), LEAST_AHEAD)
        least = add_months(start, self._limit(item, start) or 0)
        every_year = (add_months(start, number * MONTHS_A_YEAR) for number in count(1))
        return Lifetime(None, next(end for end in every_year if end > reach and end > least))

    def _by_lane(self, lanes: list[LaneKey]) -> dict[LaneKey, tuple[list[BilledMonth], list[BilledMonth]]]:
        """The months billed before by lane: its own, and what stands beside them in a lane of the equipment."""
        rows: dict[LaneKey, tuple[list[BilledMonth], list[BilledMonth]]] = {lane: ([], []) for lane in lanes}
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


def _latest(lanes: list[LaneKey], bills: str, equipment: str, day: date) -> LaneKey | None:
    """Of the lanes of a kind, the one that began last by the day, or else the first."""
    alike = sorted(lane for lane in lanes if lane[:2] == (bills, equipment))
    return next((lane for lane in reversed(alike) if lane[2] <= day), alike[0] if alike else None)


def lies_in(month: BilledMonth, rented: RentalMonth) -> bool:
    """Whether a billed month is dated within a rental month."""
    return month.service_date is not None and rented.opens <= month.service_date < rented.closes


def is_unbilled(rented: RentalMonth) -> bool:
    """Not billed, or only on a day on which the month did not begin after all: the claim was denied."""
    said = strongest(rented.billed)
    return said is None or (said.outcome == "denied" and said.service_date != rented.day)
