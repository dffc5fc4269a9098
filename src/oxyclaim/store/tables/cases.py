"""Cases: every version that ever was, and one row a case to find it by."""

from sqlalchemy import Column, Date, Index, Table

from oxyclaim.store.tables.base import APPEND_ONLY, SORTED, WHOLE, metadata, optional, reference, text

patient = Table(
    "patient",
    metadata,
    text("supplier_id", primary_key=True),
    Column("case_id", SORTED, primary_key=True),
    Column("version", WHOLE, nullable=False),
    Column("name", SORTED, nullable=False),
    Column("birth_date", Date),
    Column("account_number", SORTED),
    Column("member_id", SORTED),
    text("payer"),
    text("codes"),
    Column("last_service_date", Date),
    text("changed_at"),
    reference(["supplier_id"], "supplier"),
)
"""A case as its latest version has it. ``name``: family and given name in small letters; ``codes``: blanks between."""
Index(None, patient.c.supplier_id, patient.c.name, patient.c.case_id)
Index(None, patient.c.supplier_id, patient.c.member_id)
Index(None, patient.c.supplier_id, patient.c.account_number)
Index(None, patient.c.supplier_id, patient.c.payer, patient.c.name)

case_version = Table(
    "case_version",
    metadata,
    text("supplier_id", primary_key=True),
    text("case_id", primary_key=True),
    Column("version", WHOLE, primary_key=True, autoincrement=False),
    text("text"),
    text("text_sha256"),
    text("author"),
    text("at"),
    text("reason"),
    text("origin"),
    optional("merged_from"),
    text("before"),
    text("sha256"),
    reference(["supplier_id", "case_id"], "patient"),
    info=APPEND_ONLY,
)
"""``text``: the case as canonical JSON. ``before``: the sha256 of the version before; empty for the first."""
