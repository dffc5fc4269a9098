"""An appeal's table holds nothing that the trace does not hold; the order and the data behind it."""

import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from oxyclaim.case.models import Case
from oxyclaim.engine.standing import standings
from oxyclaim.policy.appeals import appeals
from oxyclaim.policy.checklist.items import items
from oxyclaim.policy.worked_cases import worked_cases
from oxyclaim.services.answers import plain, read_back
from oxyclaim.services.appeals import AppealAnswer, AppealRequest, Paper, appeal, laid_out
from oxyclaim.services.appeals.criteria import judged
from oxyclaim.services.cases import cases_of, read_cases
from oxyclaim.services.problems import BadInput
from oxyclaim.services.rule_book import RuleBook, rule_book
from oxyclaim.views.appeal import view
from oxyclaim.views.render.terminal import text_of

AS_OF = date(2026, 11, 1)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return rule_book()


FACTS = yaml.safe_load((Path(__file__).parents[2] / "examples" / "01-clinic-test.yaml").read_text(encoding="utf-8"))
SHOWN = st.fixed_dictionaries({
    "spo2_percent": st.integers(84, 92), "state": st.sampled_from(["rest", "recovery"]), "page": st.integers(1, 9),
    "evaluated_by_practitioner": st.sampled_from([True, True, False, None]),
})  # fmt: skip


@given(test=SHOWN, on_file=st.sets(st.integers(0, 2), min_size=2), mobile=st.sampled_from([True, False, None]))
@settings(max_examples=6, deadline=None)
def test_nothing_stands_in_the_table_that_the_trace_does_not_hold(
    test: dict[str, Any], on_file: set[int], mobile: bool | None
):
    facts = deepcopy(FACTS)
    facts["tests"][0] |= {key: value for key, value in test.items() if value is not None}
    facts["clinical"]["mobile_in_home"] |= {"value": mobile} if mobile is not None else {}
    for number, document in enumerate(facts["documents"]):
        document["on_file"] = number in on_file
    holds(facts)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(0, 400, 8))
def test_nor_in_that_of_a_worked_case(number: int):
    holds(worked_cases()[number].case)


def holds(facts: dict[str, Any]) -> None:
    """Every value, page and source of the table is one of the trace, and nothing stands on what failed."""
    book = rule_book()
    read = cases_of(facts, book)
    if read.problems:
        return
    (case,) = read.cases
    lines = [item.line_number for item in case.items]
    found = judged(case, lines, book, AS_OF)
    ((_, standing),) = standings([case], book, AS_OF)
    there = {each.id for each in case.documents or () if each.on_file}
    for row in found.rows:
        traced, shown = set(), set()
        for line in standing:
            for rule in line.rules:
                if rule.id in row.rules:
                    reasons = [each for need in line.needs(rule.requires) for each in need.reasons]
                    reasons += line.why(rule.requires)
                    traced |= {each.sentence for each in reasons}
                    shown |= {each.source for each in reasons if each.source}
                    shown |= {each for need in line.needs(rule.requires) for each in need.sources}
        words = {show.words for item in _items(row.item) for show in item.shows}
        assert set(row.values) <= traced | words, row
        assert {(each.document, each.page) for each in row.shown} <= {(each.document, each.page) for each in shown}
        assert {each.document for each in row.shown} <= there
        day = min(item.service_date for item in case.items)
        for cite in row.cites:
            source = book.authorities[cite.partition(",")[0]]
            assert source.grade == "primary"
            assert source.first is None or source.first <= max(item.service_date for item in case.items)
            assert source.last is None or day <= source.last
    assert {each.rule for each in found.not_met}.isdisjoint(
        want.rule for row in found.rows for item in _items(row.item) for want in item.wants
    )


def _items(id: str) -> list[Any]:
    return [item for item in items() if item.id == id]


def request(case: Case, **changes: Any) -> AppealRequest:
    asked = {
        "case": case, "as_of": date(2025, 7, 1), "codes": ("CO-50", "N115"), "remittance_date": date(2025, 6, 20),
        "claim_number": "1",
    }  # fmt: skip
    return AppealRequest(**asked | changes)


@pytest.fixture(scope="module")
def case(book: RuleBook) -> Case:
    return read_cases([Path(__file__).parents[2] / "examples" / "01-clinic-test.yaml"], book).cases[0]


def test_pages_go_on_without_a_gap_wherever_the_papers_begin(case: Case, book: RuleBook):
    papers = [Paper(Path(f"{each.id}.pdf"), pages) for pages, each in enumerate(case.documents or (), start=2)]
    made = appeal(request(case, papers=papers), book)
    for front in (1, 3, 7):
        again = laid_out(made, front)
        page = front + 1
        for each in again.exhibits:
            assert each.packet_page == page
            page += each.pages
        assert again.pages == page - 1


def test_the_answer_is_read_back_from_its_json(case: Case, book: RuleBook):
    made = appeal(request(case), book)
    assert read_back(AppealAnswer, json.dumps(plain(made))) == made


def test_the_screen_names_no_patient(case: Case, book: RuleBook):
    told = text_of(view(appeal(request(case), book)), 100)
    assert "Haverstock" not in told
    assert "1EG4TE5MK21" not in told


def test_all_problems_are_told_at_once(case: Case, book: RuleBook):
    with pytest.raises(BadInput) as caught:
        appeal(request(case, codes=(), remittance_date=None, lines=(7, 8)), book)
    assert [each.code for each in caught.value.problems] == ["unknown_line", "unknown_line", "no_codes", "no_date"]


def test_every_source_route_and_denial_of_the_levels_is_known(book: RuleBook):
    known = appeals()
    levels = list(known.levels.values())
    cites = [*known.parts_authority, *known.waiver.authority, *known.reopening.authority]
    cites += [cite for level in levels for cite in (*level.authority, *(each.authority for each in level.least))]
    assert {cite for cite in cites if cite not in book.authorities} == set()
    assert {level.route for level in levels} <= book.denials.routes.keys()
    assert {level.after for level in levels} - {""} <= known.levels.keys()
    assert known.grounds.keys() <= book.denials.denials.keys()
    assert set(known.grounds.values()) <= {part.id for part in known.parts}
    assert {part.id for part in known.parts} >= {"decision", "claim", "order", "test", "delivery"}
