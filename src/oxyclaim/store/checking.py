"""Looking at every row that may not change: its own hash, the chain that it is part of, and what leads to it."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, and_, func, or_, select

from oxyclaim.case.canonical import sha256
from oxyclaim.services.store.kept import Fault, Held
from oxyclaim.store.sealing import SEAL, seal_of
from oxyclaim.store.tables import GROWING, case_version, event, kept_file, patient
from oxyclaim.store.verdicts import content_of

AT_ONCE = 1000
MOST = 1000
"""Faults that are told of a table."""
CHANGED = "is not what was written: its hash is another"
BROKEN = "does not follow on the row before it: a row was changed, put in or taken out"
LOST = "there is no row {subject} any more that this event made, or it was changed"
UNTOLD = "no event tells of it: it was put in by hand"
BEHIND = "is not the latest version that was saved"
OTHER_TEXT = "its text is not what was saved: its hash is another"


def check(connection: Connection) -> tuple[list[Held], list[Fault]]:
    """All faults, table by table, and how many rows were looked at."""
    held, faults = [], []
    if connection.dialect.name == "sqlite":
        faults += [
            Fault("(file)", "", str(said))
            for said in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST})").scalars()
            if said != "ok"
        ]
    for table in GROWING:
        count, found = rows_of(connection, table)
        held.append(Held(table.name, count))
        faults += found
    faults += [*_events(connection), *_heads(connection), *_files(connection)]
    return held, faults


def rows_of(connection: Connection, table: Table) -> tuple[int, list[Fault]]:
    """How many rows a table has that may not change, and what is wrong with them."""
    keys = [column.name for column in table.primary_key.columns]
    rows = connection.execution_options(yield_per=AT_ONCE).execute(select(table).order_by(*table.primary_key.columns))
    count, faults, before = 0, [], _Before(table)
    for row in map(dict[str, Any], rows.mappings()):
        count += 1
        place = "/".join(str(row[name]) for name in keys)
        if seal_of(row) != row[SEAL]:
            faults.append(Fault(table.name, place, CHANGED))
        if not before.leads_to(row):
            faults.append(Fault(table.name, place, BROKEN))
        if table is case_version and sha256(row["text"]) != row["text_sha256"]:
            faults.append(Fault(table.name, place, OTHER_TEXT))
    return count, faults[:MOST]


class _Before:
    """The row before, of a table whose rows name it: of one case, or of all."""

    def __init__(self, table: Table):
        self._table = table
        self._seal = ""
        self._number = 0
        self._case: tuple[str, str] | None = None

    def leads_to(self, row: Mapping[str, Any]) -> bool:
        """Whether a row follows on the one before; it is then the one before."""
        if "before" not in self._table.c:
            return True
        if self._table is case_version:
            number, case = row["version"], (row["supplier_id"], row["case_id"])
            if case != self._case:
                self._case, self._seal, self._number = case, "", 0
        else:
            (key,) = self._table.primary_key.columns
            number = row[key.name]
        fits = row["before"] == self._seal and number == self._number + 1
        self._seal, self._number = row[SEAL], number
        return bool(fits)


def _events(connection: Connection) -> Iterator[Fault]:
    """Each event leads to its row, and each row of those tables to an event."""
    subjects = connection.execute(select(event.c.subject).distinct().where(event.c.subject.is_not(None))).scalars()
    told = set(subjects) | {
        "case_version", "verdict", "claim_file", "claim_file_sent", "claim", "reply_file", "payment", "outgoing",
    }  # fmt: skip
    for table in (table for table in GROWING if table.name in told):
        of_table = and_(event.c.subject == table.name, event.c.subject_sha256 == table.c.sha256)
        lost = (
            select(event.c.event_id)
            .outerjoin(table, event.c.subject_sha256 == table.c.sha256)
            .where(event.c.subject == table.name, table.c.sha256.is_(None))
        )
        for number in connection.execute(lost.limit(MOST)).scalars():
            yield Fault("event", str(number), LOST.format(subject=table.name))
        keys = list(table.primary_key.columns)
        untold = select(*keys).outerjoin(event, of_table).where(event.c.event_id.is_(None))
        for row in connection.execute(untold.limit(MOST)):
            yield Fault(table.name, "/".join(map(str, row)), UNTOLD)


def _heads(connection: Connection) -> Iterator[Fault]:
    """Each case is found in its latest version."""
    newest = (
        select(case_version.c.supplier_id, case_version.c.case_id, func.max(case_version.c.version).label("version"))
        .group_by(case_version.c.supplier_id, case_version.c.case_id)
        .subquery()
    )
    of_case = and_(newest.c.supplier_id == patient.c.supplier_id, newest.c.case_id == patient.c.case_id)
    behind = (
        select(patient.c.case_id)
        .outerjoin(newest, of_case)
        .where(or_(newest.c.version.is_(None), newest.c.version != patient.c.version))
    )
    for case_id in connection.execute(behind.limit(MOST)).scalars():
        yield Fault("patient", case_id, BEHIND)


def _files(connection: Connection) -> Iterator[Fault]:
    """The bytes of each kept file have the hash by which they are found."""
    for hash in connection.execute(select(kept_file.c.content_sha256)).scalars().all():
        try:
            content = content_of(connection, hash)
        except (OSError, EOFError, ValueError):
            content = b""
        if sha256(content) != hash:
            yield Fault("kept_file", hash, CHANGED)
