"""Many at once, without explanations, are judged as each is judged with them."""

import random
from datetime import date

import polars as pl
import pytest

from oxyclaim.case.models import Case
from oxyclaim.case.tables import Tables, tables
from oxyclaim.engine import bulk
from oxyclaim.engine.bulk import verdicts
from oxyclaim.engine.decide import decide, run
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import worked_cases
from tests.sampling import one_in

CASES = [Case.model_validate(worked.case) for worked in worked_cases()]


def many(times: int) -> list[Case]:
    """Every worked case several times, in an order of its own."""
    cases = [case.model_copy(update={"case_id": f"{case.case_id}-{n}"}) for n in range(times) for case in CASES]
    random.Random(times).shuffle(cases)
    return cases


ON = date(2025, 12, 31)


def laid_down(cases: list[Case]) -> Tables:
    return tables(cases, load().presumptions, ON)


@pytest.mark.parametrize("part", one_in(3, range(3)))
def test_verdicts_and_modifiers_are_those_of_decide(part: int):
    some = CASES[part::3]
    found = verdicts(laid_down(some), load(), ("line.group",))
    for line, answer in zip(found.iter_rows(named=True), decide(some, load(), ON), strict=True):
        seen = (line["case_id"], line["line_number"], line["code"], line["service_date"])
        assert seen == (answer.case_id, answer.line_number, answer.code, answer.service_date)
        assert line["verdict"] == answer.verdict, seen
        assert line["modifiers"] == (None if answer.modifiers is None else list(answer.modifiers)), seen
        assert line["line.group"] == answer.group, seen


def test_the_state_of_every_rule_is_that_of_the_explained_evaluation():
    states = {True: "met", False: "not met", None: "unknown"}
    judged = {(line["case_id"], line["line_number"]): line for line in verdicts(laid_down(CASES), load()).to_dicts()}
    for row in run(laid_down(CASES), load()).lines.filter(~pl.col("said")).iter_rows(named=True):
        line = judged[row["line.case_id"], row["line.line_number"]]
        for rule in load().rules_of(row["line.payer"]):
            lenient = row[f"ok.{rule.id}"]
            strict = row.get(f"sok.{rule.id}", lenient)
            assert line[rule.id] == (states[lenient] if lenient is strict else "open"), (line["case_id"], rule.id)


@pytest.mark.parametrize(
    ("lines_at_once", "every"),
    [(100, 5), *(pytest.param(n, 1, marks=pytest.mark.slow) for n in (7, 100, bulk.LINES_AT_ONCE))],
)
def test_neither_order_nor_company_changes_a_verdict(lines_at_once: int, every: int, monkeypatch: pytest.MonkeyPatch):
    alone = {(line["case_id"], line["line_number"]): line for line in verdicts(laid_down(CASES), load()).to_dicts()}
    monkeypatch.setattr(bulk, "LINES_AT_ONCE", lines_at_once)
    cases = many(3)[::every]
    judged = verdicts(laid_down(cases), load()).to_dicts()
    assert [line["case_id"] for line in judged] == [case.case_id for case in cases for _ in case.items]
    for line in judged:
        same = alone[line["case_id"].rpartition("-")[0], line["line_number"]]
        assert {**line, "case_id": same["case_id"]} == same


def test_the_said_view_changes_nothing():
    whole = laid_down(CASES)
    documented = {kind: frame.filter(pl.col("case_view") % 2 == 0) for kind, frame in whole.frames.items()}
    assert verdicts(Tables(documented, CASES), load()).equals(verdicts(whole, load()))


def test_no_cases_no_verdicts():
    none = verdicts(laid_down([]), load())
    assert none.height == 0
    assert {"case_id", "verdict", *(rule.id for rule in load().rules)} <= set(none.columns)
