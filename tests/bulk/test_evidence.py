"""A line that is read from a claim is judged as the same line of a case that holds only what the claim shows."""

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bulk.claim_rows import AS_OF, batch, claim_case, rows_of
from oxyclaim.bulk.evidence import BEFORE_THE_RULES, JUDGED, NO_SERVICE_DATE, NOT_OXYGEN, PAYER_NOT_KNOWN, evidence
from oxyclaim.case.models import Case
from oxyclaim.case.tables import Tables, tables
from oxyclaim.claims import Claim, ClaimLine, ControlNumbers
from oxyclaim.claims.writing import write_claims
from oxyclaim.engine.bulk import verdicts
from oxyclaim.policy import load
from oxyclaim.x12.claim_837p.reader import read

firsts = st.integers(0, 1_000_000_000)
some = settings(max_examples=4, derandomize=True, database=None, deadline=None, phases=[Phase.generate])

RENTAL = {"code": "E1390", "modifiers": ["RR", "N1"], "service_date": "2025-06-10"}
PORTABLE = {"code": "E1392", "modifiers": ["RR", "N1"], "service_date": "2025-06-10"}


def states_of_cases(cases: list[Case]) -> pl.DataFrame:
    return verdicts(tables(cases, load().presumptions, AS_OF), load())


def states_of_claims(claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    shown = evidence(claims, lines, load(), AS_OF)
    numbers = shown.told["claim"].unique().sort()
    return verdicts(Tables(shown.frames(numbers), []), load())


def differing(cases: list[Case], claims: pl.DataFrame, lines: pl.DataFrame) -> list[str]:
    """The rules that say something else of a line in the claim than in the case."""
    read = {(int(row["case_id"]), row["line_number"]): row for row in states_of_claims(claims, lines).to_dicts()}
    told = []
    of_cases = states_of_cases(cases).to_dicts()
    for row in of_cases:
        number = next(n for n, case in enumerate(cases) if case.case_id == row["case_id"])
        if (number, row["line_number"]) in read:
            same = read[number, row["line_number"]]
            told += [
                f"{row['case_id']} {row['line_number']} {rule.id}: {row[rule.id]}, in the claim {same[rule.id]}"
                for rule in load().rules
                if row[rule.id] != same[rule.id]
            ]
    assert read
    return told


@some
@given(firsts)
def test_a_claim_says_as_much_as_its_case(first: int):
    cases = batch(first)
    told = differing(cases, *rows_of(cases))
    assert not told, told


def test_a_written_claim_read_back_says_as_much_as_its_case(tmp_path: Path):
    items = [RENTAL, PORTABLE | {"modifiers": ["RR", "N1", "QF"], "narrative": "MADE UP"}]
    cases = [
        claim_case(0, items),
        claim_case(1, [RENTAL, {"code": "E0443", "modifiers": ["N1"], "service_date": "2025-06-10"}]),
        claim_case(2, [RENTAL | {"place_of_service": "31", "units": 2, "modifiers": ["RR"]}]),
        claim_case(3, [RENTAL], diagnoses=[{"icd10": "G47.33"}, {"icd10": "J96.11"}]),
    ]
    claims = [
        Claim(
            case, tuple(ClaimLine(item.line_number, tuple(item.modifiers or ()), item.narrative) for item in case.items)
        )
        for case in cases
    ]
    file = tmp_path / "made-up.837"
    write_claims(claims, file, created=datetime(2026, 3, 1), numbers=ControlNumbers(1))  # noqa: DTZ001
    (piece,) = read(file)
    assert not differing(cases, piece.claims, piece.lines)


def test_what_is_not_judged_says_why():
    cases = [
        claim_case(0, [RENTAL, {"code": "K0001", "modifiers": ["RR"], "service_date": "2025-06-10"}]),
        claim_case(1, [RENTAL], coverage={"payer": "aetna", "member_id": "X1", "payer_id": "60054"}),
        claim_case(2, [RENTAL]),
        claim_case(3, [RENTAL | {"service_date": "2005-12-31"}]),
    ]
    claims, lines = rows_of(cases)
    lines = lines.with_columns(pl.when(pl.col("claim") != 2).then(pl.col("service_from")).alias("service_from"))
    status = evidence(claims, lines, load(), AS_OF).lines["status"].to_list()
    assert status == [JUDGED, NOT_OXYGEN, PAYER_NOT_KNOWN, NO_SERVICE_DATE, BEFORE_THE_RULES]
    known = evidence(claims, lines, load(), AS_OF, payers={"60054": "aetna"}).lines
    assert known["status"].to_list() == [JUDGED, NOT_OXYGEN, JUDGED, NO_SERVICE_DATE, BEFORE_THE_RULES]
    assert known["line.payer"].to_list() == ["medicare", "medicare", "aetna", "medicare", "medicare"]


def test_a_payer_that_the_rule_book_does_not_hold_is_refused():
    with pytest.raises(ValueError, match="no payer nobody"):
        evidence(*rows_of([claim_case(0, [RENTAL])]), load(), AS_OF, payers={"1": "nobody"})


def test_a_claim_is_known_by_its_place_not_by_its_id():
    """Two claims with one id, of which one has a second stationary unit."""
    cases = [claim_case(0, [RENTAL]), claim_case(1, [RENTAL, RENTAL | {"code": "E0424"}])]
    states = states_of_claims(*rows_of(cases))
    assert states["COV-420"].to_list() == ["met", "not met", "not met"]


def test_months_billed_before_are_the_claims_history():
    cases = [claim_case(0, [RENTAL]), claim_case(1, [RENTAL])]
    months = pl.DataFrame(
        {
            "claim": [1], "month.code": ["E1390"], "month.service_date": [cases[0].items[0].service_date],
            "month.kind": ["rental"], "month.payer": ["medicare"], "month.outcome": ["paid"], "month.supplier": ["own"],
        }
    )  # fmt: skip
    shown = evidence(*rows_of(cases), load(), AS_OF, months=months)
    states = verdicts(Tables(shown.frames(pl.Series([0, 1])), []), load())
    assert states["LED-070"].to_list() == ["met", "not met"]


def test_a_claim_says_whether_it_goes_to_a_second_or_a_third_payer():
    first, answered = claim_case(0, [RENTAL]), {"payer": "aetna"}
    second = claim_case(1, [RENTAL], coverage={"primary": answered})
    third = claim_case(2, [RENTAL], coverage={"primary": answered, "secondary": {"payer": "medicare"}})
    lines = evidence(*rows_of([first, second, third]), load(), AS_OF).lines
    assert lines.select("line.has_primary", "line.has_secondary").rows() == [
        (False, False),
        (True, False),
        (True, True),
    ]
