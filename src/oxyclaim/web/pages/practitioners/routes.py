"""Practitioners who may order: CMS's file is loaded, dated, and asked about a number."""

from dataclasses import dataclass

from fastapi.responses import Response
from starlette.datastructures import UploadFile

from oxyclaim.case.models import Practitioner
from oxyclaim.services.desk.orderers import OrdererTold, TakenIn, standing_of, take_in_list
from oxyclaim.services.desk.shelves import OrdererList
from oxyclaim.services.problems import BadInput
from oxyclaim.services.store.kept import Change
from oxyclaim.web.access import Pages, Signed, Visit
from oxyclaim.web.drawing import page

pages = Pages()
WHO = ("biller", "manager")
MOST_BYTES = 400 * 1024 * 1024


@dataclass(frozen=True)
class PractitionersPage:
    """``listed``: the list that counts; ``taken``: one that was taken in just now; ``asked``: how a number stands."""

    listed: OrdererList | None
    taken: TakenIn | None
    npi: str
    asked: OrdererTold | None
    published_on: str
    problems: tuple[str, ...]


@pages.get("/settings/practitioners", *WHO)
def show(visit: Signed, npi: str = "") -> Response:
    """The list that counts, and how a number stands on it."""
    return _page(visit, npi=npi.strip())


@pages.post("/settings/practitioners", *WHO)
def take_in(visit: Signed) -> Response:
    """Take a file in."""
    file, typed = visit.form.get("file"), visit.text("published_on")
    if not isinstance(file, UploadFile) or not file.size:
        return _page(visit, published_on=typed, problems=("Choose the file that you have taken from data.cms.gov.",))
    if file.size > MOST_BYTES:
        return _page(visit, published_on=typed, problems=("The file is larger than CMS's has ever been.",))
    change = Change(visit.account.name, visit.office.now(), "list of those who may order")
    try:
        taken = take_in_list(visit.desk, file.file, typed, visit.office.today(), change)
    except BadInput as error:
        said = tuple(f"{each.message[:1].upper()}{each.message[1:]}." for each in error.problems)
        return _page(visit, published_on=typed, problems=said)
    visit.look("took in the list of those who may order")
    return _page(visit, taken=taken)


def _page(
    visit: Visit,
    *,
    npi: str = "",
    taken: TakenIn | None = None,
    published_on: str = "",
    problems: tuple[str, ...] = (),
) -> Response:
    asked = None
    if npi.isascii() and npi.isdigit() and len(npi) == 10:
        asked = standing_of(visit.desk, Practitioner.model_construct(npi=npi), visit.office.today())
    elif npi:
        problems = (*problems, "An NPI has ten digits.")
    context = PractitionersPage(visit.desk.orderer_list(), taken, npi, asked, published_on, problems)
    return page(visit, "pages/practitioners/practitioners.html", context, 422 if problems else 200)
