"""A file that another system exported, as headings and rows of texts: CSV with any usual separator, or XLSX."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oxyclaim.intake.number_formats import as_shown, formats_of

SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx")
SEPARATORS = ",;\t|"
LONGEST_CELL = 131_072
WIDE = b"\xff\xfe", b"\xfe\xff"
NOT_TEXT = "is no text file; save it as CSV or XLSX"
OLD_EXCEL = "is of the old Excel kind; save it as XLSX or CSV"
OFFICE_MISSING = "an XLSX file needs one more package: pip install 'oxyclaim[office]' (or save the sheet as CSV)"


class CannotRead(Exception):
    """The file is no table; the message says why and what to do."""


@dataclass(frozen=True)
class Row:
    """A row of a table. ``number`` is its line in a CSV file, or its row in the sheet, from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A file, or a sheet of it. ``crooked``: rows with more cells than there are headings, by what is wrong with them.

    ``blank``: how many rows hold nothing. Every row of the file below the headings is in one of the three.
    """

    path: Path
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    crooked: tuple[tuple[int, str], ...]
    blank: int
    sheet: str | None = None

    @property
    def read(self) -> int:
        """How many rows stand below the headings."""
        return len(self.rows) + len(self.crooked) + self.blank


def read_table(path: Path, sheet: str | None = None) -> Table:
    """Read a file. ``sheet`` names one of a workbook; None is the first. Raises CannotRead."""
    suffix = path.suffix.lower()
    if suffix == ".xls":
        raise CannotRead(OLD_EXCEL)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CannotRead(f"cannot be read: {(error.strerror or str(error)).lower()}") from None
    if suffix == ".xlsx" or data.startswith(b"PK\x03\x04"):
        return _table(path, _of_workbook(data, sheet), sheet)
    return _table(path, _of_csv(data), None)


def text_of(data: bytes) -> str:
    """The text of a file: UTF-8 with or without a byte order mark, UTF-16 with one, else Windows' Western European."""
    if data.startswith(WIDE):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _of_csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = text_of(data)
    if "\0" in text[:10_000]:
        raise CannotRead(NOT_TEXT)
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    # Excel writes the separator into a line of its own where it is not the country's.
    told = first.lower().startswith("sep=") and len(first.strip()) == len("sep=") + 1
    separator = first.strip()[-1] if told else max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    csv.field_size_limit(LONGEST_CELL)
    number = 1
    try:
        for cells in reader:
            if not (told and number == 1):
                yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        raise CannotRead(f"cannot be read from line {number} on: {error}") from None


def _of_workbook(data: bytes, sheet: str | None) -> Iterator[tuple[int, list[str]]]:
    try:
        import fastexcel  # type: ignore[import-untyped, unused-ignore]  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError:
        raise CannotRead(OFFICE_MISSING) from None
    try:
        book = fastexcel.read_excel(data)
        if sheet is not None and sheet not in book.sheet_names:
            raise CannotRead(f"has no sheet {sheet!r}; its sheets are {', '.join(book.sheet_names)}")
        frame = book.load_sheet(
            0 if sheet is None else sheet, header_row=None, skip_rows=0, dtypes="string", skip_whitespace_tail_rows=True
        ).to_polars()
    except fastexcel.FastExcelError as error:
        raise CannotRead(f"is no workbook that can be read ({type(error).__name__}); save it anew as XLSX") from None
    formats = formats_of(data, sheet)
    for number, cells in enumerate(frame.iter_rows(), start=1):
        places = enumerate(cells, start=formats.first_column)
        yield number, [_cell(cell, formats.cells.get((number, column))) for column, cell in places]


def _cell(value: Any, shown: tuple[str, str] | None) -> str:
    if value is None:
        return ""
    return as_shown(*shown) if shown is not None and _same(str(value), shown[0]) else str(value)


def _same(text: str, number: str) -> bool:
    try:
        return float(text) == float(number)
    except ValueError:
        return False


def _table(path: Path, found: Iterator[tuple[int, list[str]]], sheet: str | None) -> Table:
    headings: tuple[str, ...] = ()
    rows: list[Row] = []
    crooked: list[tuple[int, str]] = []
    blank = 0
    for number, cells in found:
        texts = [" ".join(cell.split()) for cell in cells]
        if not any(texts):
            blank += bool(headings)
        elif not headings:
            headings = tuple(_without_tail(texts))
            _refuse_doubled(headings)
        elif any(texts[len(headings) :]):
            crooked.append((number, f"has {len(_without_tail(texts))} cells under {len(headings)} headings"))
        else:
            rows.append(Row(number, tuple(texts[: len(headings)]) + ("",) * (len(headings) - len(texts))))
    if not headings:
        raise CannotRead("holds no line of headings")
    return Table(path, headings, tuple(rows), tuple(crooked), blank, sheet)


def _without_tail(texts: Sequence[str]) -> list[str]:
    last = max((place for place, text in enumerate(texts) if text), default=-1)
    return list(texts[: last + 1])


def _refuse_doubled(headings: Sequence[str]) -> None:
    folded = [heading.casefold() for heading in headings if heading]
    doubled = sorted({heading for heading in headings if folded.count(heading.casefold()) > 1})
    if doubled:
        raise CannotRead(f"has the same heading twice ({', '.join(doubled)}); rename one of them")
