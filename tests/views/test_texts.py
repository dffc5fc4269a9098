"""Laws of every text that a person reads: no place of a template is left open, and tables keep their words whole."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from oxyclaim.case.models import Case
from oxyclaim.cli.main import app
from oxyclaim.policy.worked_cases import worked_cases
from oxyclaim.services import payers as payer_services
from oxyclaim.services.check import CheckAnswer, CheckedCase, CheckRequest, check
from oxyclaim.services.denial import denials
from oxyclaim.services.handbook import authorities, codes, rules
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views import authorities as authorities_view
from oxyclaim.views import codes as codes_view
from oxyclaim.views import denial as denial_view
from oxyclaim.views import payers as payers_view
from oxyclaim.views import rules as rules_view
from oxyclaim.views.blocks import Block, Document, Grid, Item, Section, Text, plain
from oxyclaim.views.check import view
from oxyclaim.views.render.html import html_of
from oxyclaim.views.render.markdown import markdown_of
from oxyclaim.views.render.terminal import LONGEST_WHOLE_WORD, text_of

TODAY = date(2025, 12, 31)
EXAMPLES = Path(__file__).parents[2] / "examples"
OPEN_PLACE = re.compile(
    r"\{[a-z_.0-9]*\}"  # a place that was not filled
    r"|\[[a-z]+(_[a-z]+)+\]"  # the name of a parameter in the place of a source
    r"|<[a-z ]+>"  # a place as the rule pages name it
    r"|what it rests on is not known"
    r"|\bof not given|\b(of|on|by|at) None\b|\(\)"
    r"|\b1 (lines|files|claims|cases|problems|months|days|answers|rules|sources|rows|findings)\b"
)
COMMANDS = (
    ("checklist", str(EXAMPLES)),
    ("authorization", str(EXAMPLES / "25-authorization.yaml")),
    ("restart", str(EXAMPLES / "26-break-in-need.yaml")),
    ("calendar", str(EXAMPLES / "12-high-flow.yaml")),
    ("due", str(EXAMPLES)),
    ("scrub", str(EXAMPLES / "claims.csv")),
    ("check", str(EXAMPLES)),
)


def words(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every sentence, label and cell."""
    for block in blocks:
        match block:
            case Section(title=title, blocks=inner):
                yield plain(title)
                yield from words(inner)
            case Text(text=text):
                yield plain(text)
            case Item(label=label, text=text):
                yield f"{label} {text}"
                assert text or label, "an item that says nothing"
            case Grid(rows=rows):
                yield from (plain(cell) for row in rows for cell in row)


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.slow)])
def test_no_worked_case_shows_an_open_place(every: int):
    worked = worked_cases()[::every]
    cases = [Case.model_validate(each.case | {"case_id": f"C{n}"}) for n, each in enumerate(worked)]
    found = check(CheckRequest(cases, TODAY), rule_book())
    told = [text for case in found.cases for text in _of(case, found)]
    assert len(told) > len(cases)
    assert sorted({text for text in told if OPEN_PLACE.search(text)}) == []
    assert sorted({text for text in told if text.endswith((": ", ": .")) and "rests on" in text}) == []


def _of(case: CheckedCase, found: CheckAnswer) -> Iterator[str]:
    return words(view(replace(found, cases=(case,))).blocks)


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda each: each[0])
def test_no_command_shows_an_open_place(arguments: tuple[str, ...]):
    output = CliRunner().invoke(app, [*arguments, "--as-of", "2026-03-01"]).output
    assert len(output) > 100
    assert [match.group() for match in OPEN_PLACE.finditer(" ".join(output.split()))] == []


@cache
def documents() -> tuple[Document, ...]:
    """Those with tables."""
    return tuple(_documents())


def _documents() -> Iterator[Document]:
    book = rule_book()
    yield rules_view.listing(rules(book, TODAY, with_cases=False))
    yield authorities_view.listing(authorities(book, TODAY))
    yield codes_view.listing(codes(book, TODAY))
    yield codes_view.view(codes(book, TODAY, ["E1392", "E0431", "E1390"]))
    yield denial_view.listing(denials(book, TODAY))
    yield payers_view.listing(payer_services.payers(book, None, TODAY), every=True)
    chosen = ["medicare", "tricare", "medicare_advantage"]
    yield payers_view.comparison(payer_services.compare(chosen, TODAY, book, TODAY))


@pytest.mark.parametrize("number", range(7))
@pytest.mark.parametrize("width", [80, 100, 200])
def test_no_table_breaks_a_word_or_leaves_the_page(number: int, width: int):
    document = documents()[number]
    text = text_of(document, width)
    assert max(map(len, text.splitlines())) <= width
    shown = set(text.split())
    cells = {word for cell in words(document.blocks) for word in cell.split()}
    assert sorted(word for word in cells - shown if len(word) <= LONGEST_WHOLE_WORD) == []


def test_every_renderer_draws_every_document():
    for document in documents():
        assert markdown_of(document).count("\n|") > 3
        assert "<table>" in html_of(document)
