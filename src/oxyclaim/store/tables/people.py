"""Suppliers with their locations, who may sign in, and who looked at or did what."""

from sqlalchemy import Boolean, Column, Table, UniqueConstraint

from oxyclaim.store.tables.base import APPEND_ONLY, WHOLE, metadata, optional, reference, text

supplier = Table(
    "supplier",
    metadata,
    text("supplier_id", primary_key=True),
    text("name"),
    optional("npi"),
    optional("details"),
    text("changed_at"),
)
location = Table(
    "location",
    metadata,
    text("supplier_id", primary_key=True),
    text("location_id", primary_key=True),
    text("name"),
    optional("details"),
    reference(["supplier_id"], "supplier"),
)
account = Table(
    "account",
    metadata,
    text("account_id", primary_key=True),
    text("supplier_id"),
    text("name"),
    text("role"),
    optional("secret"),
    Column("active", Boolean, nullable=False),
    reference(["supplier_id"], "supplier"),
    UniqueConstraint("supplier_id", "name"),
)
"""A user; ``user`` is a word of SQL."""
audit = Table(
    "audit",
    metadata,
    Column("audit_id", WHOLE, primary_key=True, autoincrement=False),
    text("supplier_id"),
    text("at"),
    text("author"),
    text("what"),
    optional("case_id"),
    text("detail"),
    text("before"),
    text("sha256"),
    info=APPEND_ONLY,
)
