"""Versions of cases: a new one stands on the one before, and nothing is ever overwritten."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, insert, select, update

from oxyclaim.case.canonical import UnsoundCase, canonical, canonical_text, case_of, sha256
from oxyclaim.case.member import member_key
from oxyclaim.case.merging import merge
from oxyclaim.case.models import Case
from oxyclaim.services.store.kept import CaseVersion, Change, Conflict, Patient, Saved
from oxyclaim.store.events import Happened, write_events
from oxyclaim.store.sealing import at_text, sealed
from oxyclaim.store.tables import case_version, patient
from oxyclaim.store.tables.base import within

TOGETHER = 400
"""Cases that one query names."""
BEHIND_ALL = "\U0010ffff"
"""Sorts behind every other character."""


def save(connection: Connection, supplier: str, case: Case, expected: int, change: Change) -> Saved:
    """See ``services.store.kept.Store.save``."""
    current = next(iter(latest(connection, supplier, [case.case_id])), None)
    version = current.version if current else 0
    text = canonical_text(case)
    if current and current.text == text:
        return Saved(case.case_id, version, "same")
    if expected == version:
        _write(connection, supplier, [(case, text, current, None)], change)
        return Saved(case.case_id, version + 1, "changed" if current else "new")
    if current is None or not 0 < expected < version:
        raise Conflict(case.case_id, expected, version, ())
    base = version_of(connection, supplier, case.case_id, expected)
    merged = _merged(case, expected, base.text, current, text)
    if canonical_text(merged) == current.text:
        return Saved(case.case_id, version, "same")
    _write(connection, supplier, [(merged, canonical_text(merged), current, str(expected))], change)
    return Saved(case.case_id, version + 1, "merged")


def _merged(case: Case, expected: int, base: str, current: CaseVersion, given: str) -> Case:
    result = merge(*map(json.loads, (base, current.text, given)))
    if result.clashes:
        raise Conflict(case.case_id, expected, current.version, result.clashes)
    try:
        return case_of(canonical(result.value))
    except UnsoundCase:
        raise Conflict(case.case_id, expected, current.version, ()) from None


def take_in(
    connection: Connection, supplier: str, cases: Sequence[Case], change: Change, over: bool = False
) -> list[Saved]:
    """See ``services.store.kept.Store.take_in``."""
    ids = [case.case_id for case in cases]
    heads = {each.case_id: each for each in latest(connection, supplier, ids)}
    known = _hashes(connection, supplier, ids)
    saved, new = [], []
    for case in cases:
        text, head = canonical_text(case), heads.get(case.case_id)
        version = head.version if head else 0
        hash = sha256(text)
        if head and head.text_sha256 == hash:
            saved.append(Saved(case.case_id, version, "same"))
        elif head and not over and hash in known.get(case.case_id, ()):
            saved.append(Saved(case.case_id, version, "older"))
        elif head and not over and head.origin != "import":
            saved.append(Saved(case.case_id, version, "clash"))
        else:
            new.append((case, text, head, None))
            saved.append(Saved(case.case_id, version + 1, "changed" if head else "new"))
    _write(connection, supplier, new, change)
    return saved


def _hashes(connection: Connection, supplier: str, ids: Sequence[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for some in _portions(ids):
        query = select(case_version.c.case_id, case_version.c.text_sha256).where(
            case_version.c.supplier_id == supplier, case_version.c.case_id.in_(some)
        )
        for id, hash in connection.execute(query):
            found.setdefault(id, set()).add(hash)
    return found


def _write(
    connection: Connection,
    supplier: str,
    new: Sequence[tuple[Case, str, CaseVersion | None, str | None]],
    change: Change,
) -> None:
    """Write versions that stand on the given ones, the rows by which they are found, and that it happened."""
    if not new:
        return
    at = at_text(change.at)
    versions = [
        sealed(
            {
                "supplier_id": supplier,
                "case_id": case.case_id,
                "version": head.version + 1 if head else 1,
                "text": text,
                "text_sha256": sha256(text),
                "author": change.author,
                "at": at,
                "reason": change.reason,
                "origin": change.origin,
                "merged_from": merged_from,
                "before": head.sha256 if head else "",
            }
        )
        for case, text, head, merged_from in new
    ]
    rows = [_patient(supplier, case, row["version"], at) for (case, *_), row in zip(new, versions, strict=True)]
    first = [row for row in rows if row["version"] == 1]
    later = [{f"new_{name}": value for name, value in row.items()} for row in rows if row["version"] > 1]
    if first:
        connection.execute(insert(patient), first)
    if later:
        connection.execute(_FOUND_BY, later)
    connection.execute(insert(case_version), versions)
    write_events(
        connection,
        supplier,
        change,
        (
            Happened("case saved", row["case_id"], "case_version", row["sha256"], {"version": row["version"]})
            for row in versions
        ),
    )


_FOUND_BY = (
    update(patient)
    .where(patient.c.supplier_id == bindparam("new_supplier_id"), patient.c.case_id == bindparam("new_case_id"))
    .values({column.name: bindparam(f"new_{column.name}") for column in patient.c if not column.primary_key})
)


def _patient(supplier: str, case: Case, version: int, at: str) -> dict[str, Any]:
    who = case.patient
    return {
        "supplier_id": supplier,
        "case_id": case.case_id,
        "version": version,
        "name": search_name(who.last_name if who else None, who.first_name if who else None),
        "birth_date": who.birth_date if who else None,
        "account_number": who.account_number if who else None,
        "member_id": member_key(_clean(case.coverage.member_id)),
        "payer": case.coverage.payer,
        "codes": " ".join(dict.fromkeys(item.code for item in case.items)),
        "last_service_date": max(item.service_date for item in case.items),
        "changed_at": at,
    }


def search_name(last: str | None, first: str | None) -> str:
    """A name as it is searched: ``lee, ann``; empty where it is not known."""
    return (_clean(", ".join(part for part in (last, first) if part)) or "").casefold()


def _clean(text: str | None) -> str | None:
    return None if text is None else text.replace("\0", "").encode("utf-8", "replace").decode()


_COLUMNS = [case_version.c[field.name] for field in fields(CaseVersion)]
_LATEST = select(*_COLUMNS).join(
    patient,
    and_(
        patient.c.supplier_id == case_version.c.supplier_id,
        patient.c.case_id == case_version.c.case_id,
        patient.c.version == case_version.c.version,
    ),
)


def latest(connection: Connection, supplier: str, ids: Sequence[str] | None = None) -> Iterator[CaseVersion]:
    """The latest version of these cases, or of all, by case id."""
    query = _LATEST.where(patient.c.supplier_id == supplier).order_by(patient.c.case_id)
    if ids is None:
        found = connection.execution_options(yield_per=TOGETHER).execute(query)
        yield from map(_version, found)
        return
    for some in _portions(sorted(set(ids))):
        yield from map(_version, connection.execute(query.where(patient.c.case_id.in_(some))).all())


def between(connection: Connection, supplier: str, first: str, last: str) -> list[CaseVersion]:
    """The latest version of the cases from one id to another, both among them."""
    query = _LATEST.where(patient.c.supplier_id == supplier, within(patient.c.case_id, first, last))
    return [_version(row) for row in connection.execute(query.order_by(patient.c.case_id))]


def beside(connection: Connection, supplier: str, first: str, last: str) -> list[CaseVersion]:
    """The latest version of the other cases of the members whose cases stand between two ids."""
    members = select(patient.c.member_id).where(
        patient.c.supplier_id == supplier, within(patient.c.case_id, first, last), patient.c.member_id.is_not(None)
    )
    query = _LATEST.where(
        patient.c.supplier_id == supplier, ~within(patient.c.case_id, first, last), patient.c.member_id.in_(members)
    )
    return [_version(row) for row in connection.execute(query.order_by(patient.c.case_id))]


def versions(connection: Connection, supplier: str, case_id: str) -> list[CaseVersion]:
    """Every version of a case."""
    query = select(*_COLUMNS).where(case_version.c.supplier_id == supplier, case_version.c.case_id == case_id)
    return [_version(row) for row in connection.execute(query.order_by(case_version.c.version))]


def version_of(connection: Connection, supplier: str, case_id: str, version: int) -> CaseVersion:
    """One version of a case."""
    query = select(*_COLUMNS).where(
        case_version.c.supplier_id == supplier, case_version.c.case_id == case_id, case_version.c.version == version
    )
    return _version(connection.execute(query).one())


def find(connection: Connection, supplier: str, begins: str, payer: str, most: int) -> list[Patient]:
    """Cases whose name, case id, member id or account number begins so, by name."""
    query = select(*(patient.c[field.name] for field in fields(Patient))).where(patient.c.supplier_id == supplier)
    if payer:
        query = query.where(patient.c.payer == payer)
    query = query.order_by(patient.c.name, patient.c.case_id).limit(most)
    if not begins:
        return [Patient(*row) for row in connection.execute(query)]
    found: dict[str, Patient] = {}
    for column, text in (
        (patient.c.name, begins.casefold()),
        (patient.c.case_id, begins),
        (patient.c.member_id, member_key(_clean(begins)) or begins),
        (patient.c.account_number, begins),
    ):
        of_column = query.where(column >= text, column < text + BEHIND_ALL)
        found |= {row.case_id: Patient(*row) for row in connection.execute(of_column)}
    return sorted(found.values(), key=lambda each: (each.name, each.case_id))[:most]


def _version(row: Row[Any]) -> CaseVersion:
    return CaseVersion(**row._mapping)


def _portions(ids: Iterable[str]) -> Iterator[list[str]]:
    every = list(ids)
    for start in range(0, len(every), TOGETHER):
        yield every[start : start + TOGETHER]
