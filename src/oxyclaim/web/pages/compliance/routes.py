"""What compliance sees to: months no longer carried, reviews, a sample."""

from dataclasses import dataclass

from fastapi.responses import Response

from oxyclaim.services.desk.compliance import Compliance, compliance
from oxyclaim.views.blocks import Document
from oxyclaim.views.overpaid import told
from oxyclaim.web.access import Pages, Signed
from oxyclaim.web.drawing import page

pages = Pages()
WHO = ("compliance", "manager")
MOST = 9_999


@dataclass(frozen=True)
class CompliancePage:
    """The lists; ``duties``: by case what was paid in error and what has to be done, in words."""

    found: Compliance
    duties: dict[str, Document]


@pages.get("/compliance", *WHO)
def show(visit: Signed, seed: str = "1") -> Response:
    """What there is."""
    office = visit.office
    number = int(seed) if seed.isascii() and seed.isdecimal() and len(seed) <= len(str(MOST)) else 1
    found = compliance(visit.desk, office.rule_book(), office.today(), office.fees, number)
    visit.look("looked at compliance")
    duties = {each.task.task.case_id: Document(tuple(told(each.overpayment))) for each in found.overpaid}
    return page(visit, "pages/compliance/compliance.html", CompliancePage(found, duties))
