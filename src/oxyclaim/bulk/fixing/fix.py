"""Put a claim file right, round by round: what a check finds is changed, and the file is checked again.

A change stays only where the check then finds nothing wrong with its element any more.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from oxyclaim.bulk.fixing import counts, modifiers
from oxyclaim.bulk.fixing.formats import form_of
from oxyclaim.bulk.fixing.modifiers import Slots
from oxyclaim.bulk.fixing.segments import Changed, Segment, Segments
from oxyclaim.x12.claim_837p.reader import read

Check = Callable[[bytes], pl.DataFrame]
"""Every finding of a file's bytes. Columns: ``REPORT``."""

_ROUNDS = 20
_PLACE = re.compile(r"(?P<element>[A-Z][A-Z0-9]{1,2}\d\d)(?:-(?P<component>\d+))?(?=\W)")
"""A finding's sentence begins with the element that it is about."""
SEPARATOR, TWICE = "X12-SEPARATOR", "X12-SET-MODIFIER-TWICE"
ORDER = "order of modifiers"
"""What a change of order stands under: no finding asks for it."""


@dataclass(frozen=True)
class Correction:
    """What was, what is, and why. ``position``: of its segment in the file as it was; ``line_number``: LX01."""

    position: int
    claim_id: str
    line_number: int | None
    loop: str
    element: str
    was: str
    now: str
    why: str
    rule: str


@dataclass
class Fixed:
    """A file put right. ``before`` and ``left``: what the check found of it as it was, and finds of it now."""

    data: bytes
    before: pl.DataFrame
    left: pl.DataFrame
    corrections: list[Correction] = field(default_factory=list)


@dataclass(frozen=True)
class _Change:
    """A correction at its segment in the file of this round. ``apply`` changes the segment."""

    correction: Correction
    position: int
    apply: Callable[[Segment], None]

    @property
    def place(self) -> tuple[int, str]:
        """Where it stands in the file as it was."""
        return self.correction.position, self.correction.element


def fix(data: bytes, check: Check, slots: Slots, rent_missing: frozenset[str]) -> Fixed:
    """Put a file right. ``rent_missing``: the rules that say that a month of rent lacks its modifier.

    Raises ``UnreadableFile``.
    """
    found = check(data)
    fixed = Fixed(data, found, found)
    history: list[Changed] = []
    barred: set[tuple[int, str]] = set()
    for _ in range(_ROUNDS):
        changes = [
            each for each in _changes(fixed, slots, rent_missing, lambda at: _original(at, history))
            if each.place not in barred
        ]  # fmt: skip
        if not changes:
            break
        changed, done = _applied(fixed.data, changes)
        after = check(changed.data)
        wrong = {
            (_original(changed.old(row[0]), history), row[1]) for row in _places(after)
        } & {each.place for each in done}  # fmt: skip
        if wrong:
            barred |= wrong
            continue
        fixed = replace(
            fixed, data=changed.data, left=after, corrections=[*fixed.corrections, *(each.correction for each in done)]
        )
        history.append(changed)
    return replace(fixed, corrections=sorted(fixed.corrections, key=lambda each: (each.position, each.element)))


def _original(position: int, history: Sequence[Changed]) -> int:
    for changed in reversed(history):
        position = changed.old(position)
    return position


def _places(findings: pl.DataFrame) -> Iterator[tuple[int, str]]:
    """Where errors of the file's form stand: the position of the segment, and the element."""
    errors = findings.filter((pl.col("severity") == "error") & (pl.col("snip_level") <= 5))
    for position, message in errors.select("byte_position", "message").iter_rows():
        if position is not None and (place := _PLACE.match(message)):
            yield position, place[0]


def _applied(data: bytes, changes: list[_Change]) -> tuple[Changed, list[_Change]]:
    """The file with the changes, and those of them that have changed something, as they came out."""
    segments = Segments(data)
    touched: dict[int, Segment] = {}
    done = []
    for change in changes:
        segment = touched.setdefault(change.position, segments.at(change.position))
        before = segment.data
        change.apply(segment)
        if segment.data != before:
            done.append(change)
    return Changed(data, list(touched.values())), done


def _changes(
    fixed: Fixed, slots: Slots, rent_missing: frozenset[str], original: Callable[[int], int]
) -> Iterator[_Change]:
    segments = Segments(fixed.data)
    seen: set[tuple[int, str]] = set()
    for row in fixed.left.iter_rows(named=True):
        if row["byte_position"] is None or row["severity"] != "error":
            continue
        for change in _of_finding(row, segments, slots, rent_missing, original):
            if change.place not in seen:
                seen.add(change.place)
                yield change
    for change in _out_of_order(fixed.data, segments, slots, original):
        if change.place not in seen:
            yield change


