"""Stores with something in every table that only grows."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import insert

from oxyclaim.case.canonical import canonical, canonical_text
from oxyclaim.case.files import SUFFIXES
from oxyclaim.case.member import member_key
from oxyclaim.case.models import Case
from oxyclaim.case.reader import read_cases
from oxyclaim.services.desk.shelves import LookUp
from oxyclaim.services.ledger.entering import Entry, enter
from oxyclaim.services.posting import PostRequest, post
from oxyclaim.services.programs.kept import ScrubJob
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.store.kept import Change, NewClaim, NewClaimFile, NewLine, Verdict, VerdictLine
from oxyclaim.store import SqlStore
from oxyclaim.store.desk import SqlDesk
from oxyclaim.store.engines import engine_of, writing
from oxyclaim.store.sealing import chained
from oxyclaim.store.tables import audit
from oxyclaim_simulator.submitting import claim_file
from tests.ledger.office import bill
from tests.remittance.written import R1, Payment, Told, acknowledged, remittance

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


def claim_file_of(
    case: Case, number: int, version: int = 1, corrects: str | None = None, own_month: bool = True
) -> NewClaimFile:
    """A made-up claim file with one claim, C and number; of a month of its own, unless it is to be that of the case."""
    id = f"C{number:09d}"
    later = timedelta(days=31 * number if own_month else 0)
    lines = tuple(
        NewLine(item.line_number, item.code, "RR", item.service_date + later, 39500, None, f"{id}L{item.line_number}")
        for item in case.items
    )
    member = member_key(case.coverage.member_id)
    claim = NewClaim(id, case.case_id, version, lines, "1", case.coverage.payer, corrects=corrects, member=member)
    return NewClaimFile("SENDER", "RECEIVER", number, "claim.x12", b"ISA", (claim,), frozenset(("RR", "NU")))


def fill(store: SqlStore, address: str) -> None:
    """Two cases, a verdict, a claim file, numbers, a look; a posted remittance with all that belongs to it."""
    one, two = examples()[:2]
    store.take_in([one, two], IMPORTED)
    (number,) = store.take_numbers("interchange", "SENDER", 1, NOW, "a claim file")
    store.keep_claims(claim_file_of(one, number), [verdict_of(one)], BY_ANN)
    own = SqlDesk(store).of("own")
    own.mark_sent(1, BY_ANN)
    own.add_look_up(LookUp(one.case_id, "eligibility", TODAY, "portal", "part_b", False, "", None, "ann", "x"), BY_ANN)
    own.add_outgoing(one.case_id, "letter", "practitioner", ".pdf", "0" * 64, 9, BY_ANN)
    programs = SqlDesk(store).programs
    programs.add_scrub(ScrubJob("job", "own", "ann", NOW.isoformat(), TODAY, "x.837", "0" * 64, "waiting", 0))
    programs.end_scrub("job", NOW, "done", "{}", None, "1" * 64)
    engine = engine_of(address)
    with writing(engine) as connection:
        row = {"supplier_id": "own", "at": "2026-01-05", "author": "ann", "what": "looked", "case_id": one.case_id}
        connection.execute(insert(audit), chained(connection, audit, [{**row, "detail": canonical({})}]))
    engine.dispose()
    post_something(store)


def post_something(store: SqlStore) -> None:
    """A claim, a remittance of it, an acknowledgment and a deposit."""
    with tempfile.TemporaryDirectory() as folder:
        claims, bank = Path(folder) / "claims.x12", Path(folder) / "bank.csv"
        claims.write_text(claim_file([bill()], TODAY, 1))
        bank.write_text("effective_date,amount,company_name,addenda\n"
                        "2026-01-20,31.36,EXAMPLE DME PAYER,TRN*1*EFT0000001*1205296137\\\n")  # fmt: skip
        replies = [Path(folder) / "1.835", Path(folder) / "2.277"]
        replies[0].write_bytes(remittance(Payment((R1,))))
        replies[1].write_bytes(acknowledged([Told("OXY0001", (("A7:507", "U"),))], batch="000001001"))
        post(PostRequest(replies, TODAY, [claims], [bank]), store, "store", rule_book(), IMPORTED)
        refund = Entry("payer_refund", 100, TODAY, payer="1205296137", reference="26005000000001")
        enter(store, "store", refund, rule_book(), Change("ann", NOW, "a mistake of the payer"), TODAY)


def with_payer_name(case: Case, name: str) -> Case:
    """The case with another text in it."""
    return case.model_copy(update={"coverage": case.coverage.model_copy(update={"payer_name": name})})


def texts(store: SqlStore) -> dict[str, str]:
    """The latest text of every case."""
    return {each.case_id: each.text for each in store.latest()}


def texts_of(cases: list[Case]) -> dict[str, str]:
    """The text that each case has in a store."""
    return {case.case_id: canonical_text(case) for case in cases}
