"""Verdicts that are kept, and the files that they rest on, each once by the hash of its content."""

import gzip
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select

from oxyclaim.case.canonical import sha256
from oxyclaim.services.store.kept import Change, FileKind, KeptVerdict, Verdict, VerdictLine
from oxyclaim.store.events import Happened, write_events
from oxyclaim.store.sealing import at_text, chained, sealed
from oxyclaim.store.tables import case_version, kept_file, verdict, verdict_line

_OWN = [field.name for field in fields(Verdict) if field.name != "lines"]


def keep_file(connection: Connection, kind: FileKind, content: bytes, at: datetime) -> str:
    """Keep bytes, unless they are kept already; their hash."""
    hash = sha256(content)
    known = connection.execute(select(kept_file.c.size).where(kept_file.c.content_sha256 == hash)).one_or_none()
    if known is None:
        row = {
            "content_sha256": hash,
            "kind": kind,
            "packed": gzip.compress(content, mtime=0),
            "size": len(content),
            "at": at_text(at),
        }
        connection.execute(insert(kept_file), [sealed(row)])
    return hash


def content_of(connection: Connection, hash: str) -> bytes:
    """Bytes that are kept. Raises KeyError."""
    packed = connection.execute(
        select(kept_file.c.packed).where(kept_file.c.content_sha256 == hash)
    ).scalar_one_or_none()
    if packed is None:
        raise KeyError(hash)
    return gzip.decompress(packed)


def keep(connection: Connection, supplier: str, verdicts: Sequence[Verdict], change: Change) -> list[int]:
    """Keep verdicts; one that says what the last of its case says, on the same grounds, keeps that one's number."""
    numbers: list[int] = []
    places: list[int] = []
    new: list[tuple[Verdict, dict[str, Any]]] = []
    for each in verdicts:
        row = {name: getattr(each, name) for name in _OWN} | {"supplier_id": supplier}
        last = _last(connection, supplier, each.case_id)
        if last and all(last[name] == value for name, value in row.items()):
            numbers.append(last["verdict_id"])
        else:
            places.append(len(numbers))
            numbers.append(0)
            new.append((each, row | {"author": change.author, "at": at_text(change.at), "reason": change.reason}))
    if not new:
        return numbers
    rows = chained(connection, verdict, [row for _, row in new])
    connection.execute(insert(verdict), rows)
    lines = [
        sealed({"verdict_id": row["verdict_id"], **asdict(line)})
        for (each, _), row in zip(new, rows, strict=True)
        for line in each.lines
    ]
    if lines:
        connection.execute(insert(verdict_line), lines)
    made = [
        Happened("verdict kept", row["case_id"], "verdict", row["sha256"], {"verdict": row["verdict_id"]})
        for row in rows
    ]
    write_events(connection, supplier, change, made)
    for place, row in zip(places, rows, strict=True):
        numbers[place] = row["verdict_id"]
    return numbers


def _last(connection: Connection, supplier: str, case_id: str) -> dict[str, Any] | None:
    newest = (
        select(func.max(verdict.c.verdict_id))
        .where(verdict.c.supplier_id == supplier, verdict.c.case_id == case_id)
        .scalar_subquery()
    )
    row = connection.execute(select(verdict).where(verdict.c.verdict_id == newest)).mappings().one_or_none()
    return dict(row) if row else None


def kept(connection: Connection, numbers: Sequence[int]) -> list[KeptVerdict]:
    """These verdicts with the texts of their cases, in the order of their numbers."""
    query = (
        select(verdict, case_version.c.text)
        .join(
            case_version,
            and_(
                case_version.c.supplier_id == verdict.c.supplier_id,
                case_version.c.case_id == verdict.c.case_id,
                case_version.c.version == verdict.c.version,
            ),
        )
        .where(verdict.c.verdict_id.in_(numbers))
        .order_by(verdict.c.verdict_id)
    )
    lines = _lines(connection, numbers)
    return [
        KeptVerdict(
            row["verdict_id"], row["at"], row["author"], row["text"],
            Verdict(**{name: row[name] for name in _OWN}, lines=lines.get(row["verdict_id"], ())),
        )
        for row in connection.execute(query).mappings()
    ]  # fmt: skip


def _lines(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[VerdictLine, ...]]:
    columns = [verdict_line.c[field.name] for field in fields(VerdictLine)]
    query = select(verdict_line.c.verdict_id, *columns).where(verdict_line.c.verdict_id.in_(numbers))
    found: dict[int, tuple[VerdictLine, ...]] = {}
    for number, *values in connection.execute(query.order_by(verdict_line.c.verdict_id, verdict_line.c.line_number)):
        found[number] = (*found.get(number, ()), VerdictLine(*values))
    return found


def numbers_of(connection: Connection, supplier: str, case_id: str | None) -> list[int]:
    """The numbers of the kept verdicts, of all cases or of one."""
    query = select(verdict.c.verdict_id).where(verdict.c.supplier_id == supplier)
    if case_id is not None:
        query = query.where(verdict.c.case_id == case_id)
    return list(connection.execute(query.order_by(verdict.c.verdict_id)).scalars())
