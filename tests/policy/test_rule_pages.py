"""A rule's page says everything that a biller, an auditor or a rule author looks for."""

import re
from datetime import date
from functools import cache

import pytest

from oxyclaim.engine.words import Criterion, Rule
from oxyclaim.handbook import criteria_pages, rule_pages
from oxyclaim.handbook.markdown import criteria_page, rule_page
from oxyclaim.handbook.model import CriteriaPage, Point, RulePage, SharedCriterion
from oxyclaim.handbook.outcomes import DIFFERS, FAILS, NOT_IN_FORCE, PASSES, UNKNOWN
from oxyclaim.handbook.pages import named
from oxyclaim.handbook.tree import walk
from oxyclaim.handbook.wording import STAGES, outline
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import worked_cases
from oxyclaim.services.handbook import rules
from oxyclaim.views.rules import view

RULES = [rule.id for rule in load().rules]
READABLE = 20_000
"""Characters of a rule's page; the whole trees took four times as many."""


@cache
def pages() -> dict[str, RulePage]:
    return {page.id: page for page in rule_pages(load())}


@cache
def full() -> dict[str, RulePage]:
    return {page.id: page for page in rule_pages(load(), full=True, with_cases=False)}


@cache
def homes() -> list[CriteriaPage]:
    return criteria_pages(load(), pages().values())


@cache
def shared() -> dict[str, SharedCriterion]:
    return {criterion.name: criterion for page in homes() for criterion in page.criteria}


def tree(point: Point) -> str:
    return "\n".join("  " * depth + text for depth, text in outline(point, lambda part: part.text))


def names(point: Point) -> set[str]:
    return {point.name} - {""} | {name for part in point.parts for name in names(part)}


def roots(page: RulePage) -> list[Point]:
    return [root for root in (page.applies, page.requires) if root is not None]


def test_every_rule_has_a_page_under_a_known_stage():
    assert list(pages()) == [rule.id for rule in load().rules]
    assert {page.stage for page in pages().values()} <= set(STAGES)
    assert all(page.subject and page.title for page in pages().values())


def test_the_tree_joins_titles_with_all_any_and_not():
    requires = tree(full()["COV-504"].requires)
    assert "No other line bills contents of the same kind for the month — not:" in requires
    assert "at least one other line meets this:" in requires
    assert "all of:" in tree(full()["COV-505"].requires)


def test_an_open_question_shows_both_readings_and_its_sources():
    requires = tree(full()["COV-505"].requires)
    question = next(line for line in requires.splitlines() if "open question: whether one of two rates" in line)
    assert "[HCPCSLIST (secondary); 42CFR414.226]" in question
    lenient, strict = requires.index("the lenient reading:"), requires.index("the strict reading:")
    assert "prescribed at rest or at night" in requires[lenient:strict]
    assert "prescribed at rest and at night" in requires[strict:]


@pytest.mark.parametrize("rule", load().rules, ids=lambda rule: rule.id)
def test_each_criterion_of_a_rule_is_reached_from_its_page(rule: Rule):
    reached: set[str] = set()
    waiting = roots(pages()[rule.id])
    while waiting:
        root = waiting.pop()
        waiting += [shared()[part.name].point for part in named(root) if part.name not in reached]
        reached |= names(root)
    assert reached == {node.name for node in walk(rule.applies, rule.requires) if isinstance(node, Criterion)}


def test_a_shared_criterion_is_unfolded_in_one_place_and_names_the_rules_that_rest_on_it():
    assert len(shared()) == sum(len(page.criteria) for page in homes())
    assert shared()["sound"].point.parts
    assert {"COV-100", "COV-210", "COD-230"} <= set(shared()["sound"].used_by)
    for page in homes():
        for criterion in page.criteria:
            assert len(criterion.used_by) > 1
            assert not criterion.point.home


def test_pages_stay_short_enough_to_be_read():
    for page in pages().values():
        assert len(rule_page(page)) < READABLE, page.id


def test_a_page_in_full_unfolds_everything():
    for page in full().values():
        assert not [part for root in roots(page) for part in named(root)]
    assert "Ordered, taken, paid for, supervised" in tree(full()["COV-100"].requires)


def test_what_is_shown_once_is_only_named_afterwards():
    lines = tree(full()["COV-100"].requires).splitlines()
    sound = [line for line in lines if "Ordered, taken, paid for, supervised" in line]
    assert "all of:" in sound[0]
    assert all("above" in line for line in sound[1:])


