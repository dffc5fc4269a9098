"""A line has one answer: before it is coded, once it is, and in a claim file; past its filing day no door pays it."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from oxyclaim.bulk.judging import Judge
from oxyclaim.case.files import SUFFIXES
from oxyclaim.case.models import Case, Item
from oxyclaim.case.reader import read_cases
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import worked_cases
from tests.bulk.claim_rows import rows_of
from verdicts.frozen import frozen_cases

EXAMPLES = sorted(path for path in (Path(__file__).parents[2] / "examples").iterdir() if path.suffix in SUFFIXES)
LONG_AFTER = date(2040, 1, 2)
"""A day on which no claim of any case is timely any more."""
FIRST = date(2015, 10, 1)
"""The first service date for which the rule book holds the criteria of coverage."""


def every_case() -> list[Case]:
    """Medicare's examples, worked cases and some frozen cases, each line as nobody has coded it yet."""
    cases = [each.case for each in read_cases(EXAMPLES).cases]
    cases += [Case.model_validate(each.case) for each in worked_cases()[::10]]
    cases += frozen_cases(100)
    return [
        case.model_copy(update={"case_id": f"{number}", "items": [_uncoded(item) for item in case.items]})
        for number, case in enumerate(cases)
        if case.coverage.payer == "medicare" and all(item.service_date >= FIRST for item in case.items)
        and not any(item.late_filing for item in case.items) and not case.settlements
    ]  # fmt: skip


def _uncoded(item: Item) -> Item:
    return item.model_copy(update={"modifiers": None})


def _outcome(line: LineVerdict) -> str:
    return line.forecast.outcome if line.forecast else ""


def _is_foreign(line: LineVerdict) -> bool:
    """Of a code that the rule book does not hold no answer is foreseen."""
    return line.forecast is not None and any(reason.rule == "SCR-191" for reason in line.forecast.reasons)


def verdicts_of(cases: list[Case], as_of: date) -> dict[tuple[str, int], LineVerdict]:
    return {(line.case_id, line.line_number): line for line in decide(cases, load(), as_of)}


def coded(cases: list[Case], found: dict[tuple[str, int], LineVerdict]) -> list[Case]:
    """The same cases, their billable lines coded as the rule book says."""
    result = []
    for case in cases:
        items = []
        for item in case.items:
            line = found[case.case_id, item.line_number]
            told = {"modifiers": list(line.modifiers or line.would_be or ["RR", "N1"]), "narrative": line.narrative}
            items.append(item.model_copy(update=told))
        result.append(case.model_copy(update={"items": items}))
    return result


def denials(cases: list[Case], as_of: date) -> dict[tuple[str, int], set[str]]:
    """What scrub foresees of each line that is a denial or a rejection, by case and place."""
    claims, lines = rows_of(cases)
    findings = Judge(load(), as_of)(claims, lines).findings.filter(pl.col("forecast") != "")
    told: dict[tuple[str, int], set[str]] = {}
    for claim, position, rule in findings.select("claim", "position", "rule").iter_rows():
        told.setdefault((cases[claim].case_id, position), set()).add(rule)
    return told


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return every_case()


def test_past_the_last_day_no_door_pays_a_line(cases: list[Case]):
    before = verdicts_of(cases, LONG_AFTER)
    with_modifiers = coded(cases, before)
    after = verdicts_of(with_modifiers, LONG_AFTER)
    scrubbed = denials(with_modifiers, LONG_AFTER)
    for case in with_modifiers:
        for place, item in enumerate(case.items, start=1):
            key = case.case_id, item.line_number
            assert before[key].verdict in ("not payable", "excluded"), (case.case_id, item.code)
            assert after[key].verdict in ("not payable", "excluded"), (case.case_id, item.code)
            assert _outcome(after[key]) in ("denied", "rejected") or _is_foreign(after[key]), item.code
            if item.code in OXYGEN:
                assert "SCR-400" in scrubbed[case.case_id, place], item.code


OXYGEN = {"E0424", "E0431", "E0433", "E0434", "E0439", "E1390", "E1391", "E1392", "E1405", "E1406", "K0738", "E0441",
          "E0442", "E0443", "E0444"}  # fmt: skip


def test_what_is_billable_stays_so_once_it_is_coded(cases: list[Case]):
    """On the last service date of each case: coded as the rule book says, it is billable and not foreseen denied."""
    by_day: dict[date, list[Case]] = {}
    for case in cases:
        last = max(item.service_date for item in case.items)
        by_day.setdefault(date(last.year, 12, 31), []).append(case)
    for day, some in by_day.items():
        before = verdicts_of(some, day)
        billable = [
            case for case in some if all(before[case.case_id, item.line_number].is_billable for item in case.items)
        ]
        with_modifiers = coded(billable, before)
        after = verdicts_of(with_modifiers, day)
        scrubbed = denials(with_modifiers, day)
        for case in with_modifiers:
            for place, item in enumerate(case.items, start=1):
                line = after[case.case_id, item.line_number]
                told = f"{case.case_id} {item.code} {item.modifiers}: {[f.sentence for f in line.findings]}"
                assert line.is_billable, told
                assert _outcome(line) in ("accepted", "unknown"), told
                assert not scrubbed.get((case.case_id, place)), (told, scrubbed[case.case_id, place])


def test_the_last_day_is_a_working_day_and_the_day_after_it_is_too_late():
    one = Case.model_validate(next(each.case for each in worked_cases() if each.id == "not-coded-a-day-late"))
    days = [date(2024, 5, 1) + timedelta(days=step) for step in range(0, 400, 9)]
    days += [date(2024, 12, 20) + timedelta(days=step) for step in range(16)]
    moved = {
        str(number): one.model_copy(
            update={
                "case_id": str(number),
                "items": [one.items[0].model_copy(update={"service_date": day, "rental_start": day})],
            }
        )
        for number, day in enumerate(dict.fromkeys(days))
    }
    found = {line.case_id: line for line in decide(list(moved.values()), load(), days[0])}
    for line in found.values():
        assert line.claim_by is not None
        assert line.claim_by.weekday() < 5
        assert timedelta(364) < line.claim_by - line.service_date < timedelta(372)
    for number in list(found)[::20]:
        last = found[number].claim_by
        assert last is not None
        in_time, late = (
            {finding.rule for line in decide([moved[number]], load(), as_of) for finding in line.findings}
            for as_of in (last, last + timedelta(days=1))
        )
        assert "SCR-400" not in in_time
        assert "SCR-400" in late
