"""Over all worked cases each rule on a verdict passes, fails and is unknown at least once, or a reason says why not.

A note has no third outcome: it is given in one case and left out in another.
"""

from collections import defaultdict

import pytest

from oxyclaim.engine.words import Kind
from oxyclaim.policy import load_with_examples
from oxyclaim.policy.handbook.outcomes import DIFFERS, FAILS, PASSES, SILENT, UNKNOWN, outcomes
from oxyclaim.policy.worked_cases import worked_cases

CATALOGUE = load_with_examples()
SEEN: dict[str, set[str]] = defaultdict(set)
for by_rule in outcomes(worked_cases(payers=True), CATALOGUE).values():
    for name, outcome in by_rule.items():
        SEEN[name].add(outcome)
VERDICTS = [rule.id for rule in CATALOGUE.rules if rule.kind is Kind.VERDICT]
NOTES = [rule.id for rule in CATALOGUE.rules if rule.kind is Kind.NOTE]

NEVER_PASSES = {
    "COV-220": "who qualifies awake shows hypoxemia, and whether Group III is then met at all is an open question",
    "PAP-230": "an order before a delivery under another payer is impossible; what takes its place is an open question",
}

NEVER_FAILS: dict[str, str] = {
    "PAY-410": "the modifiers are known or not known",
    "COD-101": "a group, or none, is always met or not known; which one is another rule's question",
    "ELG-160": "a new address bars nothing; that nobody asked is unknown",
}

CODE_ONLY = "it reads the code and the modifiers alone, and a case file without a code is not read"
OWN_RECORDS = "an absent fact is settled in the rule itself: the supplier's own records would show it"
NEVER_UNKNOWN = {
    "COV-010": CODE_ONLY,
    "COV-420": OWN_RECORDS,
    "COV-510": CODE_ONLY,
    "COV-530": CODE_ONLY,
    "COV-540": CODE_ONLY,
    "CLM-100": "what is missing is what the case does not hold",
    "COD-120": "it reads dates that every line has, or does not apply",
    "COD-121": "it applies only where the documents are known to show no group",
    "COD-103": CODE_ONLY,
    "COD-140": CODE_ONLY,
    "COD-145": CODE_ONLY,
    "COD-160": CODE_ONLY,
    "COD-260": CODE_ONLY,
    "SCR-520": "it reads what the claim itself shows",
    "COD-300": CODE_ONLY,
    "COD-310": CODE_ONLY,
    "PAP-131": "that no certificate goes with the line is presumed",
    "COV-245": "an order that does not say when oxygen is used does not limit it",
    "COV-120": "that the supplier got no copy is presumed",
    "ELG-105": "an end of Part B is entered or there is none; that nobody asked is ELG-100's question",
    "ELG-190": "it reads dates that every line has",
    "PAY-111": "whether a payer's file names criteria is always known",
    "PAY-135": "that no certificate goes with the line is presumed",
    "PAY-136": "that no certificate goes with the line is presumed",
    "PAY-180": CODE_ONLY,
    "PAY-210": "whether a payer's file speaks of a code is always known",
}


ONLY_BACKS_AN_ASSERTION = {"COD-205"}


def _wants(rule: str, waived: dict[str, str], outcome: str) -> None:
    if rule in waived:
        assert outcome not in SEEN[rule], f"{rule} has a worked case now: take it off the list"
    else:
        assert outcome in SEEN[rule], f"no worked case in which {rule} {outcome}; seen: {sorted(SEEN[rule])}"


@pytest.mark.parametrize("rule", VERDICTS)
def test_it_passes_in_a_worked_case(rule: str):
    _wants(rule, NEVER_PASSES, PASSES)


@pytest.mark.parametrize("rule", VERDICTS)
def test_it_fails_in_a_worked_case(rule: str):
    _wants(rule, NEVER_FAILS, FAILS)


@pytest.mark.parametrize("rule", VERDICTS)
def test_it_is_unknown_in_a_worked_case(rule: str):
    _wants(rule, NEVER_UNKNOWN, UNKNOWN)


@pytest.mark.parametrize("rule", [rule for rule in NOTES if rule not in ONLY_BACKS_AN_ASSERTION])
def test_a_note_is_given_in_one_worked_case_and_left_out_in_another(rule: str):
    assert {FAILS, DIFFERS} & SEEN[rule], sorted(SEEN[rule])
    assert {SILENT, PASSES} & SEEN[rule], sorted(SEEN[rule])


def test_only_rules_of_the_catalogue_are_excused():
    assert {*NEVER_PASSES, *NEVER_FAILS, *NEVER_UNKNOWN} <= set(VERDICTS)
