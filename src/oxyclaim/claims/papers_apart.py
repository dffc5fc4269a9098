"""PWK: papers that go to the payer apart from the claim, and the number that leads from one to the other."""

from oxyclaim.case.models import Attachment, Case
from oxyclaim.claims.elements import Elements
from oxyclaim.x12.core.segments import segment

SHORTEST_CONTROL_NUMBER, LONGEST_CONTROL_NUMBER = 2, 50
MOST_PAPERS = 10
"""PWK segments in one claim, and in one line."""
KINDS = {
    "order": "DB",
    "certificate": "CT",
    "medical_record": "M1",
    "test_report": "DG",
    "delivery": "OZ",
    "explanation_of_benefits": "EB",
    "other": "OZ",
}
"""PWK01. A proof of delivery has no kind of its own: OZ, supporting papers."""
WAYS = {"mail": "BM", "fax": "FX", "electronic": "EL", "email": "EM", "file_transfer": "FT", "on_request": "AA"}
"""PWK02."""


def papers(case: Case, line_number: int | None, elements: Elements) -> str:
    """The papers of the claim (2300), or those of a line (2400)."""
    some = [each for each in case.attachments or () if each.line_number == line_number]
    if len(some) > MOST_PAPERS:
        elements.refuse(
            "attachments", f"are {len(some)} in one place, and {MOST_PAPERS} fit; put several on one number"
        )
    return "".join(_paper(each, elements) for each in some)


def _paper(paper: Attachment, elements: Elements) -> str:
    if paper.way == "on_request":
        # The guide takes a number only where the paper is on its way (PWK05 and PWK06).
        return segment("PWK", KINDS[paper.kind], WAYS[paper.way])
    number = elements.identifier(
        "attachments.control_number", paper.control_number, LONGEST_CONTROL_NUMBER, SHORTEST_CONTROL_NUMBER
    )
    return segment("PWK", KINDS[paper.kind], WAYS[paper.way], "", "", "AC", number)
