"""The frozen cases get the recorded verdicts; here every tenth of them, in ``make verdicts`` all."""

from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest
import yaml
from typer.testing import CliRunner

from oxyclaim.case.models import Case
from oxyclaim.policy import load
from verdicts import frozen
from verdicts.__main__ import app
from verdicts.comparison import compare, told
from verdicts.deviations import deviate, is_valid
from verdicts.frozen import SUMMARY, Answer, answer, frozen_cases, judged, record, recorded
from verdicts.generator import synthetic_case, synthetic_cases
from verdicts.strata import CODES, REGIMES
from verdicts.summary import summary

EVERY = 10
WHAT_TO_DO = (
    "\nVerdicts of the frozen cases differ from the record. `make verdicts` shows all that changed. If it is meant, "
    "run `make verdicts-record` and commit verdicts/ together with the change that caused it; if not, undo it.\n\n"
)


@pytest.fixture(scope="module")
def every_case() -> list[Case]:
    return frozen_cases()


def test_the_frozen_cases_are_answered_as_recorded():
    verdicts = judged(frozen_cases(EVERY), load())
    asked = {(line.case_id, line.line_number) for line in verdicts}
    comparison = compare((each for each in recorded() if each.key in asked), verdicts)
    assert not comparison.changes, WHAT_TO_DO + "\n".join(told(comparison, verdicts, groups=15))


def test_each_line_of_the_frozen_cases_is_recorded_once(every_case: list[Case]):
    lines = {(case.case_id, item.line_number) for case in every_case for item in case.items}
    counts = Counter(each.key for each in recorded())
    assert counts.keys() == lines, "run `make verdicts-record` and commit verdicts/"
    assert set(counts.values()) == {1}


def test_the_summary_is_that_of_the_record():
    assert SUMMARY.read_text() == summary(recorded()), "run `make verdicts-record` and commit verdicts/"


def test_the_frozen_cases_spread_over_periods_codes_and_states(every_case: list[Case]):
    lines = [item for case in every_case for item in case.items]
    assert {item.code for item in lines} >= set(CODES)
    days = {item.service_date for item in lines} | {item.rental_start for item in lines}
    for first in REGIMES[1:]:
        assert {first, date.fromordinal(first.toordinal() - 1), date.fromordinal(first.toordinal() + 1)} <= days
    assert len({case.patient.address.state for case in every_case if case.patient and case.patient.address}) >= 10
    assert any(item.modifiers for item in lines)
    assert any(item.modifiers is None for item in lines)


def test_generated_cases_are_valid_and_the_same_each_time():
    cases = synthetic_cases(range(60))
    assert cases == synthetic_cases(range(60))
    assert all(is_valid(case) for case in cases)


def test_a_deviation_changes_the_case_and_leaves_the_given_one_alone():
    case = synthetic_case(5)
    before = repr(case)
    changed = [deviate(case, Random(number)) for number in range(20)]
    assert repr(case) == before
    assert all(each != case for each in changed)


LINE = Answer("G1", 1, "E1392", date(2025, 3, 4), "billable", "RR N1", "I", "", "", "")


def test_changes_are_told_with_rule_period_counts_and_reason():
    verdicts = judged(frozen_cases(400), load())
    now = [answer(line) for line in verdicts]
    was = [now[0]._replace(verdict="hold", rules="OLD-1"), *now[2:], LINE]
    comparison = compare(was, verdicts)
    assert comparison.same == len(now) - 2
    assert len(comparison.changes) == 3
    text = "\n".join(told(comparison, verdicts, groups=10))
    assert f"verdict: hold → {now[0].verdict}" in text
    assert "-OLD-1" in text
    assert f"{now[0].case_id} line {now[0].line}, {now[0].code} {now[0].service_date}: " in text
    assert f"not recorded → {now[1].verdict}" in text
    assert "billable → no longer a line" in text
    assert "2 more lines in 2 smaller groups" in "\n".join(told(comparison, verdicts, groups=1))


def test_a_record_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(frozen, "RECORD", tmp_path / "recorded.csv.gz")
    monkeypatch.setattr(frozen, "SUMMARY", tmp_path / "summary.md")
    assert recorded() == []
    record([LINE])
    assert recorded() == [LINE]
    monkeypatch.setattr(frozen, "SUMMARY", tmp_path / "nowhere" / "summary.md")
    with pytest.raises(FileNotFoundError):
        record([LINE, LINE._replace(line=2)])
    assert recorded() == [LINE]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["recorded.csv.gz", "summary.md"]


def test_the_command_says_by_its_exit_code_whether_anything_changed(monkeypatch: pytest.MonkeyPatch):
    few = frozen_cases(400)
    now = [answer(line) for line in judged(few, load())]
    monkeypatch.setattr("verdicts.__main__.frozen_cases", lambda: few)
    monkeypatch.setattr("verdicts.__main__.recorded", lambda: now)
    same = CliRunner().invoke(app, ["compare"])
    assert (same.exit_code, "All are as recorded." in same.output) == (0, True)
    monkeypatch.setattr("verdicts.__main__.recorded", lambda: [now[0]._replace(group="IV"), *now[1:]])
    different = CliRunner().invoke(app, ["compare"])
    assert (different.exit_code, "make verdicts-record" in different.output) == (1, True)


def test_a_frozen_case_can_be_shown_as_a_file():
    case = frozen_cases(400)[1]
    shown = CliRunner().invoke(app, ["show", case.case_id])
    assert Case.model_validate(yaml.safe_load(shown.output)) == case
    assert CliRunner().invoke(app, ["show", "NOBODY"]).exit_code == 2
