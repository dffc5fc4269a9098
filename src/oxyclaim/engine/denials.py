"""What a payer's answer means and what follows: entries of a denial catalogue, and routes with their time limits.

Plain values; what they say is policy and stands in ``policy/denials``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

_CARC = re.compile(r"(?:(CO|PR|OA|PI)-)?([A-Z]?\d{1,3})")
_RARC = re.compile(r"(?:M|MA|N)\d{1,4}")

REJECTED, DENIED, ADJUSTED, NOTICE = "rejected", "denied", "adjusted", "notice"
STRENGTH = (NOTICE, ADJUSTED, DENIED, REJECTED)
"""Kinds of answers, the weakest first."""


@dataclass(frozen=True)
class Codes:
    """A payer's codes sorted: claim adjustment group, CARC, RARCs, and the modifiers that the line was billed with."""

    group: str | None = None
    carc: str | None = None
    rarcs: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()


def is_rarc(code: str) -> bool:
    """Whether it has the form of a remittance advice remark code: N, M or MA and a number."""
    return bool(_RARC.fullmatch(code))


def group_and_carc(code: str) -> tuple[str | None, str] | None:
    """The group (if written) and the claim adjustment reason code; None for anything else."""
    match = _CARC.fullmatch(code)
    return None if match is None or is_rarc(code) else (match.group(1), match.group(2))


def sorted_codes(codes: Iterable[str]) -> Codes:
    """Codes by their kinds; of several CARCs the first."""
    group, carc = None, None
    rarcs, modifiers = [], []
    for code in codes:
        if is_rarc(code):
            rarcs.append(code)
        elif (found := group_and_carc(code)) is None:
            modifiers.append(code)
        elif carc is None:
            group, carc = found
    return Codes(group, carc, tuple(rarcs), tuple(modifiers))


def split_codes(written: str) -> tuple[str, ...]:
    """``CO-16, N264`` as its codes."""
    return tuple(code.strip() for code in written.split(",") if code.strip())


def told(codes: Iterable[str]) -> str:
    """Codes for people: ``CO-16, N264``, or ``CO-50 (billed with GZ)``."""
    codes = tuple(codes)
    modifiers = sorted_codes(codes).modifiers
    answered = ", ".join(code for code in codes if code not in modifiers)
    return f"{answered} (billed with {', '.join(modifiers)})" if modifiers else answered


@dataclass(frozen=True)
class Route:
    """A way on after an answer, with its time limit where it has one.

    The limit runs from ``counts_from`` for ``days`` or ``years``; ``presumed_days`` are those in which a remittance is
    taken to arrive; ``rolls`` says that an end on a weekend or federal holiday moves to the next working day.
    ``decided_in``: days within which it is decided. ``owner``: who in the office does it; ``elsewhere``: the way that
    takes its place with payers whose limits these are not."""

    id: str
    title: str
    deadline: str
    authority: tuple[str, ...]
    about: str = ""
    about_authority: tuple[str, ...] = ()
    counts_from: str | None = None
    days: int | None = None
    years: int | None = None
    presumed_days: int = 0
    rolls: bool = False
    then: str | None = None
    decided_in: int | None = None
    first: date | None = None
    last: date | None = None
    owner: str = ""
    elsewhere: str | None = None

    def in_force_on(self, day: date) -> bool:
        """Whether the limit is known to hold for a count that begins on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Denial:
    """One answer of a payer: the code sets that give it, what they mean in our words, and what to do.

    ``answer`` is rejected (no appeal; a new claim), denied, adjusted (paid, with a cut) or notice. ``appeal`` is yes,
    no, or what it depends on. ``charge`` says whether the patient may be charged, by group code ("" for any).
    ``on_arrival`` if the payer's systems see it when the claim arrives, else only a review of the records does.
    ``overrides`` for a code that, beside any other, leaves only a new claim. ``bars`` names what a code rules out for
    the whole line (an appeal, a charge to the patient). ``remark_tells`` where the codes alone say little, and a remark
    code that stands beside them says more.
    """

    id: str
    code_sets: tuple[tuple[str, ...], ...]
    may_carry: tuple[str, ...]
    meaning: str
    cause: str
    action: str
    routes: tuple[str, ...]
    answer: str
    appeal: str
    charge: Mapping[str, str]
    on_arrival: bool
    overrides: bool
    authority: tuple[str, ...]
    bars: tuple[str, ...] = ()
    remark_tells: bool = False

    @property
    def codes(self) -> frozenset[str]:
        """Every code that may stand in the answer."""
        return frozenset(code for codes in (*self.code_sets, self.may_carry) for code in codes)

    def may_charge(self, group: str | None) -> str:
        """Whether the patient may be charged, under a group code."""
        return self.charge.get(group or "", self.charge[""])


@dataclass(frozen=True)
class DenialBook:
    """Every known answer, the routes on from it, and what a group code says of who pays."""

    denials: Mapping[str, Denial] = field(default_factory=dict)
    routes: Mapping[str, Route] = field(default_factory=dict)
    groups: Mapping[str, "Group"] = field(default_factory=dict)

    def named(self, written: str) -> Denial | None:
        """The entry that a rule names by its codes (``CO-4, N519, MA130``); an overriding code may stand beside.

        A code set without a group code is named with any.
        """
        if written not in self._named:
            self._named[written] = self._looked_up(written)
        return self._named[written]

    @cached_property
    def _named(self) -> dict[str, Denial | None]:
        return {}

    def _looked_up(self, written: str) -> Denial | None:
        codes = frozenset(split_codes(written))
        rest = codes - self.overriding or codes
        ungrouped = frozenset(found[1] if (found := group_and_carc(code)) else code for code in rest)
        for each in self.denials.values():
            if any(frozenset(codes) in (rest, ungrouped) for codes in each.code_sets):
                return each
        return None

    def is_rejected(self, written: str) -> bool:
        """Whether the codes that a rule names mean that the claim is returned as unprocessable."""
        entry = self.overrides(split_codes(written)) or self.named(written)
        return entry is not None and entry.answer == REJECTED

    def overrides(self, codes: Iterable[str]) -> Denial | None:
        """The entry of a code among these that leaves only a new claim, whatever stands beside it."""
        given = set(codes)
        return next((each for each in self.denials.values() if each.overrides and each.codes & given), None)

    @cached_property
    def known(self) -> frozenset[str]:
        """Every code that some entry holds."""
        return frozenset(code for each in self.denials.values() for code in each.codes)

    @cached_property
    def overriding(self) -> frozenset[str]:
        """The codes that leave only a new claim, whatever stands beside them."""
        return frozenset(code for each in self.denials.values() if each.overrides for code in each.codes)


@dataclass(frozen=True)
class Group:
    """A claim adjustment group code: who bears the amount; ``silent`` where it does not say."""

    code: str
    meaning: str
    charge: str
    authority: tuple[str, ...]
    silent: bool = False