def test_places_in_sentences_have_readable_names():
    said = {said.criterion: said for said in full()["COV-100"].said}
    by_rest = next(text for name, text in said.items() if "at rest and awake at or below the Group I limit" in name)
    assert "<test id>" in by_rest.met
    assert "<test date>" in by_rest.met
    fall = next(said for name, said in said.items() if name.startswith("A fall from the mean saturation"))
    assert "<a fall in saturation during sleep must be deeper than this>" in fall.not_met
    for page in pages().values():
        sentences = [page.fails.sentence, page.unknown.sentence]
        sentences += [text for said in page.said for text in (said.met, said.not_met, said.unknown)]
        assert not [sentence for sentence in sentences if "{" in sentence]


def test_parameters_are_those_that_the_rule_reads_also_through_computed_facts():
    names = {use.name for use in pages()["COV-410"].parameters}
    assert "home_places" in names
    assert "stationary_codes" in names, "read by the computed fact that names the equipment"
    values = next(use for use in pages()["PAP-120"].parameters if use.name == "order_before_delivery_codes").values
    assert [(value.first.isoformat(), value.last) for value in values][-1] == ("2026-10-28", None)
    assert values[-2].last == date(2026, 10, 27)
    assert values[-1].grade == "secondary", "the weakest of its sources"


def test_consequences_follow_the_rule():
    page = pages()["COV-210"]
    assert (page.fails.effect, page.unknown.effect) == ("not covered", "hold")
    assert page.unknown.sentence != page.fails.sentence, "it has a sentence of its own for the unknown"
    assert pages()["COV-100"].passes.effect == "silent; what is met backs the coverage modifier"
    assert pages()["SCR-120"].fails.effect == "forecast: returned as unprocessable"
    assert page.cure is not None
    assert "later months only" in page.cure.helps


@pytest.mark.parametrize("rule", RULES)
def test_the_weakest_source_gives_the_grade_and_every_source_is_named(rule: str):
    page = pages()[rule]
    assert page.grade in ("primary", "secondary", "unconfirmed")
    cites = next(each.authority for each in load().rules if each.id == rule)
    named = {source.id for source in page.sources}
    assert {cite.partition(",")[0] for cite in cites} <= named


def test_worked_cases_say_what_this_rule_does():
    cases = {case.id: case for case in pages()["COV-400"].cases}
    assert cases["coverage-24"].lines[0].outcome == FAILS
    assert cases["coverage-24"].lines[0].expected == "excluded"
    assert cases["purchase-unknown"].lines[0].outcome == UNKNOWN
    assert any(line.outcome == PASSES for case in cases.values() for line in case.lines)


def test_every_worked_case_that_names_a_rule_stands_on_its_page():
    for case in worked_cases():
        for expected in case.expect.values():
            for key in ("rule", "also", "note", "forecast_rule"):
                if key in expected:
                    assert case.id in {shown.id for shown in pages()[expected[key]].cases}, (case.id, expected[key])


def test_a_rule_that_decides_a_case_does_not_pass_in_it():
    for case in worked_cases():
        for number, expected in case.expect.items():
            if "rule" in expected:
                shown = next(shown for shown in pages()[expected["rule"]].cases if shown.id == case.id)
                line = next(line for line in shown.lines if line.number == number)
                assert line.outcome in (FAILS, UNKNOWN, DIFFERS, NOT_IN_FORCE), (case.id, line)


def test_markdown_keeps_angle_brackets_and_tables_whole():
    for text in [*map(rule_page, pages().values()), *map(criteria_page, homes())]:
        assert "<" not in re.sub(r"\\<|\]\(\S*\)|<a id=\"\w+\"></a>", "", text)
        columns = 0
        for line in text.splitlines():
            bars = line.replace("\\|", "").count("|")
            assert not line.startswith("|") or bars == columns or not columns, line
            columns = bars if line.startswith("|") else 0


def test_a_page_that_is_wanted_without_its_cases_judges_none(monkeypatch: pytest.MonkeyPatch):
    """One rule as all rules: the desk shows a page in no time."""
    monkeypatch.setattr("oxyclaim.handbook.pages.outcomes", lambda only: pytest.fail("cases were judged"))
    answer = rules(load(), date(2026, 3, 1), "COV-100", with_cases=False)
    assert (len(answer.rules), answer.rules[0].cases) == (1, ())
    assert "Worked cases" not in str(view(answer))
