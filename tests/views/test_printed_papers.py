"""The papers that are printed: what an office reads holds nothing of a program's, and fits on a page or two."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from oxyclaim.case.files import SUFFIXES
from oxyclaim.case.models import Case
from oxyclaim.services.authorization import AuthorizationRequest, authorization
from oxyclaim.services.cases import read_cases
from oxyclaim.services.checklist import Checklist, ChecklistAnswer, ChecklistRequest, checklist
from oxyclaim.services.rule_book import RuleBook, rule_book
from oxyclaim.views import letter, request
from oxyclaim.views.blocks import Check, Checks, Choice, Document, Grid, Pairs, Section, Text
from oxyclaim.views.paper import OWN_FOOT
from oxyclaim.views.render.html import html_of
from oxyclaim.views.render.markdown import markdown_of
from oxyclaim.views.render.pdf import pdf_of
from oxyclaim.views.render.terminal import text_of
from tests.pdf_text import pages_of, right_ends

EXAMPLES = sorted(path for path in (Path(__file__).parents[2] / "examples").iterdir() if path.suffix in SUFFIXES)
NOT_FOR_AN_OFFICE = re.compile(
    r"\b[A-Z]{3}-\d{3}\b"  # the id of a rule
    r"|\d{4}-\d\d-\d\d"
    r"|inference|only reported|not documented|is not known|rule book|oxyclaim"
    r"|\b[a-z]+_[a-z]+\b",  # a key of the case file
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return rule_book()


@pytest.fixture(scope="module")
def cases() -> tuple[Case, ...]:
    return read_cases(EXAMPLES).cases


def as_if_nothing_were_on_file(case: Case) -> Case:
    papers = [paper.model_copy(update={"on_file": False}) for paper in case.documents or ()]
    return case.model_copy(update={"documents": papers})


def asked(cases: tuple[Case, ...], book: RuleBook, day: date) -> Iterator[tuple[Case, Checklist, ChecklistAnswer]]:
    answer = checklist(ChecklistRequest(cases, day), book)
    for case, each in zip(cases, answer.cases, strict=True):
        yield case, each, answer


@pytest.mark.parametrize("day", [date(2025, 6, 1), date(2026, 3, 1)])
@pytest.mark.parametrize("on_file", [True, False])
def test_a_letter_holds_no_rule_id_no_iso_date_and_no_key_and_takes_two_pages_at_most(
    cases: tuple[Case, ...], book: RuleBook, day: date, on_file: bool
) -> None:
    told = cases if on_file else tuple(map(as_if_nothing_were_on_file, cases))
    letters = 0
    for case, each, answer in asked(told, book, day):
        if not any(entry.request for entry in each.entries):
            continue
        letters += 1
        written = letter.letter(case, each, answer)
        text = text_of(written, 4000)
        found = NOT_FOR_AN_OFFICE.findall(text)
        assert not found, (case.case_id, found)
        assert len(pages_of(pdf_of([written], case.case_id))) <= 2, case.case_id
    assert letters >= (5 if on_file else 20)


def test_no_page_of_any_paper_holds_a_line_or_two_only(cases: tuple[Case, ...], book: RuleBook) -> None:
    for case, each, answer in asked(cases, book, date(2026, 3, 1)):
        for page in pages_of(pdf_of(letter.papers(case, each, answer), case.case_id)):
            assert len(page) > 400, (case.case_id, page)


def test_what_the_payer_gets_has_us_dates_and_nothing_of_the_own_file(cases: tuple[Case, ...], book: RuleBook) -> None:
    answer = authorization(AuthorizationRequest(cases, date(2026, 3, 1)), book)
    made = [request.papers(case, each, answer) for case, each in zip(cases, answer.cases, strict=True)]
    forms = [paper for papers in made for paper in papers if paper.foot != OWN_FOOT]
    assert forms
    for form in forms:
        text = text_of(form, 4000)
        assert not re.search(r"\d{4}-\d\d-\d\d|make sure with the payer|missing|rule book", text), text
        assert len(pages_of(pdf_of([form], "form"))) <= 2


EVERY = Document(
    (
        Section(
            "Records",
            (
                Choice("1. Order", ("enclosed", "no such record"), ("A copy.",)),
                Checks((Check("", "Delivery slip", ("SLIP-1",), done=True), Check("missing", "Test <report>"))),
                Pairs((("Patient", "Example, Anna"),)),
                Grid(("Test", "Value"), (("T1", "86"),), (2, 1), numbers=(1,)),
                Text("Thank you."),
            ),
        ),
    ),
    "Request",
    letterhead=("Example Oxygen Inc.", "1 Main Street"),
    foot="Confidential.",
)


def test_every_renderer_draws_a_form() -> None:
    terminal, markdown, html = text_of(EVERY, 100), markdown_of(EVERY), html_of(EVERY)
    (page,) = pages_of(pdf_of([EVERY], "Request"))
    for drawn in (terminal, markdown, html, page):
        for words in ("Example Oxygen Inc.", "1. Order", "enclosed", "no such record", "A copy.", "Delivery slip",
                      "SLIP-1", "86", "Thank you.", "Confidential."):  # fmt: skip
            assert words in drawn, (words, drawn)
    assert "[ ] enclosed" in terminal
    assert "- [ ] enclosed" in markdown
    assert "- [x] Delivery slip (SLIP-1)" in markdown
    assert "Test &lt;report&gt;" in html
    assert html.count('type="checkbox"') == 2


def test_a_table_goes_on_on_the_next_page_with_its_head() -> None:
    rows = tuple((f"T{n}", "a test that was taken at rest " * 4) for n in range(80))
    pages = pages_of(pdf_of([Document((Grid(("Test", "What it shows"), rows, (1, 4)),))], "Tests"))
    assert len(pages) > 1
    assert all("What it shows" in page for page in pages)
    assert sum(f"T{n} " in " ".join(pages) for n in range(80)) == 80


def test_a_word_wider_than_the_page_is_broken() -> None:
    (page,) = pages_of(pdf_of([Document((Text("A" * 300),))], "Long"))
    assert page.replace(" ", "") == "A" * 300 + "Page1of1"


RIGHT_RULE = (215.9 - 17) / 25.4 * 72
"""Where the rules of a page end, in points: letter paper less its margin."""


def test_nothing_stands_beyond_the_right_rule(cases: tuple[Case, ...], book: RuleBook) -> None:
    """Of every letter, list and request, and of the longest words that a box may have."""
    boxes = Choice("1. Order", ("enclosed", "no such record", "sent on another day than this"), ("A copy.",))
    papers = [pdf_of([EVERY, Document((boxes,))], "Boxes")]
    empty = tuple(as_if_nothing_were_on_file(case) for case in cases[:3])
    for case, each, answer in asked(empty, book, date(2025, 6, 1)):
        papers.append(pdf_of(letter.papers(case, each, answer), "Letter"))
    told = [line for paper in papers for line in right_ends(paper)]
    assert {"no such record", "enclosed"} <= {text for text, _ in told}
    assert not [(text, end) for text, end in told if end > RIGHT_RULE + 0.1]
