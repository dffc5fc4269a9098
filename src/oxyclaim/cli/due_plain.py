"""The list of due months as JSON and CSV. Both hold the rows of the text; of the broken files only JSON tells."""

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from oxyclaim import __version__
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.rentals.due import DueMonth, Point
from oxyclaim.rentals.portions import DueList

COLUMNS = [
    "what", "date", "until", "case_id", "lines", "code", "billed_as", "verdict", "modifiers", "claim_by", "to_check",
    "wrong", "task", "who", "rule", "note",
]  # fmt: skip
"""Of the CSV. ``what``: due, too late, coming up; ``until``: the last day of a window."""


@dataclass(frozen=True)
class Listing:
    """What is shown: the list, its months (the explained ones among them), and the question."""

    found: DueList
    months: Sequence[DueMonth]
    on: date
    ahead: int

    @property
    def due(self) -> list[DueMonth]:
        """The months for which a claim would still be timely."""
        return [month for month in self.months if month.is_due]


def written(listing: Listing, catalogue: Catalogue, form: str) -> str:
    """The text of the file."""
    if form == "json":
        return json.dumps(document(listing, catalogue), indent=2, default=date.isoformat) + "\n"
    return _csv(listing)


def document(listing: Listing, catalogue: Catalogue) -> dict[str, Any]:
    """Everything, by date."""
    found = listing.found
    return {
        "oxyclaim": __version__,
        "rule_book": catalogue.hash,
        "on": listing.on,
        "ahead_days": listing.ahead,
        "summary": counts(listing),
        "months": [asdict(month) for month in listing.months],
        "coming_up": [asdict(each) for each in found.coming_up],
        "not_due": [
            {"case_id": each.due.case_id, **asdict(line)} for each in found.found for line in each.due.not_due
        ],
        "problems": [str(problem) for problem in found.problems],
    }  # fmt: skip


def counts(listing: Listing) -> dict[str, Any]:
    """The totals: what goes in comes out."""
    found = listing.found
    cases_due = sum(each.due.is_due for each in found.found)
    return {
        "files": found.files,
        "places_with_problems": found.broken,
        "cases_read": len(found.found),
        "cases_due": cases_due,
        "cases_not_due": len(found.found) - cases_due,
        "months_due": len(listing.due),
        "months_too_late": len(listing.months) - len(listing.due),
        "verdicts": dict(Counter(month.verdict for month in listing.due)),
        "lines_not_due": dict(Counter(line.why for each in found.found for line in each.due.not_due)),
        "coming_up": len(found.coming_up),
    }


def _csv(listing: Listing) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for month in listing.months:
        writer.writerow(
            {
                "what": month.state, "date": month.service_date, "case_id": month.case_id, "lines": month.line_number,
                "code": month.code, "billed_as": month.billed_as, "verdict": month.verdict,
                "modifiers": " ".join(month.modifiers or ()), "claim_by": month.claim_by or "",
                "to_check": _points(month.to_check), "wrong": _points(month.wrong), "note": month.note,
            }
        )  # fmt: skip
    for each in listing.found.coming_up:
        writer.writerow(
            {
                "what": "coming up", "date": each.first, "until": each.last if each.last != each.first else "",
                "case_id": each.case_id, "lines": " ".join(map(str, each.lines)), "task": each.what, "who": each.who,
                "rule": each.rule,
            }
        )  # fmt: skip
    return text.getvalue()


def _points(points: Sequence[Point]) -> str:
    return " | ".join(f"{point.rule}: {point.sentence}" if point.rule else point.sentence for point in points)
