"""Papers and their pages. The files themselves lie outside the database, by the hash of their content."""

from sqlalchemy import Column, Date, Index, Table

from oxyclaim.store.tables.base import WHOLE, metadata, optional, reference, text

document = Table(
    "document",
    metadata,
    text("supplier_id", primary_key=True),
    text("document_id", primary_key=True),
    optional("case_id"),
    optional("label"),
    optional("kind"),
    Column("dated", Date),
    text("content_sha256"),
    text("media_type"),
    text("received_at"),
    reference(["supplier_id"], "supplier"),
)
"""``case_id`` is empty while nobody has said whose it is; ``label``: the id by which the case's facts point to it."""
Index(None, document.c.supplier_id, document.c.case_id)
Index(None, document.c.content_sha256)

page = Table(
    "page",
    metadata,
    text("supplier_id", primary_key=True),
    text("document_id", primary_key=True),
    Column("page", WHOLE, primary_key=True, autoincrement=False),
    Column("turned", WHOLE, nullable=False),
    optional("image_sha256"),
    reference(["supplier_id", "document_id"], "document"),
)
