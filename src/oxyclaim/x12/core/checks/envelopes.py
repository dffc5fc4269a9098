"""SNIP level 1, the envelopes: interchanges (ISA/IEA), groups (GS/GE) and transaction sets (ST/SE) of a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from oxyclaim.x12.core.checks.findings import TOLD, syntax_error


@dataclass(frozen=True)
class Wanted:
    """The transaction set that is read: its number (ST01), its versions (GS08, ST03), its name in a sentence."""

    kind: str
    versions: tuple[str, ...]
    name: str


@dataclass
class _Open:
    """An envelope that has begun: its segment, its control number, how many parts it has, and theirs."""

    segment: int
    control: str | None
    parts: int = 0
    controls: set[str | None] = field(default_factory=set)


READ = ("segment", "id", "e01", "e02", "e03", "e06", "e08", "e11", "e13")
"""Columns of a segments frame that are looked at."""


class EnvelopeCheck:
    """Follows the envelopes of one file through its pieces.

    ``accepted`` counts the transaction sets that are of the kind ``wanted``, ``others`` names the kinds of the rest.
    """

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self.accepted = 0
        self.others: dict[str, int] = {}
        self._interchange: _Open | None = None
        self._group: _Open | None = None
        self._transaction: _Open | None = None
        self._group_version: str | None = None
        self._interchanges: set[str | None] = set()
        self._found: list[dict[str, Any]] = []

    def check(self, envelopes: pl.DataFrame, last_segment: int | None = None) -> pl.DataFrame:
        """What is wrong with the envelopes of a piece (``Piece.envelopes``). Columns: ``TOLD``.

        ``last_segment``: the number of the file's last segment, with its last piece.
        """
        return pl.DataFrame(self.found(envelopes.select(READ).iter_rows(), last_segment), schema=TOLD, orient="row")

    def found(self, envelopes: Iterable[Sequence[Any]], last_segment: int | None = None) -> list[dict[str, Any]]:
        """The same as rows; ``envelopes``: the columns ``READ``."""
        self._found = []
        for row in envelopes:
            self._step(*row)
        if last_segment is not None:
            self._end(last_segment)
        return self._found

    def _step(self, segment: int, kind: str, *elements: str | None) -> None:
        e01, e02, e03, e06, e08, e11, e13 = elements
        match kind:
            case "ISA":
                self._close_interchange(segment)
                self._interchange = _Open(segment, e13)
                if e13 in self._interchanges:
                    message = "this control number was used by an earlier interchange of the file"
                    self._say(segment, "ISA13", message, self._interchange)
                self._interchanges.add(e13)
                if e11 is not None and not e11.isascii():
                    message = "the repetition separator must be one plain sign such as ^; this one is none"
                    self._say(segment, "ISA11", message, self._interchange)
            case "GS":
                self._begin_group(segment, e06, e08)
            case "ST":
                self._begin_transaction(segment, e01, e02, e03)
            case "SE":
                self._end_transaction(segment, e01, e02)
            case "GE":
                self._end_group(segment, e01, e02)
            case "IEA":
                self._end_interchange(segment, e01, e02)

    def _begin_group(self, segment: int, control: str | None, version: str | None) -> None:
        self._close_group(segment)
        self._group, self._group_version = _Open(segment, control), version
        if self._interchange is None:
            message = "a group (GS) stands outside an interchange; an ISA segment must come before it"
            self._say(segment, "GS", message, self._group)
        else:
            if control in self._interchange.controls:
                message = "this control number was used by an earlier group of the interchange"
                self._say(segment, "GS06", message, self._group)
            self._interchange.controls.add(control)
            self._interchange.parts += 1

    def _begin_transaction(self, segment: int, kind: str | None, control: str | None, version: str | None) -> None:
        self._close_transaction(segment)
        self._transaction = _Open(segment, control)
        if self._group is None:
            message = "a transaction set (ST) stands outside a group; a GS segment must come before it"
            self._say(segment, "ST", message, self._transaction)
        else:
            if control in self._group.controls:
                message = "this control number was used by an earlier transaction set of the group"
                self._say(segment, "ST02", message, self._transaction)
            self._group.controls.add(control)
            self._group.parts += 1
        self._accept(segment, kind, version)

    def _accept(self, segment: int, kind: str | None, version: str | None) -> None:
        group, wanted = self._group_version, self._wanted
        stated = version or group
        if kind == wanted.kind and stated in wanted.versions and (group is None or group in wanted.versions):
            self.accepted += 1
            if version is not None and group is not None and version != group:
                message = f"names another version than its group (GS08 is {group})"
                self._say(segment, "ST03", message, self._transaction)
            return
        told = _shown(kind), _shown(group if group not in wanted.versions else stated)
        name = " ".join(each for each in told if each) or "unknown"
        self.others[name] = self.others.get(name, 0) + 1
        place = "ST01" if kind != wanted.kind else "ST03" if group in wanted.versions else "GS08"
        at = segment if place != "GS08" or self._group is None else self._group.segment
        message = f"this is no {wanted.name} ({wanted.kind} of version {', '.join(wanted.versions)}) but {name}"
        self._say(at, place, message, None)

    def _end_transaction(self, segment: int, count: str | None, control: str | None) -> None:
        opened, self._transaction = self._transaction, None
        if opened is None:
            self._say(
                segment, "SE", "a transaction set ends (SE) that has not begun; an ST segment is missing", self._group
            )
            return
        expected = segment - opened.segment + 1
        if _number(count) != expected:
            self._say(segment, "SE01", f"the transaction set has {expected} segments, ST and SE included", opened)
        if control != opened.control:
            self._say(segment, "SE02", "the control number must be that of the ST segment (ST02)", opened)

    def _end_group(self, segment: int, count: str | None, control: str | None) -> None:
        self._close_transaction(segment)
        opened, self._group, self._group_version = self._group, None, None
        if opened is None:
            self._say(segment, "GE", "a group ends (GE) that has not begun; a GS segment is missing", self._interchange)
            return
        if _number(count) != opened.parts:
            self._say(segment, "GE01", f"the group has {opened.parts} transaction sets", opened)
        if control != opened.control:
            self._say(segment, "GE02", "the control number must be that of the GS segment (GS06)", opened)

    def _end_interchange(self, segment: int, count: str | None, control: str | None) -> None:
        self._close_group(segment)
        opened, self._interchange = self._interchange, None
        if opened is None:
            self._say(segment, "IEA", "an interchange ends (IEA) that has not begun; an ISA segment is missing", None)
            return
        if _number(count) != opened.parts:
            self._say(segment, "IEA01", f"the interchange has {opened.parts} groups", opened)
        if control != opened.control:
            self._say(segment, "IEA02", "the control number must be that of the ISA segment (ISA13)", opened)

    def _close_transaction(self, segment: int) -> None:
        if self._transaction is not None:
            message = "the transaction set before this segment has no end; an SE segment is missing"
            self._say(segment, "SE", message, self._transaction)
            self._transaction = None

    def _close_group(self, segment: int) -> None:
        self._close_transaction(segment)
        if self._group is not None:
            message = "the group before this segment has no end; a GE segment is missing"
            self._say(segment, "GE", message, self._group)
            self._group = None

    def _close_interchange(self, segment: int) -> None:
        self._close_group(segment)
        if self._interchange is not None:
            message = "the interchange before this segment has no end; an IEA segment is missing"
            self._say(segment, "IEA", message, self._interchange)
            self._interchange = None

    def _end(self, segment: int) -> None:
        for opened, name, end in (
            (self._transaction, "a transaction set", "SE"),
            (self._group, "a group", "GE"),
            (self._interchange, "an interchange", "IEA"),
        ):
            if opened is not None:
                self._say(segment, end, f"the file ends inside {name}; a segment {end} is missing", opened)

    def _say(self, segment: int, element: str, message: str, rejects: _Open | None) -> None:
        """``rejects``: the envelope that is refused for it, with all that is in it."""
        found = syntax_error(segment, "", element, message)
        self._found.append(found | {"rejects": None if rejects is None else rejects.segment})


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 12 else None


def _shown(text: str | None) -> str:
    """A kind or a version as far as it looks like one."""
    return text if text is not None and text.isascii() and text.isalnum() and len(text) <= 12 else ""
