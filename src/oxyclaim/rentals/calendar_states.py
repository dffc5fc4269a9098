"""What became of each month of a lane, or would become of it; see ``rentals.calendar`` for how it is told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from oxyclaim.case.models import BilledMonth
from oxyclaim.case.payer_words import FEE_FOR_SERVICE, SOME_OTHER, SOME_PLAN
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.roles import Role
from oxyclaim.engine.verdict import Finding, LineVerdict
from oxyclaim.engine.words import Effect
from oxyclaim.rentals.anniversaries import RentalMonth, strongest
from oxyclaim.rentals.calendar_lanes import Plan, Track, is_unbilled, lies_in
from oxyclaim.rentals.calendar_months import CalendarMonth, Lane, State
from oxyclaim.rentals.dated import Key
from oxyclaim.rentals.monthly import CONTINUED
from oxyclaim.rentals.reckoning import Reckoning

TOO_LATE = "not billed, and the last day for a timely claim has passed"
NOT_LISTED = "whether it was billed is not known; list the months billed before (history)"
EXPECTED = (State.PENDING, State.PAYABLE, State.HOLD, State.REVIEW)
"""Months that may still be paid, unless they are too late to bill: the reckoning ahead takes them as paid."""
TO_BILL = (State.PAYABLE, State.HOLD, State.REVIEW)
AT_PURCHASE_PRICE = "at_purchase_price"
_BLOCKING = ("not covered", "not payable", "excluded")
_KINDS_OF_PAYER = {SOME_PLAN: "a Medicare Advantage plan", SOME_OTHER: "another payer"}
"""What a month may say of its payer without naming one."""


@dataclass(frozen=True)
class Found:
    """The verdict of a month that was not billed, with as much of it as its state rests on; ``settled``: the rules of
    which a person's decision counts."""

    verdict: str
    findings: Sequence[Finding]
    claim_by: date | None
    settled: frozenset[str]

    @classmethod
    def explained(cls, verdict: LineVerdict) -> "Found":
        """With its sentences."""
        settled = frozenset(each.rule for each in verdict.settled if each.counts)
        return cls(verdict.verdict, verdict.findings, verdict.claim_by, settled)

    @classmethod
    def plain(cls, reckoning: Reckoning) -> "Found":
        """Of a month that speaks for itself."""
        return cls(reckoning.verdict, (), reckoning.claim_by, frozenset())


def speaks_for_itself(reckoning: Reckoning, catalogue: Catalogue, *, ahead: bool) -> bool:
    """Whether a month is told without the sentences of its verdict: it may be billed, or it is ahead and nothing stands
    against it but what can only be had on its day. Sentences take most of a calendar's time, and most months are so.
    """
    if reckoning.verdict == Effect.NONE.verdict:
        return True
    return ahead and reckoning.verdict == Effect.HOLD.verdict and not missing_today(reckoning, catalogue)


def missing_today(reckoning: Reckoning, catalogue: Catalogue, settled: Collection[str] = ()) -> set[str]:
    """The rules of a month ahead that stand against it today already."""
    anew = catalogue.in_role(*CONTINUED, Role.ITS_DAY)
    looked_up = catalogue.in_role(Role.LOOK_UP)
    return {
        rule
        for rule, met in reckoning.not_met.items()
        if rule not in settled and rule not in anew and not (rule in looked_up and met is None)
    }


