"""How each line of each case stands, and the random ids by which pages name cases."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import asdict, fields
from datetime import date

from sqlalchemy import Connection, and_, delete, exists, func, insert, or_, select

from oxyclaim.services.desk.kept import LineState, OrderedLine, StateCount
from oxyclaim.services.programs.kept import VERDICT_CHANGED
from oxyclaim.services.store.kept import Patient
from oxyclaim.store.programs.telling import is_wanted, tell
from oxyclaim.store.tables import case_handle, line_state, patient
from oxyclaim.store.tables.base import within

_COLUMNS = [line_state.c[field.name] for field in fields(LineState)]
_PATIENT = [patient.c[field.name] for field in fields(Patient)]
_MONEY = func.coalesce(line_state.c.expected_cents, line_state.c.charge_cents)
"""What a line comes to: what is expected for it, else its charge."""
_BY_LAST_DAY = (func.coalesce(line_state.c.claim_by, date.max), line_state.c.case_id, line_state.c.line_number)
AT_ONCE = 400
"""Case ids in one question: an engine takes only so many values."""


def known_handles(connection: Connection, supplier_id: str, case_ids: Sequence[str]) -> dict[str, str]:
    """The ids that there are, by case."""
    found: dict[str, str] = {}
    for start in range(0, len(case_ids), AT_ONCE):
        query = select(case_handle.c.case_id, case_handle.c.handle).where(
            case_handle.c.supplier_id == supplier_id, case_handle.c.case_id.in_(case_ids[start : start + AT_ONCE])
        )
        found |= {row.case_id: row.handle for row in connection.execute(query)}
    return found


def make_handles(connection: Connection, supplier_id: str, case_ids: Sequence[str]) -> dict[str, str]:
    """The ids of these cases; made where there is none."""
    found = known_handles(connection, supplier_id, case_ids)
    new = {each: secrets.token_urlsafe(9) for each in case_ids if each not in found}
    if new:
        rows = [{"supplier_id": supplier_id, "case_id": each, "handle": handle} for each, handle in new.items()]
        connection.execute(insert(case_handle), rows)
    return found | new


def case_of(connection: Connection, supplier_id: str, handle: str) -> str | None:
    """The case with this id."""
    query = select(case_handle.c.case_id).where(
        case_handle.c.supplier_id == supplier_id, case_handle.c.handle == handle
    )
    return connection.execute(query).scalar_one_or_none()


def patients(connection: Connection, supplier_id: str, case_ids: Sequence[str]) -> dict[str, Patient]:
    """These cases as lists show them."""
    found: dict[str, Patient] = {}
    for start in range(0, len(case_ids), AT_ONCE):
        query = select(*_PATIENT).where(
            patient.c.supplier_id == supplier_id, patient.c.case_id.in_(case_ids[start : start + AT_ONCE])
        )
        found |= {row.case_id: Patient(*row) for row in connection.execute(query)}
    return found


def patients_after(connection: Connection, supplier_id: str, case_id: str, most: int) -> list[Patient]:
    """Cases behind this one."""
    query = select(*_PATIENT).where(patient.c.supplier_id == supplier_id, patient.c.case_id > case_id)
    return [Patient(*row) for row in connection.execute(query.order_by(patient.c.case_id).limit(most))]


def put(connection: Connection, supplier_id: str, case_ids: Sequence[str], states: Sequence[LineState]) -> None:
    """These are the lines of these cases now; programs that want to know are told of verdicts that changed."""
    if is_wanted(connection, supplier_id, VERDICT_CHANGED):
        _tell_changes(connection, supplier_id, case_ids, states)
    for start in range(0, len(case_ids), AT_ONCE):
        some = case_ids[start : start + AT_ONCE]
        connection.execute(
            delete(line_state).where(line_state.c.supplier_id == supplier_id, line_state.c.case_id.in_(some))
        )
    if states:
        connection.execute(insert(line_state), [{"supplier_id": supplier_id, **asdict(each)} for each in states])


def _tell_changes(
    connection: Connection, supplier_id: str, case_ids: Sequence[str], states: Sequence[LineState]
) -> None:
    before: dict[tuple[str, int], str] = {}
    for start in range(0, len(case_ids), AT_ONCE):
        query = select(line_state.c.case_id, line_state.c.line_number, line_state.c.verdict).where(
            line_state.c.supplier_id == supplier_id, line_state.c.case_id.in_(case_ids[start : start + AT_ONCE])
        )
        before |= {(case_id, number): verdict for case_id, number, verdict in connection.execute(query)}
    changed = [each for each in states if before.get((each.case_id, each.line_number), each.verdict) != each.verdict]
    handles = make_handles(connection, supplier_id, list(dict.fromkeys(each.case_id for each in changed)))
    things: list[tuple[str, dict[str, object]]] = [
        ("", {"patient": handles[each.case_id], "line": each.line_number, "version": each.version}) for each in changed
    ]
    tell(connection, supplier_id, VERDICT_CHANGED, things)


def listed(
    connection: Connection,
    supplier_id: str,
    case_ids: Sequence[str] | None,
    state: str,
    verdict: str,
    owner: str,
    until: date | None,
    authorizable: bool,
    rule: str,
    most: int | None,
) -> list[LineState]:
    """Lines as they stand, the earliest last day first."""
    query = select(*_COLUMNS).where(line_state.c.supplier_id == supplier_id)
    for column, wanted in ((line_state.c.state, state), (line_state.c.verdict, verdict), (line_state.c.owner, owner)):
        if wanted:
            query = query.where(column == wanted)
    if authorizable:
        query = query.where(line_state.c.authorization.is_not(None))
    if rule:
        query = query.where(line_state.c.rules.contains(f" {rule} ", autoescape=True))
    if until is not None:
        query = query.where(line_state.c.claim_by <= until)
    query = query.order_by(*_BY_LAST_DAY).limit(most)
    if case_ids is None:
        return [LineState(**row._mapping) for row in connection.execute(query)]
    return [
        LineState(**row._mapping)
        for start in range(0, len(case_ids), AT_ONCE)
        for row in connection.execute(query.where(line_state.c.case_id.in_(case_ids[start : start + AT_ONCE])))
    ]


def doubtful(
    connection: Connection, supplier_id: str, states: Collection[str], verdict: str, most: int
) -> tuple[list[LineState], int]:
    """Lines in these states with another verdict than this, the earliest last day first, and how many there are."""
    some = (line_state.c.supplier_id == supplier_id, line_state.c.state.in_(states), line_state.c.verdict != verdict)
    found = connection.execute(select(*_COLUMNS).where(*some).order_by(*_BY_LAST_DAY).limit(most))
    many = connection.execute(select(func.count()).select_from(line_state).where(*some)).scalar_one()
    return [LineState(**row._mapping) for row in found], many


def keys_in(connection: Connection, supplier_id: str, states: Collection[str]) -> list[tuple[str, int]]:
    """Case and number of every line in one of these states, in order."""
    query = select(line_state.c.case_id, line_state.c.line_number).where(
        line_state.c.supplier_id == supplier_id, line_state.c.state.in_(states)
    )
    rows = connection.execute(query.order_by(line_state.c.case_id, line_state.c.line_number))
    return [(case_id, number) for case_id, number in rows]


def ordered(connection: Connection, supplier_id: str) -> list[OrderedLine]:
    """Every line with who ordered it."""
    query = select(
        line_state.c.practitioner, line_state.c.case_id, line_state.c.state, line_state.c.service_date,
        func.coalesce(_MONEY, 0),
    ).where(line_state.c.supplier_id == supplier_id, line_state.c.practitioner.is_not(None))  # fmt: skip
    return [OrderedLine(*row) for row in connection.execute(query)]


def counts(connection: Connection, supplier_id: str) -> list[StateCount]:
    """How many lines stand in each way, and what they come to."""
    query = (
        select(
            line_state.c.state,
            line_state.c.owner,
            func.count(),
            func.coalesce(func.sum(_MONEY), 0),
        )
        .where(line_state.c.supplier_id == supplier_id)
        .group_by(line_state.c.state, line_state.c.owner)
    )
    return [StateCount(state, owner, lines, int(money)) for state, owner, lines, money in connection.execute(query)]


def days_of(connection: Connection, supplier_id: str, state: str) -> list[tuple[date, int, int]]:
    """The service dates of the lines in a state, how many lines each has and what they come to."""
    query = (
        select(line_state.c.service_date, func.count(), func.coalesce(func.sum(_MONEY), 0))
        .where(line_state.c.supplier_id == supplier_id, line_state.c.state == state)
        .group_by(line_state.c.service_date)
        .order_by(line_state.c.service_date)
    )
    return [(day, lines, int(cents)) for day, lines, cents in connection.execute(query)]


def behind(
    connection: Connection,
    supplier_id: str,
    as_of: date,
    rule_book: str,
    most: int | None,
    payers: Collection[str] | None = None,
    between: tuple[str, str] | None = None,
) -> list[str]:
    """Cases that have no line as it stands on this day, by this rule book, in their latest version; those of these
    payers and between two ids alone, where they are given."""
    mine = and_(line_state.c.supplier_id == patient.c.supplier_id, line_state.c.case_id == patient.c.case_id)
    old = or_(
        line_state.c.version != patient.c.version,
        line_state.c.as_of != as_of,
        line_state.c.rule_book != rule_book,
    )
    query = (
        select(patient.c.case_id)
        .where(patient.c.supplier_id == supplier_id)
        .where(or_(~exists().where(mine), exists().where(mine, old)))
        .order_by(patient.c.case_id)
        .limit(most)
    )
    if payers is not None:
        query = query.where(patient.c.payer.in_(sorted(payers)))
    if between is not None:
        query = query.where(within(patient.c.case_id, *between))
    return list(connection.execute(query).scalars())
