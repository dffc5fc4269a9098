"""Claims as they go out in life: for each situation the segments that must and must not stand. All of it is made up.

Each claim is written, all of them are validated by pyx12, read by the project's own reader, and scrubbed: no finding of
levels 1 to 5. A situation that may not go out says why.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from oxyclaim.case.models import Case
from oxyclaim.claims import Claim, ClaimError, ClaimLine, ControlNumbers, Limits, validate_837p, write_claims, writing
from oxyclaim.engine.decide import decide
from oxyclaim.policy.loading import EXAMPLE_PAYERS
from oxyclaim.policy.worked_cases import build
from oxyclaim.services.calendar import CalendarRequest, calendar
from oxyclaim.services.check import CheckRequest, check
from oxyclaim.services.claim import ClaimRequest, refused_lines, write_claim
from oxyclaim.services.claim_plan import Plan, plan_claims
from oxyclaim.services.due import DueRequest, due
from oxyclaim.services.problems import BadInput
from oxyclaim.services.rule_book import RuleBook, rule_book
from oxyclaim.x12.claim_837p.checks.levels import checked
from oxyclaim.x12.claim_837p.reader import read
from tests.claims.situation_cases import BASE, START, case_of, situations
from tests.sampling import one_in

AS_OF = date(2025, 7, 31)
CREATED = datetime(2025, 7, 31, 9, 30)  # noqa: DTZ001 (a file's time is the sender's local time)
NUMBERS = ControlNumbers(1)
GUIDE_LEVELS = 5


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    folder = tmp_path_factory.mktemp("payers")
    for path in EXAMPLE_PAYERS.glob("*.yaml"):
        shutil.copy(path, folder)
    return rule_book(folder)


@pytest.fixture(scope="module")
def planned(book: RuleBook) -> dict[str, tuple[Plan, str]]:
    """Of each situation what goes out, and why something does not."""
    found: dict[str, tuple[Plan, str]] = {}
    by_day: dict[date, list[Case]] = {}
    for entry in situations().values():
        by_day.setdefault(entry.get("as_of", AS_OF), []).append(case_of(entry))
    for day, cases in by_day.items():
        verdicts = list(decide(cases, book, day))
        for case in cases:
            own = [each for each in verdicts if each.case_id == case.case_id]
            plan = plan_claims([case], own, book, day)
            found[case.case_id] = plan, " ".join(each.reason for each in refused_lines(own, plan))
    return found


def segments_of(claim: Claim, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The segments of one claim; the file of all of them is validated elsewhere, once."""
    monkeypatch.setattr(writing, "validate_837p", lambda *_, **__: [])
    target = folder / "claim.x12"
    write_claims([claim], target, created=CREATED, numbers=NUMBERS)
    return target.read_text().split("~")