class Judge:
    """Gives each month of a lane its state. ``unexplained``: days whose state wants the sentences of a verdict that is
    not among ``verdicts``.
    """

    def __init__(
        self,
        plan: Plan,
        track: Track,
        verdicts: Mapping[Key, LineVerdict],
        reckonings: Mapping[Key, Reckoning],
        instead: str,
        rentals: Sequence[Lane],
    ):
        self.case, self.as_of, self.track = plan.case, plan.as_of, track
        self.verdicts, self.reckonings = verdicts, reckonings
        self.plan, self.instead = plan, instead
        self.rental = next((lane for lane in rentals if lane.equipment == track.equipment), None)
        self._in_role = plan.catalogue.in_role
        self.unexplained: set[date] = set()
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
        last = next((m.service_date for m in months if m.position is not None and m.position == track.limit), None)
        return Lane(
            line_number=track.item.line_number,
            code=track.item.code,
            bills=track.bills,
            equipment=track.equipment,
            rental_start=track.start,
            lifetime_ends=track.lifetime.ends,
            limit=track.limit,
            paid_least=behind.paid_least,
            paid_most=behind.paid_most,
            last_paid_day=last,
            next_month=self._next(months),
            months=tuple(months),
            lifetime_of=track.lifetime.of,
            shown_to=track.lifetime.shown_to,
        )

    def _next(self, months: Sequence[CalendarMonth]) -> int | None:
        if self.track.bills == "maintenance":
            return None  # a visit has a rhythm of its own
        billed = max((month.number for month in months if month.billed), default=0)
        behind = (month for month in months if month.number > billed and month.state in TO_BILL)
        return next((month.number for month in behind if month.reason not in (TOO_LATE, NOT_LISTED)), None)

    def _reckoning(self, day: date) -> Reckoning:
        return self.reckonings[self.case.case_id, self.track.item.line_number, day]

    def _month(self, number: int, rented: RentalMonth) -> CalendarMonth:
        said = strongest(rented.billed)
        rules: tuple[str, ...] = ()
        if said is not None and not is_unbilled(rented):
            state, reason = _answered(said, self.case.coverage.payer)
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
            beside=tuple(month for month in self.track.beside if lies_in(month, rented)),
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
        if self.track.bills == "rental":
            if ended_by := self._rent_ended_by(rented.day):
                return State.NO_RENT, self._no_rent("are paid"), ended_by
            limit = self.plan.setting("rental_months_paid", rented.day)
            if limit is not None and self._reckoning(rented.day).paid_least + self.expected >= limit:
                return State.NO_RENT, self._no_rent("are used up, if each month before is paid"), ()
        elif rented.day > self.as_of and self._rent_is_over_only_by_reckoning(rented.day):
            return State.OPEN, "it depends on rental months that are still to be paid; judged when they are", ()
        judged = self._judged(rented)
        if judged[0] is State.PAYABLE and self._hangs_on_what_is_paid(rented.day):
            return State.OPEN, "the rent ends at the purchase price; judged when the months before are paid", ()
        return judged

    def _ended(self, day: date) -> str | None:
        patient, device = self.case.patient, self.track.item.device
        ends = self.track.lifetime.ends
        if ends is not None and day >= ends:
            return f"the lifetime of the equipment has ended (on {ends - timedelta(days=1)})"
        if patient and patient.died_on and patient.died_on < day:
            return "the patient has died"
        if device and device.picked_up and device.picked_up <= day:
            return f"the equipment was picked up on {device.picked_up}"
        return None

    def _hangs_on_what_is_paid(self, day: date) -> bool:
        at_price = self.plan.setting("rent_ends", day) == AT_PURCHASE_PRICE
        return bool(at_price and self.track.bills == "rental" and self.expected and day > self.as_of)

    def _no_rent(self, how: str) -> str:
        return f"the {self.track.limit} rental months {how}. {self.instead}".strip()

    def _rent_is_over_only_by_reckoning(self, day: date) -> bool:
        """By then the rent of the same equipment is used up, and it is not yet today."""
        behind = self._reckoning(self.track.day_behind)
        if self.track.limit is None or behind.paid_least >= self.track.limit:
            return False
        if self.rental is None:
            return True
        over = [month.service_date for month in self.rental.months if month.state is State.NO_RENT]
        return bool(over) and day >= over[0]

    def _found(self, day: date, *, in_words: bool) -> Found:
        """The verdict of a day; ``in_words``: with its sentences, once they are there."""
        verdict = self.verdicts.get((self.case.case_id, self.track.item.line_number, day))
        if verdict is not None:
            return Found.explained(verdict)
        if in_words:
            self.unexplained.add(day)
        return Found.plain(self._reckoning(day))

    def _rent_ended_by(self, day: date) -> tuple[str, ...]:
        """The rules by which the rent has ended, where the verdict says so."""
        if self._found(day, in_words=False).verdict not in _BLOCKING:
            return ()
        ends_rent = self._in_role(Role.PAID_MONTHS, Role.PURCHASE_PRICE)
        return tuple(rule for rule in _rules(_deciding(self._found(day, in_words=True))) if rule in ends_rent)

    def _judged(self, rented: RentalMonth) -> tuple[State, str, tuple[str, ...]]:
        ahead = rented.day > self.as_of
        plain = speaks_for_itself(self._reckoning(rented.day), self.plan.catalogue, ahead=ahead)
        found = self._found(rented.day, in_words=not plain)
        deciding = _deciding(found)
        rules, reason = _rules(deciding), _sentences(deciding)
        blocked = found.verdict in _BLOCKING
        if blocked and set(rules) != self._in_role(Role.TIMELY_FILING):
            return State.BLOCKED, reason, rules
        if self.case.history is None and rented.day < min(self.as_of, self.track.item.service_date):
            return State.HOLD, NOT_LISTED, ()
        if blocked or (found.claim_by is not None and found.claim_by < self.as_of):
            return State.BLOCKED if blocked else State.HOLD, TOO_LATE, rules if blocked else ()
        if found.verdict == State.REVIEW:
            return State.REVIEW, reason, rules
        if ahead:
            missing = missing_today(self._reckoning(rented.day), self.plan.catalogue, found.settled)
            if not missing:
                return State.PAYABLE, "nothing known today stands against it; it waits for its day and the look-ups", ()
            told = [finding for finding in deciding if finding.rule in missing] or deciding
            return State.HOLD, _sentences(told), _rules(told)
        if found.verdict == Effect.NONE.verdict:
            return State.PAYABLE, "it may be billed", ()
        return State.HOLD, reason, rules


