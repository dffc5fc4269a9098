"""The outbox: which documents were put there, for whom, by whom. Nothing is sent from here."""

from dataclasses import dataclass

from fastapi.responses import Response

from oxyclaim.services.outgoing import KINDS, Outgoing
from oxyclaim.web.access import ALL_ROLES, NotFound, Number, Pages, Signed
from oxyclaim.web.drawing import page

pages = Pages()
SHOWN = 100
MEDIA = {".pdf": "application/pdf", ".png": "image/png", ".tiff": "image/tiff"}


@dataclass(frozen=True)
class OutboxPage:
    """The latest documents, each with its patient's page and name; ``folder``: where the files are."""

    rows: tuple[tuple[Outgoing, str, str], ...]
    kinds: dict[str, str]
    folder: str


@pages.get("/outbox", *ALL_ROLES)
def show(visit: Signed) -> Response:
    """What was put there."""
    visit.look("looked at the outbox")
    found = visit.desk.outgoing(most=SHOWN)
    ids = sorted({each.case_id for each in found if each.case_id})
    handles, patients = visit.desk.handles(ids), visit.desk.patients(ids)
    rows = tuple(
        (each, handles[each.case_id] if each.case_id else "", patients[each.case_id].name if each.case_id else "")
        for each in found
    )
    folder = visit.office.outbox.where if visit.office.outbox else ""
    return page(visit, "pages/outbox/outbox.html", OutboxPage(rows, KINDS, folder))


@pages.get("/outbox/{number}", *ALL_ROLES)
def take(visit: Signed, number: Number) -> Response:
    """A document, as long as nobody has taken it out of the folder."""
    found = next((each for each in visit.desk.outgoing(most=SHOWN) if each.outgoing_id == number), None)
    content = visit.office.outbox.take(found.name) if found and visit.office.outbox else None
    if found is None or content is None:
        raise NotFound
    visit.look("took a document out of the outbox", found.case_id)
    headers = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    media = MEDIA.get(found.name[found.name.rfind(".") :], "application/octet-stream")
    return Response(content, media_type=media, headers=headers)
