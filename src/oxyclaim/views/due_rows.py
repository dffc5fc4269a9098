"""The answer to ``due`` as rows for a spreadsheet: the rows of the text, with all that is known of each."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from oxyclaim.rentals.coming_up import BILLER
from oxyclaim.rentals.due import LIST_THEM, DueMonth, Point
from oxyclaim.services.due import DueAnswer

COLUMNS = (
    "what", "date", "until", "case_id", "payer", "lines", "code", "billed_as", "charge", "verdict", "modifiers",
    "claim_by", "to_check", "wrong", "task", "who", "rule", "note",
)  # fmt: skip
"""``what``: due, too late, cannot know, coming up; ``until``: the last day of a window; ``charge``: dollars."""


def csv_of(answer: DueAnswer) -> str:
    """The text of the file, with a line of column names."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for row in _rows(answer):
        writer.writerow({**row, "payer": answer.payers.get(str(row["case_id"]), "")})
    return text.getvalue()


def _rows(answer: DueAnswer) -> Iterator[Mapping[str, object]]:
    for month in answer.months:
        yield _month(month)
    for each in answer.not_known:
        yield {
            "what": "cannot know", "date": each.first, "until": each.last if each.last != each.first else "",
            "case_id": each.case_id, "lines": each.line_number, "code": each.code, "task": LIST_THEM, "who": BILLER,
            "note": each.why,
        }  # fmt: skip
    for coming in answer.coming_up:
        yield {
            "what": "coming up", "date": coming.first, "until": coming.last if coming.last != coming.first else "",
            "case_id": coming.case_id, "lines": " ".join(map(str, coming.lines)), "task": coming.what,
            "who": coming.who, "rule": coming.rule,
        }  # fmt: skip


def _month(month: DueMonth) -> dict[str, object]:
    points = (*month.to_check, *month.wrong)
    cents = month.charge_cents
    return {
        "what": month.state, "date": month.service_date, "case_id": month.case_id, "lines": month.line_number,
        "code": month.code, "billed_as": month.billed_as,
        "charge": "" if cents is None else f"{cents // 100}.{cents % 100:02d}", "verdict": month.verdict,
        "modifiers": " ".join(month.modifiers or ()), "claim_by": month.claim_by or "",
        "to_check": _points(month.to_check), "wrong": _points(month.wrong),
        "task": _once(point.to_do for point in points), "who": _once(point.who for point in points),
        "rule": " ".join(dict.fromkeys(point.rule for point in points if point.rule)), "note": month.note,
    }  # fmt: skip


def _points(points: Sequence[Point]) -> str:
    return " | ".join(f"{point.rule}: {point.sentence}" if point.rule else point.sentence for point in points)


def _once(texts: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(text for text in texts if text))
