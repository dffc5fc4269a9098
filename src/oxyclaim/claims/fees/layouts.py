"""The four files of CMS's quarterly DMEPOS release, told apart by their column names and checked row by row.

All four come as .csv and, but for the fee schedule itself, as tab-separated .txt; lines of title stand above the
column names. Amounts become integer cents. Only rows of the category OX (oxygen) are kept; the others are counted.
"""

import csv
import hashlib
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import polars as pl

from oxyclaim.case.problems import Problem, shown

OXYGEN = "OX"
"""The category of oxygen equipment in CMS's files."""
MOST_PROBLEMS = 100
"""Problems told of one file; the rest is counted."""

_MONTHS = {"january": 1, "april": 2, "july": 3, "october": 4}
_TITLE = re.compile(r"\b(january|april|july|october)\s+(20\d\d)\b", re.IGNORECASE)
_QUARTER = re.compile(r"(20\d\d)0?([1-4])")
_STATE_COLUMN = re.compile(r"([A-Z]{2})\s*\((NR|R)\)")
_CODE = re.compile(r"[A-Z]\d{4}")
_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_AMOUNT = re.compile(r"\$?(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.(\d{1,2}))?")
_NOT_NEEDED = re.compile(r"\(PEN\) Fee Schedule|National Mail[- ]Order", re.IGNORECASE)
"""Titles of the other tables of a release: nutrition, and diabetic supplies by mail."""
_LOOKED_AT = 30
"""Rows in which the column names are looked for."""


class Kind(StrEnum):
    """Which of the four files it is."""

    FEES = "DMEPOS fees"
    RURAL_ZIPS = "rural ZIP codes"
    CBA_FEES = "former CBA fees"
    CBA_ZIPS = "former CBA ZIP codes"


SCHEMAS: dict[Kind, dict[str, type[pl.DataType]]] = {
    Kind.FEES: {
        "code": pl.String, "modifiers": pl.String, "state": pl.String, "non_rural": pl.Int64, "rural": pl.Int64,
    },
    Kind.RURAL_ZIPS: {"state": pl.String, "zip": pl.String},
    Kind.CBA_FEES: {"code": pl.String, "modifiers": pl.String, "cba": pl.String, "fee": pl.Int64},
    Kind.CBA_ZIPS: {"state": pl.String, "zip": pl.String, "cba": pl.String},
}  # fmt: skip
"""The columns of what is kept; modifiers are joined by a space, amounts are cents, null where there is no fee."""


@dataclass(frozen=True)
class FeeFile:
    """One file that was read without a problem: ``rows`` of it make up the kept ones and those set aside."""

    source: str
    sha256: str
    kind: Kind
    year: int
    quarter: int
    rows: int
    set_aside: dict[str, int]
    table: pl.DataFrame

    @property
    def kept(self) -> int:
        """How many rows of the file are kept."""
        return self.rows - sum(self.set_aside.values())


@dataclass
class _Reading:
    """What is known of a file while it is read."""

    path: Path
    problems: list[Problem] = field(default_factory=list)
    set_aside: Counter[str] = field(default_factory=Counter)
    rows: int = 0

    def problem(self, line: int | None, message: str, found: str | None = None) -> None:
        self.problems.append(Problem(self.path, line, message, found=None if found is None else shown(found)))


Row = tuple[int, list[str]]
"""A line number, from 1, and the cells without the blanks around them."""
Read = tuple[pl.DataFrame, tuple[int, int] | None]
"""What is kept, and the year and quarter."""


