"""The user's own code lists: CSV files with the columns system, code, from and to."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from oxyclaim.case.problems import Problem, shown

ICD_10, HCPCS, MODIFIER, TAXONOMY = "ICD-10-CM", "HCPCS", "modifier", "taxonomy"
SYSTEMS = (ICD_10, HCPCS, MODIFIER, TAXONOMY)
"""What lists may be given of; five-digit codes (CPT) and two-digit modifiers too, under HCPCS and modifier."""
COLUMNS = ("system", "code", "from", "to")
SUFFIX = ".csv"
MOST_TOLD = 20
"""Wrong rows of one file that are told."""

_BY_NAME = {system.casefold(): system for system in SYSTEMS} | {"icd-10": ICD_10, "icd10": ICD_10, "icd10cm": ICD_10}
_LENGTHS = {ICD_10: (3, 7), HCPCS: (5, 5), MODIFIER: (2, 2), TAXONOMY: (10, 10)}
"""Letters and digits of a code: at least, at most."""
_ANY = (1, 10)


@dataclass(frozen=True)
class CodeList:
    """The codes of one system, each with the days on which it may be used; of several files together."""

    system: str
    files: tuple[Path, ...]
    days: Mapping[str, Sequence[tuple[date, date]]]

    def holds(self, code: str, day: date | None) -> bool:
        """Whether the code may be used on the day; where the day is not known, whether it ever might."""
        return any(day is None or first <= day <= last for first, last in self.days.get(code, ()))

    @property
    def has_digits(self) -> bool:
        """Whether codes that begin with a digit are listed: without them the list is silent on such (CPT)."""
        return any(code[0].isdigit() for code in self.days)


def read_code_files(paths: Iterable[Path]) -> tuple[dict[str, CodeList], list[Problem]]:
    """The lists by system, and everything that is wrong; a folder stands for the CSV files in it."""
    problems: list[Problem] = []
    days: dict[str, dict[str, list[tuple[date, date]]]] = {}
    sources: dict[str, dict[Path, None]] = {}
    for path in dict.fromkeys(each for given in paths for each in _files(given, problems)):
        for system, code, first, last in _rows(path, problems):
            days.setdefault(system, {}).setdefault(code, []).append((first, last))
            sources.setdefault(system, {})[path] = None
    return {system: CodeList(system, tuple(sources[system]), days[system]) for system in days}, problems


def _files(path: Path, problems: list[Problem]) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.iterdir() if each.suffix.lower() == SUFFIX and not each.name.startswith("."))
    if not found:
        problems.append(Problem(path, None, f"this folder holds no code list; their names end in {SUFFIX}"))
    return found


def _rows(path: Path, problems: list[Problem]) -> Iterator[tuple[str, str, date, date]]:
    wrong = _Wrong(path, problems)
    count = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            places = _places(next(reader, []), wrong)
            if places is None:
                return
            for row in reader:
                if any(cell.strip() for cell in row):
                    count += 1
                    cells = {name: row[at].strip() if at < len(row) else "" for name, at in places.items()}
                    found = _row(cells, reader.line_num, wrong)
                    if found is not None:
                        yield found
    except OSError as error:
        wrong.add(None, f"cannot be opened: {(error.strerror or str(error)).lower()}")
        return
    except UnicodeDecodeError:
        wrong.add(None, "is no text in UTF-8; save the list as CSV (UTF-8)")
        return
    except csv.Error as error:
        wrong.add(None, f"is no CSV that can be read ({error}); save the list as CSV (UTF-8)")
        return
    if not count:
        wrong.add(None, "holds no code; a row for each code stands below the names of the columns")
    wrong.end()


class _Wrong:
    """What is wrong with one file: each row, up to some, and how many more."""

    def __init__(self, path: Path, problems: list[Problem]):
        self._path, self._problems, self._rows = path, problems, 0

    def add(self, line: int | None, message: str, key: str = "", found: str | None = None) -> None:
        self._rows += line is not None
        if self._rows <= MOST_TOLD:
            short = None if found is None else shown(found)
            self._problems.append(Problem(self._path, line, message, key=key, found=short, code="code_list"))

    def end(self) -> None:
        if (more := self._rows - MOST_TOLD) > 0:
            self._problems.append(Problem(self._path, None, f"{more:,} more rows like these", code="code_list"))


def _places(head: Sequence[str], wrong: _Wrong) -> dict[str, int] | None:
    names = [name.strip().casefold() for name in head]
    missing = [name for name in COLUMNS[:2] if name not in names]
    if missing:
        message = f"the first row must name the columns {', '.join(COLUMNS)}; missing: {', '.join(missing)}"
        wrong.add(1, message, found=",".join(head) or None)
        return None
    return {name: names.index(name) for name in COLUMNS if name in names}


def _row(cells: Mapping[str, str], line: int, wrong: _Wrong) -> tuple[str, str, date, date] | None:
    system = _BY_NAME.get(cells["system"].casefold())
    code = cells["code"].upper().replace(".", "")
    good = True
    if system is None:
        near = get_close_matches(cells["system"].casefold(), _BY_NAME, 1)
        hint = f"; did you mean {_BY_NAME[near[0]]}?" if near else ""
        wrong.add(line, f"no such code system; it is one of {', '.join(SYSTEMS)}{hint}", "system", cells["system"])
        good = False
    least, most = _LENGTHS.get(system or "", _ANY)
    if not (code.isascii() and code.isalnum() and least <= len(code) <= most):
        many = f"{least}" if least == most else f"{least} to {most}"
        wrong.add(line, f"a code has {many} letters and digits and nothing else", "code", cells["code"])
        good = False
    first, last = (_day(cells.get(name, ""), name, line, wrong) for name in ("from", "to"))
    if first is None or last is None:
        return None
    if last < first:
        wrong.add(line, "the code ends before it begins: from and to are the first and the last day of its use", "to")
        return None
    return (system, code, first, last) if good and system is not None else None


def _day(text: str, name: str, line: int, wrong: _Wrong) -> date | None:
    """The day; an empty one is the first or the last of all."""
    if not text:
        return date.min if name == "from" else date.max
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong.add(line, "a day is written YYYY-MM-DD, or left empty where the use has no such end", name, text)
        return None
