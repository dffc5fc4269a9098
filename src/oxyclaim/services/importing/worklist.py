"""The gaps as a worklist for a spreadsheet."""

import csv
import io
from collections.abc import Sequence

from oxyclaim.services.importing.answer import Gap
from oxyclaim.services.sheets import safe

COLUMNS = (
    "rank", "money", "due", "kind", "case_id", "patient", "codes", "months", "what", "to_do", "who", "rule", "file",
    "row", "column", "found",
)  # fmt: skip


def worklist(gaps: Sequence[Gap]) -> str:
    """The text of the CSV file, with a line of column names; amounts in dollars."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in gaps:
        row = [
            each.rank, f"{each.money_cents // 100}.{each.money_cents % 100:02d}", each.due or "", each.kind,
            each.case_id, each.patient, each.codes, each.months or "", each.what, each.to_do, each.who, each.rule,
            each.file, each.row or "", each.column, each.found,
        ]  # fmt: skip
        writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue()