def read_fee_file(path: Path) -> tuple[FeeFile | None, list[Problem]]:
    """The file, or None with everything that is wrong with it; None and no problem for one that is not needed."""
    reading = _Reading(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        return None, [Problem(path, None, f"cannot be read ({error.strerror})")]
    file = _read(content, reading)
    if reading.problems:
        more = len(reading.problems) - MOST_PROBLEMS
        told = reading.problems[:MOST_PROBLEMS]
        return None, [*told, Problem(path, None, f"has {more} more problems that are not listed")] if more > 0 else told
    return file, []


def _read(content: bytes, reading: _Reading) -> FeeFile | None:
    if content.startswith(b"PK"):
        reading.problem(None, "is an Excel workbook or a zip; unzip CMS's release and import its .csv files, or save "
                        "the workbook as CSV")  # fmt: skip
        return None
    rows = _cells(content, reading)
    header = _header(rows)
    if header is not None and _NOT_NEEDED.search(_title(rows[:header])):
        return None
    kind = _kind(rows[header][1]) if header is not None else None
    if header is None or kind is None:
        reading.problem(
            None,
            "is none of CMS's four files (DMEPOS fees, rural ZIP codes, former CBA fees, former CBA ZIP codes): no row "
            "has their column names. Import the .csv files of the quarterly DMEPOS release as they come; its .txt of "
            "the fee schedule itself, with ~ between the values, has no column names",
        )
        return None
    table, period = _READERS[kind](rows[:header], rows[header], rows[header + 1 :], reading)
    if not reading.problems and table.is_empty():
        wanted = f"of the category {OXYGEN} " if kind in (Kind.FEES, Kind.CBA_FEES) else ""
        reading.problem(None, f"holds no row {wanted}below its column names")
    if reading.problems or period is None:
        return None
    digest = hashlib.sha256(content).hexdigest()
    return FeeFile(reading.path.name, digest, kind, *period, reading.rows, dict(reading.set_aside), table)


def _cells(content: bytes, reading: _Reading) -> list[Row]:
    try:
        text = content.decode("utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if text.count("\t") > text.count(",") else ",")
    rows = []
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            while stripped and not stripped[-1]:
                stripped.pop()
            if stripped:
                rows.append((reader.line_num, stripped))
    except csv.Error as error:
        reading.problem(reader.line_num, f"cannot be read as a table ({error})")
    return rows


def _names(cells: Sequence[str]) -> list[str]:
    return [" ".join(cell.split()).casefold() for cell in cells]


def _header(rows: list[Row]) -> int | None:
    starts = (["hcpcs", "mod"], ["state", "dmepos rural zip code"], ["cba state", "cba zip code"])
    for index, (_, cells) in enumerate(rows[:_LOOKED_AT]):
        if _names(cells[:2]) in starts:
            return index
    return None


def _kind(cells: Sequence[str]) -> Kind | None:
    names = _names(cells)
    wanted = {
        Kind.FEES: {"hcpcs", "mod", "mod2", "juris", "catg"},
        Kind.CBA_FEES: {"hcpcs", "mod", "mod2", "mod3", "catg"},
        Kind.RURAL_ZIPS: {"state", "dmepos rural zip code", "year/qtr"},
        Kind.CBA_ZIPS: {"cba state", "cba zip code", "cba name short", "year/qtr"},
    }
    return next((kind for kind, columns in wanted.items() if columns <= set(names)), None)


def _title(rows: list[Row]) -> str:
    return " ".join(cell for _, cells in rows for cell in cells)


def _title_period(title: list[Row], header: Row, reading: _Reading) -> tuple[int, int] | None:
    match = _TITLE.search(_title(title))
    if match is None:
        reading.problem(header[0], "the lines above the column names do not say the quarter, such as January 2026 Fee "
                        "Schedule; import the file as CMS publishes it")  # fmt: skip
        return None
    return int(match.group(2)), _MONTHS[match.group(1).casefold()]


def _read_fees(title: list[Row], header: Row, rows: list[Row], reading: _Reading) -> Read:
    states: dict[str, dict[str, int]] = {}
    for index, name in enumerate(header[1]):
        if match := _STATE_COLUMN.fullmatch(name):
            columns = states.setdefault(match.group(1), {})
            if match.group(2) in columns:
                reading.problem(header[0], "this column stands twice", name)
            columns[match.group(2)] = index
    for state, columns in states.items():
        if missing := {"NR", "R"} - columns.keys():
            reading.problem(header[0], f"the column {state} ({missing.pop()}) is missing; each state has two")
    if not states:
        reading.problem(header[0], "no column is named like AL (NR) and AL (R)")
    kept = []
    if not reading.problems:
        for line, code, modifiers, cells in _oxygen(header, rows, reading):
            for state, columns in states.items():
                fees = [_cents(cells[columns[area]], line, header[1][columns[area]], reading) for area in ("NR", "R")]
                kept.append((code, modifiers, state, *fees))
    return _table(Kind.FEES, kept), _title_period(title, header, reading)


def _read_cba_fees(title: list[Row], header: Row, rows: list[Row], reading: _Reading) -> Read:
    names = _names(header[1])
    last = names.index("description") if "description" in names else len(names)
    areas = {index: header[1][index] for index in range(names.index("catg") + 1, last)}
    for name, times in Counter(areas.values()).items():
        if times > 1 or not name:
            reading.problem(header[0], "each former bidding area has one column with its name", name)
    kept = [
        (code, modifiers, area, _cents(cells[index], line, area, reading))
        for line, code, modifiers, cells in _oxygen(header, rows, reading)
        for index, area in areas.items()
    ]
    return _table(Kind.CBA_FEES, kept), _title_period(title, header, reading)


def _oxygen(header: Row, rows: list[Row], reading: _Reading) -> Iterator[tuple[int, str, str, list[str]]]:
    """Line, code, modifiers and cells of every oxygen row; the other rows are set aside."""
    names = _names(header[1])
    modifier_columns = [names.index(name) for name in ("mod", "mod2", "mod3") if name in names]
    category = names.index("catg")
    seen: dict[tuple[str, str], int] = {}
    for line, given_cells in rows:
        reading.rows += 1
        if _is_note(given_cells, reading):
            continue
        if len(given_cells) > len(names):
            reading.problem(line, f"has {len(given_cells)} values; there are {len(names)} columns")
            continue
        cells = given_cells + [""] * (len(names) - len(given_cells))
        if not cells[category]:
            reading.problem(line, "CATG: the category is missing; oxygen is OX")
        elif cells[category] != OXYGEN:
            reading.set_aside["not oxygen equipment (CATG)"] += 1
        elif not _CODE.fullmatch(cells[0]):
            reading.problem(line, "HCPCS: must be a letter and four digits, for example E1390", cells[0])
        else:
            given = [cells[index] for index in modifier_columns if cells[index]]
            for modifier in given:
                if not _MODIFIER.fullmatch(modifier):
                    reading.problem(line, "Mod: must be two letters or digits, for example RR", modifier)
            key = (cells[0], " ".join(given))
            if key in seen:
                reading.problem(line, f"stands already in line {seen[key]}", " ".join(key).strip())
            seen.setdefault(key, line)
            yield line, *key, cells


def _is_note(cells: list[str], reading: _Reading) -> bool:
    """Whether a row is a line of text, such as CMS writes below a table; it is set aside."""
    is_note = len(cells) == 1 and " " in cells[0]
    if is_note:
        reading.set_aside["a note"] += 1
    return is_note


def _cents(written: str, line: int, column: str, reading: _Reading) -> int | None:
    """An amount in cents; None for a blank and for 0.00, which CMS writes where there is no such fee."""
    if not written:
        return None
    match = _AMOUNT.fullmatch(written)
    if match is None:
        reading.problem(line, f"{column}: must be an amount in dollars and cents, for example 93.15", written)
        return None
    return int(match.group(1).replace(",", "")) * 100 + int((match.group(2) or "").ljust(2, "0")) or None


def _read_rural_zips(title: list[Row], header: Row, rows: list[Row], reading: _Reading) -> Read:
    columns = ("state", "dmepos rural zip code", None, "year/qtr")
    kept, period = _zips(columns, header, rows, reading)
    return _table(Kind.RURAL_ZIPS, [(state, zip) for state, zip, _ in kept]), period


def _read_cba_zips(title: list[Row], header: Row, rows: list[Row], reading: _Reading) -> Read:
    kept, period = _zips(("cba state", "cba zip code", "cba name short", "year/qtr"), header, rows, reading)
    return _table(Kind.CBA_ZIPS, kept), period


def _zips(
    columns: tuple[str, str, str | None, str], header: Row, rows: list[Row], reading: _Reading
) -> tuple[list[tuple[str, str, str]], tuple[int, int] | None]:
    """State, ZIP and area of every row, each ZIP once, and the one quarter that the rows name."""
    names = _names(header[1])
    places = [None if name is None else names.index(name) for name in columns]
    seen: dict[str, tuple[int, str]] = {}
    kept = []
    first: str | None = None
    for line, cells in rows:
        reading.rows += 1
        if _is_note(cells, reading):
            continue
        padded = cells + [""] * (len(names) - len(cells))
        state, zip, area, quarter = ("" if place is None else padded[place] for place in places)
        first = first or quarter
        if not re.fullmatch(r"[A-Z]{2}", state):
            reading.problem(line, "the state must be two letters", state)
        if not re.fullmatch(r"\d{5}", zip):
            lost = re.fullmatch(r"\d{3,4}", zip)
            hint = "; a spreadsheet took away its leading zero, so import CMS's own file" if lost else ""
            reading.problem(line, f"the ZIP code must have five digits{hint}", zip)
        if not _QUARTER.fullmatch(quarter):
            reading.problem(line, "YEAR/QTR must be a year and a quarter, for example 202601", quarter)
        elif quarter != first:
            reading.problem(line, f"another quarter than the rows above ({first}); one file holds one", quarter)
        if columns[2] is not None and not area:
            reading.problem(line, "the short name of the former bidding area is missing")
        if zip in seen and seen[zip][1] != area:
            reading.problem(line, f"this ZIP code stands with another area in line {seen[zip][0]}", zip)
        elif zip in seen:
            reading.set_aside["repeats a ZIP code"] += 1
        else:
            kept.append((state, zip, area))
        seen.setdefault(zip, (line, area))
    match = _QUARTER.fullmatch(first or "")
    return kept, (int(match.group(1)), int(match.group(2))) if match else None


def _table(kind: Kind, rows: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMAS[kind], orient="row")


_READERS = {
    Kind.FEES: _read_fees,
    Kind.RURAL_ZIPS: _read_rural_zips,
    Kind.CBA_FEES: _read_cba_fees,
    Kind.CBA_ZIPS: _read_cba_zips,
}
