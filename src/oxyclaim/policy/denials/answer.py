"""What the codes of a line give together, and what follows from each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from oxyclaim.engine.denials import (
    DENIED,
    REJECTED,
    STRENGTH,
    Codes,
    Denial,
    DenialBook,
    Route,
    group_and_carc,
    is_rarc,
)
from oxyclaim.policy.denials.work import faults

NEW_CLAIM = "new_claim"
RECORDS = "records"
APPEAL = "redetermination"
RIGHT_TOLD = "MA01"
"""The remark that tells of the right to appeal. Source: NREDET."""
TOLD_BY_THE_LINE = (
    "depends: only if the remittance carries neither MA130 nor N704", "depends: on the CARC that it stands with",
    "depends: on the code that it stands with",
)  # fmt: skip
"""What the catalogue leaves open of a code by itself, and the whole of a line tells."""
YES_BY_REMARK = "yes: the remark MA01 tells of the right to appeal"


def strongest(entries: Sequence[Denial]) -> str:
    """The strongest answer of several entries."""
    return max((entry.answer for entry in entries), key=STRENGTH.index)


@dataclass(frozen=True)
class Piece:
    """Some of a line's codes and the entries that explain them; of several none fits better than the others.

    ``others`` are the remark codes and modifiers that would tell more, where the reason code says little by itself.
    """

    codes: tuple[str, ...]
    group: str | None
    entries: tuple[Denial, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What the codes of a line mean, piece by piece, the strongest first.

    ``no_appeal`` is the code that leaves only a new claim. ``not_known`` are codes that no entry holds.
    """

    UNPAID: ClassVar = (DENIED, REJECTED)
    given: tuple[str, ...]
    codes: Codes
    pieces: tuple[Piece, ...]
    no_appeal: str | None
    not_known: tuple[str, ...]

    @staticmethod
    def rank(piece: Piece) -> int:
        """How strong a piece is: higher is stronger."""
        return STRENGTH.index(strongest(piece.entries))

    @property
    def entries(self) -> tuple[Denial, ...]:
        """The entries of all pieces."""
        return tuple({entry.id: entry for piece in self.pieces for entry in piece.entries}.values())

    @property
    def outcome(self) -> str:
        """What the line comes to: its strongest answer."""
        return REJECTED if self.no_appeal else strongest(self.entries)

    @property
    def unknown_reasons(self) -> tuple[str, ...]:
        """Reason codes that no entry holds: each may deny the line."""
        return tuple(code for code in self.not_known if group_and_carc(code))

    def answer(self, entry: Denial) -> str:
        """Rejected, denied, adjusted or notice."""
        return REJECTED if self._overridden(entry) else entry.answer

    def action(self, entry: Denial, book: DenialBook) -> str:
        """What to do."""
        instead = book.overrides([self.no_appeal]) if self.no_appeal and self._overridden(entry) else None
        if instead is None and entry.answer == DENIED and APPEAL in entry.routes:
            instead = self._barring("appeal", entry, book)
        return (instead if instead and entry.answer != REJECTED else entry).action

    def appeal(self, entry: Denial, book: DenialBook) -> str:
        """Whether it can be appealed."""
        if self.no_appeal:
            return f"no: {self.no_appeal} leaves only a new claim"
        if barring := self._barring("appeal", entry, book):
            return f"no: {self._code_of(barring)} says that it cannot be appealed"
        if RIGHT_TOLD in self.given and (
            entry.answer == REJECTED or (entry.answer == DENIED and entry.appeal in TOLD_BY_THE_LINE)
        ):
            return YES_BY_REMARK
        return entry.appeal

    def charge(self, piece: Piece, entry: Denial, book: DenialBook) -> str:
        """Whether the patient may be charged; a group code that is not usual for the entry decides."""
        if self.no_appeal:
            return "no: nothing has been decided yet"
        charge = self._by_group(piece, entry, book)
        if not charge.startswith("no") and (barring := self._barring("charge", entry, book)):
            return f"no: {self._code_of(barring)} bars it ({barring.may_charge(None).partition(': ')[2]})"
        return charge

    def _by_group(self, piece: Piece, entry: Denial, book: DenialBook) -> str:
        group = book.groups.get(piece.group or "")
        if group is None or group.code in entry.charge:
            return entry.may_charge(piece.group)
        usual = {found[0] for code in entry.codes if (found := group_and_carc(code)) and found[0]}
        if usual and group.code not in usual and not (group.silent and entry.may_charge(None).startswith("no")):
            return f"{group.charge} (usual here is {' or '.join(sorted(usual))})"
        if group.charge.startswith("no") and not entry.may_charge(None).startswith("no"):
            return group.charge
        return entry.may_charge(piece.group)

    def routes(self, entry: Denial, book: DenialBook, *, requested: bool = False) -> tuple[Route, ...]:
        """The ways on: the usual ones, and a possible appeal last. The answer to a request for records, if there was
        one, stands first; behind them where the line has been denied since, and nowhere where it was returned or
        repeats another, of which no records are read."""
        ids = (NEW_CLAIM,) if self._overridden(entry) else entry.routes
        if (barring := self._barring("appeal", entry, book)) and APPEAL in ids:
            ids = tuple(id for id in ids if id != APPEAL) or barring.routes
        if requested and not self.no_appeal and entry.answer != REJECTED and entry.id not in faults().duplicates:
            ids = (*ids, RECORDS) if entry.answer == DENIED else (RECORDS, *ids)
        appeal = (APPEAL,) if self.appeal(entry, book).startswith("yes") else ()
        return tuple(book.routes[id] for id in dict.fromkeys((*ids, *appeal)))

    def _overridden(self, entry: Denial) -> bool:
        return self.no_appeal is not None and entry.answer in self.UNPAID

    def _barring(self, what: str, entry: Denial, book: DenialBook) -> Denial | None:
        """The entry of a given code that rules something out for the line; none where this entry holds that code."""
        for each in book.denials.values():
            if what in each.bars and each is not entry and (code := self._code_of(each)) and code not in entry.codes:
                return each
        return None

    def _code_of(self, entry: Denial) -> str | None:
        """The code by which an entry that bars something is given."""
        carcs = {found[1] for code in entry.codes if (found := group_and_carc(code))}
        for code in self.given:
            found = group_and_carc(code)
            if (is_rarc(code) and code in entry.codes) or (found and found[1] in carcs):
                return code
        return None
