"""What the tables share: names of constraints, kinds of columns, and the mark of a table that only grows.

Times are ISO texts in UTC, days are dates, money is whole cents, JSON is text: both engines give back what was put in.
"""

from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, ForeignKeyConstraint, Integer, MetaData, Table, Text, and_

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

APPEND_ONLY = {"append_only": True}
"""Marks a table whose rows are never changed or taken out; see ``append_only``."""

WHOLE = BigInteger().with_variant(Integer(), "sqlite")
"""A whole number; as a key on SQLite it must be called INTEGER."""

SORTED = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is searched by its beginning: sorted by its characters on both engines."""


def text(name: str, **settings: Any) -> Column[Any]:
    """A text that is always there."""
    return Column(name, Text, nullable=False, **settings)


def optional(name: str) -> Column[Any]:
    """A text, or nothing."""
    return Column(name, Text)


def cents(name: str) -> Column[Any]:
    """An amount in cents, or nothing."""
    return Column(name, WHOLE)


def reference(columns: list[str], table: str, target: list[str] | None = None) -> ForeignKeyConstraint:
    """The columns name a row of another table."""
    return ForeignKeyConstraint(columns, [f"{table}.{each}" for each in target or columns])


def within(column: Column[Any], first: str, last: str) -> ColumnElement[bool]:
    """From one text to another, both among them. PostgreSQL's BETWEEN takes no collation in its first bound."""
    return and_(column >= first, column <= last)


def append_only(table: Table) -> bool:
    """Whether the rows of a table are never changed or taken out."""
    return bool(table.info.get("append_only"))
