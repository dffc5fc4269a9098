"""Which segment may follow which without a doubt, in the guide's own order."""

from collections.abc import Iterator
from functools import cache, lru_cache

import polars as pl

from oxyclaim.x12.core.guide import Guide, SegmentDef, Usage
from oxyclaim.x12.core.kinds import file_ends, in_file

LINES = 50
"""Lines of a claim (loops 2400) that the guide allows; they are counted apart, so that their number is no doubt."""

_SUBSCRIBER = "2000B"
_OPEN_ENDED = frozenset({"2000A", "ST", "GS", "ISA"})
"""Loops that may go on in the next piece of a stream."""
_OPENS, _WIDTH = 1, 2

_Item = SegmentDef | str
"""A segment, or the id of a child loop."""


class Grammar:
    """The guide's order. Judged pairs are kept: a file has few."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._count = len(guide.segments)
        self._openers = {segment.loop: segment for segment in reversed(guide.segments)}
        self._items = {loop: self._ordered(loop) for loop in guide.loops}
        self.subscriber = self._openers[_SUBSCRIBER].number
        below = {loop for loop in guide.loops if any(_SUBSCRIBER in path for path in self._paths(loop))}
        self.below_subscriber = [segment.number for segment in guide.segments if segment.loop in below]
        self._certain = lru_cache(maxsize=100_000)(self._judge)

    @classmethod
    def of(cls, guide: Guide) -> "Grammar":
        """The grammar of a guide, made once."""
        return _grammar(guide)

    def doubtful(self, known: pl.DataFrame) -> pl.Series:
        """Numbers of segments (of those with a definition) that may be out of order, too many or behind a gap."""
        if not len(known):
            return known["segment"]
        opens = (pl.col("segment") == pl.col("instance")).fill_null(False).cast(pl.Int32)
        this = pl.col("definition").cast(pl.Int32)
        before = in_file(known)(this.shift(1)).fill_null(self._count)
        pairs = known.select((before * self._count + this) * _WIDTH + opens).to_series()
        doubts = [code for code in pairs.unique().to_list() if not self._certain(code)]
        found = known["segment"].filter(pairs.is_in(doubts) & ~known["context"]) if doubts else known["segment"].head(0)
        ends = [row for row in file_ends(known) if self._lacks_at_end(known["definition"][row])]
        return pl.concat([found, known["segment"][ends]]).sort() if ends else found

    def _judge(self, code: int) -> bool:
        pair, opens = divmod(code, _WIDTH)
        before, this = divmod(pair, self._count)
        segment = self._guide.segments[this]
        if bool(opens) is not (self._openers[segment.loop] is segment):
            return False
        if before == self._count:
            return not self._guide.loops[segment.loop].parents
        last = self._guide.segments[before]
        answers = [self._follows(last, path, segment, opens=bool(opens)) for path in self._paths(last.loop)]
        return any(answer is not None for answer in answers) and all(answer is not False for answer in answers)

    def _follows(self, last: SegmentDef, path: tuple[str, ...], segment: SegmentDef, *, opens: bool) -> bool | None:
        """Whether it follows in the loops that are open (from the innermost); None where none of them can hold it."""
        item: _Item = segment.loop if opens else segment
        homes = self._guide.loops[segment.loop].parents if opens else (segment.loop,)
        if opens and not homes:
            return not self._lacks(last, path)
        cursor: _Item = last
        for loop in path:
            if loop in homes:
                return self._steps(loop, cursor, item)
            if self._required_behind(loop, cursor):
                return False
            cursor = loop
        return None

    def _steps(self, loop: str, cursor: _Item, item: _Item) -> bool:
        items = self._items[loop]
        start, end = items.index(cursor), items.index(item)
        if start == end:
            return self._limit(item) is None
        return start < end and not any(map(self._is_required, items[start + 1 : end]))

    def _required_behind(self, loop: str, cursor: _Item) -> bool:
        items = self._items[loop]
        return any(map(self._is_required, items[items.index(cursor) + 1 :]))

    def _lacks(self, last: SegmentDef, path: tuple[str, ...]) -> bool:
        cursor: _Item = last
        for loop in path:
            if loop in _OPEN_ENDED:
                return False
            if self._required_behind(loop, cursor):
                return True
            cursor = loop
        return False

    def _lacks_at_end(self, definition: int) -> bool:
        last = self._guide.segments[definition]
        return any(self._lacks(last, path) for path in self._paths(last.loop))

    def _is_required(self, item: _Item) -> bool:
        return (item if isinstance(item, SegmentDef) else self._guide.loops[item]).usage is Usage.REQUIRED

    def _limit(self, item: _Item) -> int | None:
        if item == "2400":
            return None
        return item.max_use if isinstance(item, SegmentDef) else self._guide.loops[item].repeat

    def _ordered(self, loop: str) -> list[_Item]:
        items: list[tuple[int, _Item]] = [(s.position, s) for s in self._guide.segments if s.loop == loop]
        items += [(child.position, child.id) for child in self._guide.loops.values() if loop in child.parents]
        return [item for _, item in sorted(items, key=lambda entry: entry[0])]

    def _paths(self, loop: str) -> Iterator[tuple[str, ...]]:
        """The loops that are open inside a loop, from the innermost: for 2300 there are two ways up."""
        parents = self._guide.loops[loop].parents
        if not parents:
            yield (loop,)
        for parent in parents:
            for path in self._paths(parent):
                yield (loop, *path)


@cache
def _grammar(guide: Guide) -> Grammar:
    return Grammar(guide)
