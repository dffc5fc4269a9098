"""The answers to `checklist`, `authorization` and `authorization --renewals` are read back from JSON without loss."""

import json
from datetime import date
from pathlib import Path

import pytest

from oxyclaim.case.files import SUFFIXES
from oxyclaim.services.answers import Head, json_schema, plain, read_back
from oxyclaim.services.authorization import AuthorizationRequest, RenewalsRequest, authorization, renewals
from oxyclaim.services.cases import Read, read_cases
from oxyclaim.services.checklist import ChecklistRequest, checklist
from oxyclaim.services.rule_book import RuleBook, rule_book

EXAMPLES = sorted(path for path in (Path(__file__).parents[2] / "examples").iterdir() if path.suffix in SUFFIXES)
AS_OF = date(2026, 3, 1)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return rule_book()


@pytest.fixture(scope="module")
def read() -> Read:
    return read_cases(EXAMPLES)


def assert_same(answer: Head) -> None:
    text = json.dumps(plain(answer))
    assert read_back(type(answer), text) == answer
    assert json_schema(type(answer))["properties"].keys() == json.loads(text).keys()
    assert json.loads(text)["answer"] == answer.answer


def test_the_checklist(read: Read, book: RuleBook) -> None:
    assert_same(checklist(ChecklistRequest(read.cases, AS_OF), book))


def test_the_requests_for_authorization(read: Read, book: RuleBook) -> None:
    assert_same(authorization(AuthorizationRequest(read.cases, AS_OF), book))
    number = next(item.line_number for item in read.cases[0].items)
    assert_same(authorization(AuthorizationRequest(read.cases[:1], AS_OF, {number}), book))


def test_the_renewals(read: Read, book: RuleBook) -> None:
    answer = renewals(RenewalsRequest(read.cases, date(2026, 8, 1), 365), book)
    assert answer.renewals
    assert_same(answer)
