"""Payer files that contradict themselves are refused with file, line and reason. All files are made up."""

from pathlib import Path

import pytest

from oxyclaim.case.problems import Problem
from oxyclaim.engine.parameters import CatalogueError
from oxyclaim.policy import load
from oxyclaim.policy.loading import examine, payer_paths
from tests.policy.payer_files.made_up import line_of, write

DATED = "from: 2025-01-01, source: POLICY"


def problems(folder: Path) -> list[Problem]:
    return examine(payer_paths(folder))[1]


def only_problem(folder: Path) -> Problem:
    found = problems(folder)
    assert len(found) == 1, [str(each) for each in found]
    return found[0]


@pytest.mark.parametrize(
    ("values", "marked", "says"),
    [
        (f"rental_month_paid: [{{{DATED}, value: 13}}]", "rental_month_paid", "rental_months_paid"),
        (f"rent_ends: [{{{DATED}, value: at_some_time}}]", "at_some_time", "after_months"),
        (
            "filing_days_original:\n- {from: 2024-01-01, to: 2024-12-31, source: POLICY, value: 90}\n"
            "- {from: 2025-02-01, source: POLICY, value: 180}",
            "from: 2025-02-01",
            "no value holds between 2024-12-31 and 2025-02-01",
        ),
        (
            "filing_days_original:\n- {from: 2024-01-01, to: 2025-12-31, source: POLICY, value: 90}\n"
            "- {from: 2025-02-01, source: POLICY, value: 180}",
            "from: 2025-02-01",
            "overlap",
        ),
        ("filing_days_original: [{from: 2025-01-01, value: 90}]", "filing_days_original", "source"),
        (
            "filing_days_original: [{from: 2025-01-01, source: MANUAL, value: 90}]",
            "MANUAL",
            "MANUAL is not among the file's sources (POLICY)",
        ),
        (
            f"purchase_option: [{{{DATED}, value: purchase_only}}]\nrental_months_paid: [{{{DATED}, value: 13}}]",
            "purchase_only",
            "purchase_only contradicts rental_months_paid: 13",
        ),
        (
            f"age_bands: [{{{DATED}, value: [{{to_age: 18, rule: prescription_alone}}, "
            "{from_age: 18, rule: qualifying_values}]}]",
            "age_bands",
            "two age bands overlap",
        ),
    ],
    ids=["key", "word", "gap", "overlap", "no source", "unknown source", "purchase with cap", "age bands"],
)
def test_a_wrong_value_is_refused_at_its_line(tmp_path: Path, values: str, marked: str, says: str):
    path = write(tmp_path, "acme", values)
    problem = only_problem(tmp_path)
    assert says in str(problem)
    assert problem.path == path
    assert problem.line == line_of(path, marked)


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path):
    write(tmp_path, "acme", "filing_days_original: [{from: 2025-01-01, source: MANUAL, value: soon}]", "state: Ohio\n")
    write(tmp_path, "other", f"rent_ends: [{{{DATED}, value: later}}]")
    assert {(each.path.stem, each.key.split("[")[0]) for each in problems(tmp_path)} == {
        ("acme", "state"), ("acme", "values.filing_days_original"), ("other", "values.rent_ends"),
    }  # fmt: skip
    with pytest.raises(CatalogueError) as error:
        load(tmp_path)
    assert len(str(error.value).splitlines()) == len(problems(tmp_path))


def test_a_circle_of_inherits_is_refused(tmp_path: Path):
    path = write(tmp_path, "acme", more="inherits: bravo\n")
    write(tmp_path, "bravo", more="inherits: acme\n")
    told = {each.path.stem: each for each in problems(tmp_path)}
    assert told["acme"].message == "goes round in a circle: acme inherits from bravo inherits from acme"
    assert told["acme"].line == line_of(path, "inherits:")
    assert "bravo" in told


def test_a_payer_that_is_not_there_cannot_be_inherited_from(tmp_path: Path):
    write(tmp_path, "acme", more="inherits: nobody\n")
    assert "there is no payer nobody to inherit from" in str(only_problem(tmp_path))


def test_of_a_broken_parent_only_the_parent_is_told(tmp_path: Path):
    write(tmp_path, "acme", more="inherits: bravo\n")
    write(tmp_path, "bravo", more="status: unsure\n")
    assert only_problem(tmp_path).path.stem == "bravo"


