"""Rules, codes, payers and modifiers are named in ``policy/``; every other room asks the rule book for a subject."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from oxyclaim.policy import load

ROOT = Path(__file__).parents[1] / "src" / "oxyclaim"
ID, CODE = re.compile(r"\b[A-Z]{3}-\d{3}\b"), re.compile(r"\b[AEK]\d{4}\b")
PREFIX = re.compile(r"[A-Z]{3}-")
SPEAK_OF_MODIFIERS = ("engine", "rentals", "bulk", "handbook")
"""Rooms in which a modifier is none of X12's segments, which bear such names too."""

ROOTS = {"base", "national"}
"""Files of values that are no payer's."""
EXAMPLE = "an example in a text for people"
ALLOWED = {
    ("case/models.py", "COV-100"): EXAMPLE,
    ("case/models.py", "E1392"): EXAMPLE,
    ("case/values.py", "E1392"): EXAMPLE,
    ("claims/fees/layouts.py", "E1390"): EXAMPLE,
    ("cli/main.py", "COV-210"): EXAMPLE,
    ("cli/main.py", "E1392"): EXAMPLE,
    ("cli/main.py", "E1392 E1392"): EXAMPLE,
    ("bulk/table_layout.py", "E1390"): EXAMPLE,
    ("web/api/bodies.py", "E1392"): EXAMPLE,
    ("web/api/bodies.py", "medicare"): EXAMPLE,
    ("bulk/table_layout.py", "RR"): EXAMPLE,
    ("x12/claim_837p/checks/code_sets.py", "E1390 E1391 E1392"): EXAMPLE,
    ("x12/claim_837p/checks/code_lists.py", "E0424"): "a list of HCPCS numbers: x12 knows no rule book",
    ("case/payer_words.py", "medicare"): "a word of the case file",
    ("case/payer_words.py", "medicare_advantage"): "a word of the case file",
    ("case/models.py", "medicare_advantage"): "a word of the case file: why billing stopped, what was looked up",
    ("views/calendar_picture.py", "medicare_advantage"): "the case file's word for why billing stopped",
    ("views/calendar_words.py", "medicare_advantage"): "the case file's word for why billing stopped",
    ("claims/filing.py", "tricare"): "a line of business, for the filing indicator (X12)",
    ("claims/filing.py", "va"): "a line of business, for the filing indicator (X12)",
    ("views/calendar_picture.py", "va"): "vertical alignment, to the drawing library",
}
"""Strings outside the law that name one of its things, by file, and why they may."""


def test_no_room_but_the_law_names_a_rule_a_code_a_payer_or_a_modifier() -> None:
    named = {(file, what) for file, text in _texts() for what in _named(file, text)}
    assert sorted(named - ALLOWED.keys()) == []
    assert sorted(ALLOWED.keys() - named) == [], "no longer needed"


def test_the_engine_names_no_payer_and_no_paper_of_one() -> None:
    words = re.compile(r"medicare|medicaid|\babn\b|\b(GA|GZ|GY|KX|RR|N1)\b|advance beneficiary", re.IGNORECASE)
    found = {(file, text) for file, text in _texts() if file.startswith("engine/") and words.search(text)}
    assert found == set()


@pytest.mark.parametrize("text", ["LED-010", "see COV-420", "LED-", "E1392", "medicare", "RR"])
def test_it_sees_what_it_looks_for(text: str) -> None:
    assert _named("engine/some.py", text)


@cache
def _texts() -> list[tuple[str, str]]:
    """Every string constant outside ``policy/`` that is no docstring, with its file."""
    return [
        (str(path.relative_to(ROOT)), text)
        for path in sorted(ROOT.rglob("*.py"))
        if "policy" not in path.relative_to(ROOT).parts
        for text in _constants(ast.parse(path.read_text(encoding="utf-8")))
    ]


def _constants(tree: ast.Module) -> Iterator[str]:
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def _named(file: str, text: str) -> Iterator[str] | list[str]:
    ids, codes, payers, modifiers = _things()
    found = [id for id in ID.findall(text) if id in ids]
    if PREFIX.fullmatch(text) and any(id.startswith(text) for id in ids):
        found.append(text)
    if own := [code for code in CODE.findall(text) if code in codes]:
        found.append(own[0] if len(own) > 5 else " ".join(own))
    if text in payers:
        found.append(text)
    if text in modifiers and file.startswith(SPEAK_OF_MODIFIERS):
        found.append(text)
    return found


@cache
def _things() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Ids of rules, codes of home oxygen, payers and modifiers of the rule book."""
    book = load()
    codes: set[str] = set()
    modifiers: set[str] = set()
    for values in book.values.values():
        for name, dated in values.items():
            words = {word for each in dated for word in _words(each.value)}
            if name.endswith("_codes"):
                codes |= {word for word in words if CODE.fullmatch(word)}
            if "modifier" in name:
                modifiers |= {word for word in words if re.fullmatch(r"[A-Z][A-Z0-9]", word)}
    return (
        frozenset(rule.id for rule in book.rules),
        frozenset(codes),
        frozenset(book.profiles) - ROOTS,
        frozenset(modifiers),
    )


def _words(value: object) -> list[str]:
    if isinstance(value, (list, tuple, set, frozenset)):
        return [word for word in value if isinstance(word, str)]
    return [value] if isinstance(value, str) else []