def _of_finding(
    row: dict[str, object], segments: Segments, slots: Slots, rent_missing: frozenset[str],
    original: Callable[[int], int],
) -> Iterator[_Change]:  # fmt: skip
    position, rule = int(str(row["byte_position"])), str(row["rule"])

    def correction(element: str, was: str, now: str, why: str, at: int = position) -> Correction:
        line = row["line_number"]
        return Correction(
            original(at), str(row["claim_id"] or ""), None if line is None else int(str(line)), str(row["loop"] or ""),
            element, was, now, why, rule,
        )  # fmt: skip

    if rule in rent_missing:
        yield from _rent(segments, position, slots, correction)
        return
    if rule == SEPARATOR:
        yield _without_empty_end(segments.at(position), correction)
        return
    place = _PLACE.match(str(row["message"]))
    if place is None:
        return
    element = place["element"]
    component = int(place["component"]) if place["component"] else None
    for put in counts.puts(segments, position, element):
        segment = segments.at(put.position)
        if put.number < len(segment.elements):
            named = f"{segment.id}{put.number:02d}"
            told = correction(named, segment.value(put.number), put.value, put.why, put.position)
            yield _Change(told, put.position, lambda one, put=put: one.put(put.value, put.number))  # type: ignore[misc]
    segment = segments.at(position)
    if not element.startswith(segment.id):
        return
    if rule == TWICE:
        yield from _reordered(segment, modifiers.once, modifiers.WHY_ONCE, slots, correction)
        return
    number = int(element[len(segment.id) :])
    was = segment.value(number, component)
    form = form_of(segment, place[0])
    now = form.put(was) if form is not None and was else None
    if form is not None and now and now != was:
        told = correction(place[0], was, now, form.why)
        yield _Change(told, position, lambda one: one.put(now, number, component))


def _without_empty_end(segment: Segment, correction: Callable[..., Correction]) -> _Change:
    sign = segment.delimiters.element.decode("latin-1")
    was = sign.join(segment.elements)
    kept = was.rstrip(sign)
    told = correction(segment.id, was[len(kept) :], "", "empty elements at the end of a segment are left out")

    def cut(one: Segment) -> None:
        while one.elements and not one.elements[-1]:
            one.elements.pop()

    return _Change(told, segment.start, cut)


def _rent(segments: Segments, line: int, slots: Slots, correction: Callable[..., Correction]) -> Iterator[_Change]:
    """``line``: where the line's first segment (LX) begins."""
    position = _service_of(segments, line)
    if position is not None:
        segment = segments.at(position)
        now = modifiers.with_rent(modifiers.held(segment), slots)
        if now is not None:
            yield from _reordered(segment, lambda _held, _slots: now, modifiers.WHY_RENT, slots, correction)


def _service_of(segments: Segments, line: int) -> int | None:
    """Where the service (SV1) of a line begins, which stands directly behind its number (LX)."""
    following = segments.at(line).end + 1
    found = segments.after("SV1", line)
    return found if found is not None and segments.count(following, found) == 1 else None


def _reordered(
    segment: Segment, arrange: Callable[[list[str], Slots], list[str]], why: str, slots: Slots,
    correction: Callable[..., Correction],
) -> Iterator[_Change]:  # fmt: skip
    was = modifiers.held(segment)
    now = arrange(was, slots)
    if now != was:
        told = correction("SV101", ":".join(was), ":".join(now), why, segment.start)
        yield _Change(told, segment.start, lambda one: modifiers.put(one, now))


def _out_of_order(data: bytes, segments: Segments, slots: Slots, original: Callable[[int], int]) -> Iterator[_Change]:
    first = pl.lit(pl.Series([sorted(slots.first)]))
    for piece in read(data):
        held = pl.col("modifiers")
        some = held.list.set_intersection(first).list.len() == 1
        lines = piece.lines.filter(some & ~held.list.first().is_in(sorted(slots.first))).join(
            piece.claims.select("claim", "claim_id"), on="claim", maintain_order="left"
        )
        positions = piece.positions(lines["segment"])
        for position, claim_id, line_number in zip(positions, lines["claim_id"], lines["line_number"], strict=True):

            def correction(
                element: str, was: str, now: str, why: str, at: int, claim_id: str = claim_id,
                line_number: int | None = line_number,
            ) -> Correction:  # fmt: skip
                return Correction(original(at), claim_id, line_number, "2400", element, was, now, why, ORDER)

            service = _service_of(segments, position)
            if service is not None:
                yield from _reordered(segments.at(service), modifiers.in_order, modifiers.WHY_FIRST, slots, correction)
