"""Tables that an office hands over for the ledger (bank lines, opening balances): CSV or Excel, read whole."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from oxyclaim.intake.tables import CannotRead, read_table
from oxyclaim.services.problems import BadInput, Problem

_MONEY = re.compile(r"(?P<sign>-)?\$?\s*(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?:\.(?P<part>\d{1,2}))?")
DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%Y%m%d")


def day_of(text: str) -> date:
    """A day as an office writes it. Raises ValueError."""
    for form in DAYS:
        try:
            return datetime.strptime(text.removesuffix(" 00:00:00"), form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    raise ValueError("must be a date, such as 05/30/2025 or 2025-05-30")


def cents_of(text: str) -> int:
    """Dollars such as ``1,234.50``, ``$31.36``, ``-5``, ``5.00-`` or ``(5.00)``, in cents. Raises ValueError."""
    bare = text.strip()
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    if bare.endswith("-"):
        bare = "-" + bare[:-1]
    match = _MONEY.fullmatch(bare)
    if match is None or not (match["whole"] or match["part"]):
        raise ValueError("must be an amount in dollars, such as 1,234.50")
    cents = int((match["whole"] or "0").replace(",", "")) * 100 + int((match["part"] or "0").ljust(2, "0"))
    return -cents if match["sign"] else cents


@dataclass(frozen=True)
class Column:
    """A column: how its cells are read, and whether each row must have it."""

    read: Callable[[str], Any]
    wanted: bool = False


def rows_of(path: Path, columns: dict[str, Column]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows with their numbers, values by column. Raises BadInput with everything that is wrong in the file."""
    try:
        table = read_table(path)
    except (CannotRead, OSError) as error:
        raise BadInput([Problem("cannot_read", f"cannot be read as a table: {error}", str(path))]) from None
    headings = {heading.strip().casefold().replace(" ", "_"): place for place, heading in enumerate(table.headings)}
    problems = [
        Problem("column_missing", f"has no column {name}", str(path), allowed=tuple(columns))
        for name, column in columns.items() if column.wanted and name not in headings
    ]  # fmt: skip
    if problems:
        raise BadInput(problems)
    found = []
    for row in table.rows:
        values: dict[str, Any] = {}
        for name, column in columns.items():
            text = _cell(row.cells, headings.get(name))
            if not text:
                values[name] = None
                if column.wanted:
                    problems.append(Problem("cell_missing", f"{name} is missing", str(path), row.number))
                continue
            try:
                values[name] = column.read(text)
            except ValueError as error:
                problems.append(Problem("cell_unread", f"{name}: {error}", str(path), row.number))
        found.append((row.number, values))
    if problems:
        raise BadInput(problems)
    yield from found


def _cell(cells: Collection[str], place: int | None) -> str:
    texts = list(cells)
    return texts[place].strip() if place is not None and place < len(texts) else ""