def _deciding(found: Found) -> list[Finding]:
    return [finding for finding in found.findings if finding.effect == found.verdict]


def _sentences(findings: Sequence[Finding]) -> str:
    return " ".join(finding.sentence for finding in findings)


def _rules(findings: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.rule for finding in findings))


def _may_be_paid(state: State, reason: str) -> bool:
    return state in EXPECTED and reason != TOO_LATE


def _answered(said: BilledMonth, own: str) -> tuple[State, str]:
    """State and reason of a month that was billed, of a case whose payer is ``own``."""
    by = " (billed by another supplier)" if said.supplier == "other" else ""
    if said.payer is None or (said.outcome is None and _is_own(said.payer, own)):
        return State.HOLD, f"billed, and the history does not say who answered what{by}"
    if not _is_own(said.payer, own):
        payer = _KINDS_OF_PAYER.get(said.payer, _named(said.payer))
        answer = said.outcome or "answer not known"
        if said.payer in _KINDS_OF_PAYER and _family(own) != FEE_FOR_SERVICE:
            return State.HOLD, f"billed to {payer}, {answer}; the history does not say whether to this one{by}"
        return State.OTHER_PAYER, f"billed to {payer}, {answer}; it does not count{by}"
    if said.outcome == "paid":
        return State.PAID, f"paid by {_named(said.payer)}{by}"
    if said.outcome == "pending":
        return State.PENDING, f"billed, and not answered yet{by}"
    return State.DENIED, f"denied by {_named(said.payer)}; it does not count{by}"


def _family(payer: str) -> str:
    return payer.split("/", maxsplit=1)[0]


def _is_own(payer: str, own: str) -> bool:
    """Whether a payer is the case's own, under whatever plan."""
    return _family(payer) == _family(own)


def _named(payer: str) -> str:
    return "Medicare" if _family(payer) == FEE_FOR_SERVICE else payer