def test_purchase_only_contradicts_an_inherited_cap(tmp_path: Path):
    write(tmp_path, "parent", f"rental_months_paid: [{{{DATED}, value: 13}}]")
    child = write(tmp_path, "child", f"purchase_option: [{{{DATED}, value: purchase_only}}]", "inherits: parent\n")
    problem = only_problem(tmp_path)
    assert "purchase_only contradicts rental_months_paid: 13" in problem.message
    assert "parent:POLICY" in problem.message
    assert (problem.path, problem.line) == (child, line_of(child, "purchase_option"))
    write(
        tmp_path, "child",
        f"purchase_option: [{{{DATED}, value: purchase_only}}]\nrental_months_paid: [{{{DATED}, value: null}}]",
        "inherits: parent\n",
    )  # fmt: skip
    assert problems(tmp_path) == [], "taken away with null"


def test_a_plan_that_only_buys_contradicts_its_payers_cap(tmp_path: Path):
    plan = "plans:\n  - id: hmo\n    name: HMO\n    line_of_business: commercial\n    values:\n"
    plan += f"      purchase_option: [{{{DATED}, value: purchase_only}}]\n"
    path = write(tmp_path, "acme", f"rental_months_paid: [{{{DATED}, value: 13}}]", plan)
    problem = only_problem(tmp_path)
    assert "purchase_only" in problem.message
    assert problem.line == line_of(path, "purchase_option")


def test_a_gap_between_own_and_inherited_values_is_refused(tmp_path: Path):
    write(tmp_path, "parent", "filing_days_original: [{from: 2025-06-01, source: POLICY, value: 90}]")
    write(
        tmp_path, "child", "filing_days_original: [{from: 2024-01-01, to: 2024-12-31, source: POLICY, value: 60}]",
        "inherits: parent\n",
    )  # fmt: skip
    problem = only_problem(tmp_path)
    assert problem.path.stem == "child"
    assert "no value between 2024-12-31 and 2025-06-01" in problem.message


VERIFIED = "status: verified\nverified: {by: A person, date: 2025-02-01}\n"


def test_a_payer_without_a_clock_for_claims_cannot_be_verified(tmp_path: Path):
    path = write(tmp_path, "acme", more=VERIFIED)
    problem = only_problem(tmp_path)
    assert "no filing_days_original" in problem.message
    assert problem.line == line_of(path, "status:")
    write(tmp_path, "acme", f"filing_days_original: [{{{DATED}, value: 90}}]", VERIFIED)
    assert problems(tmp_path) == []


def test_the_clock_of_a_verified_payer_may_be_inherited(tmp_path: Path):
    write(tmp_path, "parent", f"filing_days_original: [{{{DATED}, value: 90}}]")
    write(tmp_path, "child", more=VERIFIED + "inherits: parent\n")
    assert problems(tmp_path) == []


def test_verified_wants_a_person_and_a_day(tmp_path: Path):
    write(tmp_path, "acme", f"filing_days_original: [{{{DATED}, value: 90}}]", "status: verified\n")
    assert "who made sure" in str(only_problem(tmp_path))


def test_a_plan_given_twice_is_refused(tmp_path: Path):
    plan = "  - {id: hmo, name: HMO, line_of_business: commercial}\n"
    path = write(tmp_path, "acme", more=f"plans:\n{plan}{plan}")
    problem = only_problem(tmp_path)
    assert "hmo is given twice" in problem.message
    assert problem.line == line_of(path, "id: hmo") + 1


def test_a_medicare_advantage_plan_has_no_advance_beneficiary_notice(tmp_path: Path):
    path = write(tmp_path, "acme", f"liability_form: [{{{DATED}, value: abn}}]", "inherits: medicare_advantage\n")
    assert problems(tmp_path) == [], "what binds Medicare Advantage does not bind a commercial payer"
    path.write_text(path.read_text().replace("line_of_business: commercial", "line_of_business: ma_hmo"))
    problem = only_problem(tmp_path)
    assert "Advance Beneficiary Notice" in problem.message
    assert problem.line == line_of(path, "liability_form")
