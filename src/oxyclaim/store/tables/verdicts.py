"""Verdicts that are kept, and everything that it takes to make them again."""

from sqlalchemy import Boolean, Column, Date, Index, LargeBinary, Table

from oxyclaim.store.tables.base import APPEND_ONLY, WHOLE, cents, metadata, optional, reference, text

kept_file = Table(
    "kept_file",
    metadata,
    text("content_sha256", primary_key=True),
    text("kind"),
    Column("packed", LargeBinary, nullable=False),
    Column("size", WHOLE, nullable=False),
    text("at"),
    text("sha256"),
    info=APPEND_ONLY,
)
"""Bytes by the hash of their content, packed by gzip: a program with its rule book, payer files, fees, claim files."""

verdict = Table(
    "verdict",
    metadata,
    Column("verdict_id", WHOLE, primary_key=True, autoincrement=False),
    text("supplier_id"),
    text("case_id"),
    Column("version", WHOLE, nullable=False),
    Column("as_of", Date, nullable=False),
    text("rule_book"),
    text("program_version"),
    text("program"),
    optional("payer_files"),
    optional("fees"),
    text("payer"),
    Column("formal_denial", Boolean, nullable=False),
    text("beside"),
    text("settlements"),
    text("made_with"),
    text("result"),
    text("author"),
    text("at"),
    text("reason"),
    text("before"),
    text("sha256"),
    optional("profile"),
    reference(["supplier_id", "case_id", "version"], "case_version"),
    info=APPEND_ONLY,
)
"""What was said of a case's version on a day. ``program``, ``payer_files``, ``fees``, ``profile``: hashes of kept
files; ``payer``: that under which it was judged; ``beside``: the lines of the member's other cases that were judged in
the same run."""
Index(None, verdict.c.supplier_id, verdict.c.case_id, verdict.c.verdict_id)

verdict_line = Table(
    "verdict_line",
    metadata,
    Column("verdict_id", WHOLE, primary_key=True, autoincrement=False),
    Column("line_number", WHOLE, primary_key=True, autoincrement=False),
    text("code"),
    Column("service_date", Date, nullable=False),
    text("verdict"),
    text("modifiers"),
    cents("expected_cents"),
    Column("claim_by", Date),
    text("sha256"),
    reference(["verdict_id"], "verdict"),
    info=APPEND_ONLY,
)
Index(None, verdict_line.c.verdict, verdict_line.c.service_date)