@pytest.mark.parametrize("id", situations())
def test_a_situation(
    id: str, planned: dict[str, tuple[Plan, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, (plan, why) = situations()[id], planned[id]
    if "refused" in entry:
        if not plan.claims:
            assert entry["refused"] in why
            return
        with pytest.raises(ClaimError, match=re.escape(entry["refused"])):
            segments_of(plan.claims[0], tmp_path, monkeypatch)
        return
    assert plan.claims, why
    segments = segments_of(plan.claims[0], tmp_path, monkeypatch)
    for wanted in entry["must"]:
        assert any(fnmatchcase(segment, f"{wanted}*") for segment in segments), (wanted, segments)
    for unwanted in entry.get("must_not", ()):
        assert not any(fnmatchcase(segment, f"{unwanted}*") for segment in segments), unwanted


@pytest.mark.parametrize("id", one_in(4, situations()))
def test_check_due_and_calendar_say_what_claim_says(id: str, book: RuleBook, tmp_path: Path) -> None:
    """Law: a line is billable at ``check`` where ``claim`` writes it, and nowhere else; where not, both say why."""
    entry = situations()[id]
    case, day = case_of(entry), entry.get("as_of", AS_OF)
    checked_lines = check(CheckRequest([case], day), book).lines
    said = {line.line_number for line in checked_lines if line.is_billable}
    why = " ".join(
        [reason for line in checked_lines for reason in line.before_the_claim]
        + [f"[{finding.rule}] {finding.sentence}" for line in checked_lines for finding in line.findings]
    )
    try:
        answer = write_claim(ClaimRequest([case], tmp_path / "claim.x12", day, CREATED, test=True), book)
    except BadInput as error:
        told = " ".join(problem.message for problem in error.problems)
        assert said == set()
    else:
        told = " ".join(line.reason for line in answer.refused)
        assert said == {line.line_number for line in answer.written} or case.correction is not None
    if "refused" in entry:
        assert said == set()
        assert entry["refused"] in told
        assert entry["refused"] in why
    days = {(item.line_number, item.service_date) for item in case.items}
    months = due([case], DueRequest(day, 0), book).due
    its_own = [month for month in months if (month.line_number, month.service_date) in days]
    assert {month.line_number for month in its_own if month.verdict == "billable"} <= said
    (shown,) = calendar(CalendarRequest([case], day), book).cases
    to_bill = {(lane.line_number, month.service_date) for lane in shown.lanes for month in lane.months
               if month.state == "payable" and not month.ahead}  # fmt: skip
    assert {number for number, _ in to_bill & days} <= said


@pytest.fixture(scope="module")
def written(planned: dict[str, tuple[Plan, str]], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Claim]]:
    claims = [claim for id, (plan, _) in planned.items() if "refused" not in situations()[id] for claim in plan.claims]
    target = tmp_path_factory.mktemp("written") / "all.x12"
    write_claims(claims, target, created=CREATED, numbers=NUMBERS)
    return target, claims


def test_an_independent_validator_finds_nothing(written: tuple[Path, list[Claim]]) -> None:
    assert validate_837p(written[0]) == []


def test_the_own_reader_finds_every_claim_and_line_by_its_id(written: tuple[Path, list[Claim]]) -> None:
    target, claims = written
    ids, lines = zip(*_read(target), strict=True)
    assert sorted(id for piece in ids for id in piece) == sorted(claim.claim_id for claim in claims)
    wanted = sorted(claim.line_id(line) for claim in claims for line in claim.lines)
    assert sorted(id for piece in lines for id in piece) == wanted
    assert len(set(wanted)) == len(wanted)
    assert all(len(claim.claim_id) <= 17 and claim.claim_id.isalnum() for claim in claims)


def _read(target: Path) -> Iterator[tuple[list[str], list[str]]]:
    for piece in read(target):
        yield piece.claims["claim_id"].to_list(), piece.lines["control_number"].to_list()


def test_the_scrub_finds_nothing_of_the_guide(written: tuple[Path, list[Claim]]) -> None:
    found = [row for piece in read(written[0]) for row in checked(piece, AS_OF).rows(named=True)]
    assert [row for row in found if row["snip_level"] <= GUIDE_LEVELS] == []


def test_fifty_lines_stand_on_one_claim_and_two_claims_in_two_transaction_sets(tmp_path: Path) -> None:
    items = [
        {"code": "E1390", "service_date": f"20{20 + n // 12}-{n % 12 + 1:02d}-10", "rental_start": "2020-01-10"}
        for n in range(50)
    ]
    cases = [Case.model_validate(build(id, START, BASE | {"items": [dict(item) for item in items]})) for id in "AB"]
    claims = [Claim(case, tuple(ClaimLine(item.line_number, ("RR",)) for item in case.items)) for case in cases]
    target = tmp_path / "fifty.x12"
    write_claims(claims, target, created=CREATED, numbers=ControlNumbers(9, 4, 17), limits=Limits(claims=1))
    segments = [segment.split("*") for segment in target.read_text().split("~")]
    assert [segment[2] for segment in segments if segment[0] == "ST"] == ["0017", "0018"]
    assert [segment[3] for segment in segments if segment[0] == "BHT"] == ["000000009000000017", "000000009000000018"]
    assert [segment[1:3] for segment in segments if segment[0] == "GE"] == [["2", "4"]]
    assert len([segment for segment in segments if segment[0] == "LX"]) == 100
    [piece] = read(target)
    assert checked(piece, AS_OF).filter(checked(piece, AS_OF)["snip_level"] <= GUIDE_LEVELS).rows() == []
    with pytest.raises(ClaimError, match="take 2 transaction sets, and a file holds 1"):
        write_claims(claims, target, created=CREATED, numbers=NUMBERS, limits=Limits(claims=1, transactions=1))


def test_there_are_forty_of_them() -> None:
    assert len(situations()) >= 40
    assert all(entry["basis"].strip() and entry["title"].strip() for entry in situations().values())
    assert all(bool(entry.get("must")) != ("refused" in entry) for entry in situations().values())
