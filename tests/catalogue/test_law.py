"""Each paragraph of the payment law is held by a rule, or the file says why none does."""

from oxyclaim.handbook.law import paragraphs, unplaced
from oxyclaim.policy import load


def test_every_paragraph_is_answered():
    assert [f"{p.document}, {p.at}: {p.says}" for p in paragraphs(load()) if not p.is_answered] == []


def test_the_rules_that_are_named_exist():
    known = {rule.id for rule in load().rules}
    assert {rule for paragraph in paragraphs(load()) for rule in paragraph.rules} <= known


def test_rules_cite_places_that_the_documents_have():
    assert unplaced(load()) == []
