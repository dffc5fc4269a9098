"""Documents and their pages; the files themselves lie in a room of their own."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date

from sqlalchemy import Connection, delete, func, insert, select, update

from oxyclaim.services.desk.kept import Document, PageRow
from oxyclaim.store.tables import document, page

_DOCUMENT = [document.c[field.name] for field in fields(Document)]
_PAGE = [page.c[field.name] for field in fields(PageRow)]


def add(connection: Connection, supplier_id: str, one: Document, pages: Sequence[PageRow]) -> None:
    """A document came in."""
    connection.execute(insert(document), [{"supplier_id": supplier_id, **asdict(one)}])
    key = {"supplier_id": supplier_id, "document_id": one.document_id}
    connection.execute(insert(page), [{**key, **asdict(each)} for each in pages])


def listed(connection: Connection, supplier_id: str, case_id: str | None) -> list[tuple[Document, int]]:
    """The documents of a case, or of nobody, with how many pages each has."""
    counted = (
        select(func.count())
        .where(page.c.supplier_id == document.c.supplier_id, page.c.document_id == document.c.document_id)
        .scalar_subquery()
    )
    whose = document.c.case_id.is_(None) if case_id is None else document.c.case_id == case_id
    query = select(*_DOCUMENT, counted).where(document.c.supplier_id == supplier_id, whose)
    rows = connection.execute(query.order_by(document.c.received_at.desc(), document.c.document_id))
    return [(Document(*row[:-1]), row[-1]) for row in rows]


def whole(connection: Connection, supplier_id: str, document_id: str) -> tuple[Document, list[PageRow]]:
    """A document and its pages. Raises KeyError."""
    query = select(*_DOCUMENT).where(document.c.supplier_id == supplier_id, document.c.document_id == document_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise KeyError(document_id)
    pages = select(*_PAGE).where(page.c.supplier_id == supplier_id, page.c.document_id == document_id)
    return Document(*row), [PageRow(*each) for each in connection.execute(pages.order_by(page.c.page))]


def give(
    connection: Connection, supplier_id: str, document_id: str, case_id: str, label: str, kind: str, dated: date | None
) -> None:
    """It is this patient's."""
    connection.execute(
        update(document)
        .where(document.c.supplier_id == supplier_id, document.c.document_id == document_id)
        .values(case_id=case_id, label=label, kind=kind, dated=dated)
    )


def split(
    connection: Connection, supplier_id: str, old: Document, rest_sha256: str, new: Document, pages: Sequence[int]
) -> None:
    """These pages become a document of their own. Raises ValueError where it was changed meanwhile, and KeyError."""
    there, every = whole(connection, supplier_id, old.document_id)
    if there != old or there.case_id is not None:
        raise ValueError("it was changed meanwhile")
    connection.execute(
        update(document)
        .where(document.c.supplier_id == supplier_id, document.c.document_id == old.document_id)
        .values(content_sha256=rest_sha256)
    )
    connection.execute(delete(page).where(page.c.supplier_id == supplier_id, page.c.document_id == old.document_id))
    parts = (
        (old, [each for each in every if each.page not in pages]),
        (new, [each for each in every if each.page in pages]),
    )
    connection.execute(insert(document), [{"supplier_id": supplier_id, **asdict(new)}])
    for one, some in parts:
        key = {"supplier_id": supplier_id, "document_id": one.document_id}
        rows = [{**key, **asdict(each), "page": number} for number, each in enumerate(some, 1)]
        connection.execute(insert(page), rows)


def turn(connection: Connection, supplier_id: str, document_id: str, number: int, degrees: int) -> None:
    """A page is turned further."""
    connection.execute(
        update(page)
        .where(page.c.supplier_id == supplier_id, page.c.document_id == document_id, page.c.page == number)
        .values(turned=(page.c.turned + degrees) % 360)
    )
