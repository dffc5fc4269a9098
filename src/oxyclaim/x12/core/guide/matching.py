"""Which of the guide's segments a segment of a file is: by its loop, its id and the codes that tell siblings apart."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from oxyclaim.x12.core.characters import COMPONENT
from oxyclaim.x12.core.guide.model import SegmentDef

DEFINITION = pl.Int16


class Numbering:
    """Numbers a set of texts from 0; a text outside the set, or none, gets the number after the last."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = sorted(set(texts))
        self.other = len(self.texts)
        self.size = self.other + 1
        self._enum = pl.Enum(self.texts)

    def of(self, text: pl.Expr) -> pl.Expr:
        """The number of each text."""
        return text.cast(self._enum, strict=False).to_physical().cast(pl.UInt32).fill_null(self.other)


class _Tables(NamedTuple):
    """By number of loop and id, and by number of family and first code."""

    alone: pl.Series  # the definition, where a loop has one of that id
    family: pl.Series  # the family, where it has several
    by_code: pl.Series  # the definition by family and first code
    contested: dict[tuple[int, int], list[SegmentDef]]  # family and code of which several definitions are


class Matcher:
    """Finds definitions. Its tables are made once for an order of loops."""

    def __init__(self, segments: Sequence[SegmentDef], ids: Sequence[str]) -> None:
        self._segments = segments
        self._ids = {identifier: code for code, identifier in enumerate(ids)}
        self._codes = Numbering(code for segment in segments for code in _told_by(segment, 0))
        self._tables = lru_cache(maxsize=4)(self._make_tables)

    def definition_of(self, segments: pl.DataFrame, loops: tuple[str, ...], component: str = COMPONENT) -> pl.Series:
        """Number of the definition (``SegmentDef.number``) of each segment; null where the guide has none."""
        tables = self._tables(loops)
        nowhere = len(loops) * len(self._ids)
        key = pl.col("loop").cast(pl.UInt32, strict=False) * len(self._ids) + pl.col("code").cast(pl.UInt32)
        keys = segments.select(key.fill_null(nowhere)).to_series()
        definition = tables.alone.gather(keys)
        family = tables.family.gather(keys)
        is_of_family = family.is_not_null()
        asked = segments.select("e01", "e02").filter(is_of_family)
        if asked.is_empty():
            return definition.alias("definition")
        asked = asked.with_columns(
            family=family.filter(is_of_family).cast(pl.UInt32), code=self._first_codes(asked, component)
        )
        by_code = asked.select(pl.col("family") * self._codes.size + pl.col("code")).to_series()
        found = tables.by_code.gather(by_code)
        for (number, code), candidates in tables.contested.items():
            this = ((asked["family"] == number) & (asked["code"] == code)).arg_true()
            if len(this):
                chosen = pl.lit(candidates[0].number)
                for candidate in reversed(candidates):
                    fits = pl.col("e02").is_in(list(_told_by(candidate, 1)))
                    chosen = pl.when(fits).then(candidate.number).otherwise(chosen)
                found = found.scatter(this, asked[this].select(chosen.cast(DEFINITION)).to_series())
        return definition.scatter(is_of_family.arg_true(), found).alias("definition")

    def _first_codes(self, asked: pl.DataFrame, component: str) -> pl.Series:
        """The number of the code in each first element, or in its first component."""
        codes = asked.select(self._codes.of(pl.col("e01"))).to_series()
        others = (codes == self._codes.other).arg_true()
        if len(others):
            first = pl.col("e01").str.split(component).list.first()
            codes = codes.scatter(others, asked[others].select(self._codes.of(first)).to_series())
        return codes

    def _make_tables(self, loops: tuple[str, ...]) -> _Tables:
        families: dict[int, list[SegmentDef]] = {}
        places = {loop: place for place, loop in enumerate(loops)}
        codes = {code: number for number, code in enumerate(self._codes.texts)}
        for segment in self._segments:
            if segment.loop in places:
                families.setdefault(places[segment.loop] * len(self._ids) + self._ids[segment.id], []).append(segment)
        alone: list[int | None] = [None] * (len(loops) * len(self._ids) + 1)
        family, by_code = alone.copy(), list[int | None]()
        contested: dict[tuple[int, int], list[SegmentDef]] = {}
        for key, members in families.items():
            if len(members) == 1:
                alone[key] = members[0].number
                continue
            number = family[key] = len(by_code) // self._codes.size
            row: list[int | None] = [None] * self._codes.size
            for member in members:
                for text in _told_by(member, 0):
                    if row[codes[text]] is None:
                        row[codes[text]] = member.number
                    else:
                        first = next(m for m in members if m.number == row[codes[text]])
                        contested.setdefault((number, codes[text]), [first]).append(member)
            by_code += row
        return _Tables(
            pl.Series(alone, dtype=DEFINITION),
            pl.Series(family, dtype=DEFINITION),
            pl.Series(by_code, dtype=DEFINITION),
            contested,
        )


def _told_by(segment: SegmentDef, place: int) -> frozenset[str]:
    codes = list(segment.qualifiers.values())
    return codes[place] if place < len(codes) else frozenset()
