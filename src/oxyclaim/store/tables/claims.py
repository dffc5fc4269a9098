"""What went out: claim files, their claims and lines, and the numbers that they carry."""

from sqlalchemy import Column, Date, Index, Table, UniqueConstraint

from oxyclaim.store.tables.base import APPEND_ONLY, WHOLE, cents, metadata, optional, reference, text

number = Table(
    "number",
    metadata,
    text("kind", primary_key=True),
    text("sender", primary_key=True),
    Column("value", WHOLE, primary_key=True, autoincrement=False),
    text("at"),
    text("taken_for"),
    text("sha256"),
    info=APPEND_ONLY,
)
"""A number that was given, of a kind and to a sender; it is never given again, whether or not it was used."""

claim_file = Table(
    "claim_file",
    metadata,
    Column("claim_file_id", WHOLE, primary_key=True, autoincrement=False),
    text("supplier_id"),
    text("sender"),
    text("receiver"),
    Column("control_number", WHOLE, nullable=False),
    text("name"),
    text("content_sha256"),
    text("author"),
    text("at"),
    text("before"),
    text("sha256"),
    UniqueConstraint("sender", "control_number"),
    reference(["content_sha256"], "kept_file"),
    info=APPEND_ONLY,
)
claim = Table(
    "claim",
    metadata,
    text("claim_id", primary_key=True),
    Column("claim_file_id", WHOLE, nullable=False),
    text("supplier_id"),
    text("case_id"),
    Column("version", WHOLE, nullable=False),
    Column("verdict_id", WHOLE, nullable=False),
    cents("charge_cents"),
    text("sha256"),
    optional("frequency"),
    optional("payer_reference"),
    optional("corrects"),
    optional("payer"),
    optional("member_id"),
    reference(["claim_file_id"], "claim_file"),
    reference(["verdict_id"], "verdict"),
    reference(["supplier_id", "case_id", "version"], "case_version"),
    UniqueConstraint("claim_file_id", "case_id"),
    info=APPEND_ONLY,
)
Index(None, claim.c.supplier_id, claim.c.member_id)
Index(None, claim.c.supplier_id, claim.c.case_id)
claim_line = Table(
    "claim_line",
    metadata,
    text("claim_id", primary_key=True),
    Column("line_number", WHOLE, primary_key=True, autoincrement=False),
    text("code"),
    text("modifiers"),
    Column("service_date", Date, nullable=False),
    cents("charge_cents"),
    optional("narrative"),
    text("sha256"),
    optional("line_id"),
    reference(["claim_id"], "claim"),
    info=APPEND_ONLY,
)
