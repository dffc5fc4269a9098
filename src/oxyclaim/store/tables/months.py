"""Months of lines as they stood when they were last judged: lists are drawn from them, and they can be rebuilt."""

from sqlalchemy import Column, Date, Index, Table

from oxyclaim.store.tables.base import SORTED, WHOLE, metadata, optional, reference, text

line_month = Table(
    "line_month",
    metadata,
    text("supplier_id", primary_key=True),
    Column("case_id", SORTED, primary_key=True),
    Column("place", WHOLE, primary_key=True, autoincrement=False),
    Column("line_number", WHOLE),
    text("code"),
    Column("month", Date, nullable=False),
    text("payer"),
    text("state"),
    optional("outcome"),
    optional("verdict"),
    Column("claim_by", Date),
    Column("charge_cents", WHOLE),
    Column("version", WHOLE, nullable=False),
    Column("as_of", Date, nullable=False),
    text("rule_book"),
    optional("told"),
    reference(["supplier_id", "case_id"], "patient"),
)
"""``month``: the service date. ``state``: billed, due, too late. ``outcome``: what the payer said to a billed one.
``place``: counted within the case. ``told``: the month as ``due`` tells it, as JSON."""
Index(None, line_month.c.supplier_id, line_month.c.state, line_month.c.month, line_month.c.case_id)
Index(None, line_month.c.supplier_id, line_month.c.state, line_month.c.verdict, line_month.c.charge_cents)
