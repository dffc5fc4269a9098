"""Stores with something in every table that only grows."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import insert

from oxyclaim.case.canonical import canonical, canonical_text
from oxyclaim.case.files import SUFFIXES
from oxyclaim.case.models import Case
from oxyclaim.case.reader import read_cases
from oxyclaim.services.store.kept import Change, NewClaim, NewClaimFile, NewLine, Verdict, VerdictLine
from oxyclaim.store import SqlStore
from oxyclaim.store.desk import SqlDesk
from oxyclaim.store.engines import engine_of, writing
from oxyclaim.store.sealing import chained
from oxyclaim.store.tables import audit

EXAMPLES = Path(__file__).parents[2] / "examples"
TODAY = date(2025, 12, 31)
NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
BY_ANN = Change("ann", NOW, "first entry")
IMPORTED = Change("ann", NOW, "import", "import")


@cache
def examples() -> list[Case]:
    """All cases of the examples."""
    paths = sorted(path for path in EXAMPLES.iterdir() if path.suffix in SUFFIXES)
    return [sourced.case for sourced in read_cases(paths).cases]


def verdict_of(case: Case, version: int = 1, result: str = "{}") -> Verdict:
    """A made-up verdict that rests on nothing."""
    lines = tuple(
        VerdictLine(item.line_number, item.code, item.service_date, "billable", "RR", 12345, None)
        for item in case.items
    )
    return Verdict(
        case.case_id, version, date(2026, 1, 5), "law", "0.1.0", "no program", None, None, case.coverage.payer, False,
        "[]", "[]", "made up", result, lines,
    )  # fmt: skip


def claim_file_of(case: Case, number: int, version: int = 1, is_correction: bool = True) -> NewClaimFile:
    """A made-up claim file with one claim, which may go out once more."""
    id = f"C{number:09d}"
    lines = tuple(
        NewLine(item.line_number, item.code, "RR", item.service_date, 39500, None, f"{id}L{item.line_number}")
        for item in case.items
    )
    claim = NewClaim(id, case.case_id, version, lines, "1", case.coverage.payer, is_correction=is_correction)
    return NewClaimFile("SENDER", "RECEIVER", number, "claim.x12", b"ISA", (claim,))


def fill(store: SqlStore, address: str) -> None:
    """Two cases, a verdict, a claim file, numbers, a look."""
    one, two = examples()[:2]
    store.take_in([one, two], IMPORTED)
    (number,) = store.take_numbers("interchange", "SENDER", 1, NOW, "a claim file")
    store.keep_claims(claim_file_of(one, number), [verdict_of(one)], BY_ANN)
    SqlDesk(store).of("own").mark_sent(1, BY_ANN)
    engine = engine_of(address)
    with writing(engine) as connection:
        row = {"supplier_id": "own", "at": "2026-01-05", "author": "ann", "what": "looked", "case_id": one.case_id}
        connection.execute(insert(audit), chained(connection, audit, [{**row, "detail": canonical({})}]))
    engine.dispose()


def with_payer_name(case: Case, name: str) -> Case:
    """The case with another text in it."""
    return case.model_copy(update={"coverage": case.coverage.model_copy(update={"payer_name": name})})


def texts(store: SqlStore) -> dict[str, str]:
    """The latest text of every case."""
    return {each.case_id: each.text for each in store.latest()}


def texts_of(cases: list[Case]) -> dict[str, str]:
    """The text that each case has in a store."""
    return {case.case_id: canonical_text(case) for case in cases}
