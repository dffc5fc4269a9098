"""What went out, as a payer keys it, and whether it may go out once more.

A payer knows a line by the member's id, the code and the date of service; in which of our cases it stands is nothing to
it. So a month goes out once to a payer, from whatever case, and a claim is corrected once: what corrects the same once
more must correct the correction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from oxyclaim.services.store.kept import SentLine

TAKEN_BACK = "8"
"""CLM05-3 of a claim that takes an earlier one back."""
_ORIGINAL = (None, "1")
_MONTH = 30
"""Days between two bills of a payer that counts days and not months: they may lie in one month of the calendar."""
_Key = tuple[str, str, str, str, int, int]


@dataclass(frozen=True)
class GoingLine:
    """A line that is about to go out."""

    line_number: int
    code: str
    modifiers: str
    day: date


@dataclass(frozen=True)
class Correcting:
    """What a claim corrects: our id of that claim and the payer's number of it, as far as the case says them."""

    claim_id: str | None
    payer_number: str | None


@dataclass(frozen=True)
class Going:
    """A claim that is about to go out. ``payer``: the name of the payer's file; ``member``: see ``case.member``."""

    case_id: str
    payer: str
    member: str | None
    lines: Sequence[GoingLine]
    correcting: Correcting | None = None


@dataclass(frozen=True)
class Found:
    """What stands against a claim that is about to go out.

    ``held``: by line number, the claim on which the line went out. ``target``: our id of the claim that this one
    corrects, where it is known. ``done``: the claim by which that was put right, or taken back, already. ``several``:
    the claims of which the case does not say which it corrects.
    """

    held: Mapping[int, str] = field(default_factory=dict)
    target: str | None = None
    done: str | None = None
    several: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Standing:
    """A line as it went out last."""

    claim_id: str
    day: date
    is_correction: bool
    taken_back: bool


class Sent:
    """Lines that went out, in their order. ``kinds``: the modifiers that tell a rental from a purchase and the like.

    ``texts``: by case id and version, the cases that take a claim back, as they were and as they are (canonical JSON).
    """

    def __init__(
        self, lines: Iterable[SentLine], kinds: frozenset[str], texts: Mapping[tuple[str, int], str] | None = None
    ) -> None:
        self._kinds = kinds
        self.texts = texts or {}
        self._standing: dict[_Key, list[_Standing]] = {}
        self._keys: dict[str, list[_Key]] = {}
        self._followed: dict[str, str] = {}
        self._numbers: dict[tuple[str, str], str] = {}
        self.lines: dict[str, list[SentLine]] = {}
        for line in lines:
            self._add(line)

    def found(self, going: Going) -> Found:
        """What stands against a claim that is about to go out."""
        last = {line.line_number: self._last(going, line) for line in going.lines}
        if going.correcting is None:
            return Found({number: each.claim_id for number, each in last.items() if each and not each.taken_back})
        done = self._numbers.get((_root(going.payer), going.correcting.payer_number or ""))
        target = going.correcting.claim_id
        if target is not None:
            done = self._followed.get(target, None if done == target else done)
        else:
            there = {each.claim_id: each for each in last.values() if each}
            open = [id for id, each in there.items() if not each.is_correction]
            if len(open) > 1:
                return Found(several=tuple(sorted(open)))
            target = open[0] if open else None
            if target is None and there:
                done = done or next(iter(there))
        held = {number: each.claim_id for number, each in last.items() if each and each.claim_id != target}
        return Found(held, target, done)

    def _add(self, line: SentLine) -> None:
        payer = line.payer or ""
        is_correction = line.corrects is not None or line.frequency not in _ORIGINAL
        if line.claim_id not in self.lines:
            if line.corrects:
                self._followed[line.corrects] = line.claim_id
                self._forget(line.corrects)
            if line.payer_reference and line.frequency not in _ORIGINAL:
                self._numbers[_root(payer), line.payer_reference] = line.claim_id
        self.lines.setdefault(line.claim_id, []).append(line)
        said = _Standing(line.claim_id, line.service_date, is_correction, line.frequency == TAKEN_BACK)
        for key in self._both(line.case_id, payer, line.member, line.code, line.modifiers, line.service_date):
            some = self._standing.setdefault(key, [])
            some[:] = [each for each in some if not _near(each.day, line.service_date)]
            some.append(said)
            self._keys.setdefault(line.claim_id, []).append(key)

    def _forget(self, claim_id: str) -> None:
        """What a correction leaves out does not stand any more."""
        for key in self._keys.pop(claim_id, ()):
            self._standing[key] = [each for each in self._standing[key] if each.claim_id != claim_id]

    def _last(self, going: Going, line: GoingLine) -> _Standing | None:
        for key in self._both(going.case_id, going.payer, going.member, line.code, line.modifiers, line.day):
            for each in self._standing.get(key, ()):
                if _near(each.day, line.day):
                    return each
        return None

    def _both(self, case_id: str, payer: str, member: str | None, code: str, modifiers: str, day: date) -> list[_Key]:
        """By the member with the payer; and by the case, whose member may have another id by now."""
        kind = " ".join(sorted(self._kinds.intersection(modifiers.split())))
        keys = [(payer, f"case {case_id}", code, kind, day.year, day.month)]
        if member:
            keys.insert(0, (_root(payer), member, code, kind, day.year, day.month))
        return keys


def _near(one: date, other: date) -> bool:
    return abs((one - other).days) < _MONTH


def _root(payer: str) -> str:
    """The payer of a plan."""
    return payer.partition("/")[0]
