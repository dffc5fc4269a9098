"""Bytes become a segments frame: a segment a row, an element a column.

The splitting is done by Polars' CSV reader, which is made for just this (rows ended by one byte, fields by another)
and works on all cores. What it cannot read is split by hand.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

import polars as pl

from oxyclaim.x12.core.delimiters import BLANKS, Delimiters
from oxyclaim.x12.core.schema import ELEMENTS, SEGMENTS

_WIDTHS = (13, 17, ELEMENTS + 1)
"""Columns to try: every column costs time. 12 elements hold all but ISA, long claim headers and adjustments."""
_OF_ISA = 17
_SCHEMA = {"id": pl.String, **dict.fromkeys(list(SEGMENTS)[2:], pl.String)}


class Text:
    """The segments of some bytes, and where each of them begins.

    ``position``: at which byte of the file they begin; ``first``: the number of their first segment in the file;
    ``width``: the columns to try first, which afterwards says how many were needed.
    """

    def __init__(self, data: bytes, delimiters: Delimiters, position: int = 0, first: int = 0, width: int = 0):
        self.data = data
        self.delimiters = delimiters
        self.position = position
        self.first = first
        self.width = width

    def segments(self) -> pl.DataFrame:
        """The segments frame. Columns: ``SEGMENTS``."""
        frame = self._columns()
        if self._has_blanks_between:
            # Line breaks before an id are no part of it; what stands behind one is wrong, and told.
            frame = frame.with_columns(pl.col("id").str.strip_chars_start(BLANKS.decode()))
        return frame.with_row_index("segment", self.first).with_columns(pl.col("segment").cast(pl.Int64))

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return len(self.data)

    @cached_property
    def count(self) -> int:
        """How many segments there are; one without a terminator at the end counts."""
        terminator = self.delimiters.terminator
        return self.data.count(terminator) + (bool(self.data) and not self.data.endswith(terminator))

    def begins(self, numbers: pl.Series) -> pl.Series:
        """The byte positions in the file at which segments (from 0) begin, behind line breaks before them.

        Null for a number that no segment of this text has.
        """
        index = numbers.set((numbers < 0) | (numbers >= self.count), None)
        positions = self._starts.gather(index) + self.position
        if self._has_blanks_between:
            lines = self._lines.gather(index)
            blanks = lines.str.len_chars() - lines.str.strip_chars_start(BLANKS.decode()).str.len_chars()
            positions += blanks.cast(pl.Int64)
        return positions

    def ends_with_separator(self) -> list[int]:
        """Which segments (from 0) end with an empty element."""
        separator, terminator = self.delimiters.element, self.delimiters.terminator
        # Polars finds two bytes faster than Python does.
        if not pl.Series([self.data], dtype=pl.Binary).bin.contains(separator + terminator)[0]:
            return []
        return self._lines.str.ends_with(separator.decode()).arg_true().to_list()

    @cached_property
    def _lines(self) -> pl.Series:
        """The text of each segment, a character a byte."""
        text = pl.Series([self.data.decode("latin-1")])
        return text.str.split(self.delimiters.terminator.decode()).explode()[: self.count]

    @cached_property
    def _starts(self) -> pl.Series:
        return (self._lines.str.len_chars().cast(pl.Int64) + 1).cum_sum().shift(1, fill_value=0)

    @cached_property
    def holds_interchange(self) -> bool:
        """Whether an interchange begins in it."""
        return self.data.startswith(b"ISA") or self.delimiters.terminator + b"ISA" in self.data

    @cached_property
    def _has_blanks_between(self) -> bool:
        pattern = re.escape(self.delimiters.terminator) + rb"[" + BLANKS + rb"]"
        return re.search(pattern, self.data) is not None

    @cached_property
    def _utf8(self) -> bytes:
        """The same text in UTF-8: a segment that is not is taken for Latin-1."""
        if self.data.isascii():
            return self.data
        try:
            self.data.decode("utf-8")
        except UnicodeDecodeError:
            terminator = self.delimiters.terminator
            return terminator.join(map(_as_utf8, self.data.split(terminator)))
        return self.data

    def _columns(self) -> pl.DataFrame:
        if not self.data:
            return pl.DataFrame(schema=_SCHEMA)
        least = _OF_ISA if self.holds_interchange else self.width
        for width in (each for each in _WIDTHS if each >= least):
            self.width = width
            try:
                frame = self._read(width)
            except pl.exceptions.PolarsError:
                continue
            return frame if frame.height == self.count else self._split_by_hand()
        return self._split_by_hand()

    def _read(self, width: int) -> pl.DataFrame:
        """The segments with so many columns. A longer segment is an error, except where all columns are read."""
        names = list(_SCHEMA)
        frame = pl.read_csv(
            self._utf8,
            has_header=False,
            separator=self.delimiters.element.decode(),
            eol_char=self.delimiters.terminator.decode(),
            quote_char=None,
            schema=dict.fromkeys(names[:width], pl.String),
            truncate_ragged_lines=width == len(names),
            missing_columns="insert",
            extra_columns="ignore" if width == len(names) else "raise",
        )
        return frame.with_columns(**dict.fromkeys(names[width:], pl.lit(None, pl.String)))

    def _split_by_hand(self) -> pl.DataFrame:
        text = self._utf8.decode()
        separator, terminator = self.delimiters.element.decode(), self.delimiters.terminator.decode()
        rows = []
        for line in text.split(terminator)[: self.count]:
            elements = [element or None for element in line.split(separator)[: ELEMENTS + 1]]
            rows.append(elements + [None] * (ELEMENTS + 1 - len(elements)))
        return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


class Texts:
    """The texts of several small files with the same component and repetition separators, one behind the other.

    Segments are numbered through all of them, perhaps with gaps; positions are those in the own file.
    """

    def __init__(self, texts: Sequence[Text]):
        self.texts = tuple(texts)
        self.delimiters = texts[0].delimiters
        self.first = texts[0].first
        self._begins = [text.first for text in texts]

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return sum(text.size for text in self.texts)

    @cached_property
    def count(self) -> int:
        """How many segments there are."""
        return sum(text.count for text in self.texts)

    def begins(self, numbers: pl.Series) -> pl.Series:
        """The byte positions at which segments (from 0) begin, each in its file. Null for a number that none has."""
        found: list[int | None] = [None] * len(numbers)
        by_text: dict[int, list[int]] = {}
        for row, number in enumerate(numbers.to_list()):
            if number is not None and number >= 0:
                by_text.setdefault(bisect_right(self._begins, number + self.first) - 1, []).append(row)
        for place, rows in by_text.items():
            text = self.texts[place]
            positions = text.begins(numbers.gather(rows) + (self.first - text.first))
            for row, position in zip(rows, positions.to_list(), strict=True):
                found[row] = position
        return pl.Series(found, dtype=pl.Int64)

    def ends_with_separator(self) -> list[int]:
        """Which segments (from 0) end with an empty element."""
        return [text.first - self.first + number for text in self.texts for number in text.ends_with_separator()]


def _as_utf8(line: bytes) -> bytes:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1").encode("utf-8")
    return line
