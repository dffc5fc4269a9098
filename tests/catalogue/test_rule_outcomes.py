"""Over all worked cases each rule on a verdict passes, fails and is unknown at least once, or a reason says why not.

A note has no third outcome: it is given in one case and left out in another.
"""

from collections import defaultdict
from collections.abc import Iterator

from oxyclaim.engine.words import Kind
from oxyclaim.handbook.outcomes import DIFFERS, FAILS, PASSES, SILENT, UNKNOWN, outcomes
from oxyclaim.policy import load_with_examples

CATALOGUE = load_with_examples()
VERDICTS = [rule.id for rule in CATALOGUE.rules if rule.kind is Kind.VERDICT]
NOTES = [rule.id for rule in CATALOGUE.rules if rule.kind is Kind.NOTE]

NEVER_PASSES = {
    "COV-220": "who qualifies awake shows hypoxemia, and whether Group III is then met at all is an open question",
}

NEVER_FAILS: dict[str, str] = {
    "PAY-410": "the modifiers are known or not known",
    "PAY-230": "the number is known or not known",
    "COD-101": "a group, or none, is always met or not known; which one is another rule's question",
    "ELG-160": "a new address bars nothing; that nobody asked is unknown",
    "LED-072": "it compares the cases of a run, and a worked case stands alone: see tests/properties",
}

CODE_ONLY = "it reads the code and the modifiers alone, and a case file without a code is not read"
OWN_RECORDS = "an absent fact is settled in the rule itself: the supplier's own records would show it"
NEVER_UNKNOWN = {
    "COV-311": "whether the new order exists is asked by COV-310",
    "LED-072": "the cases of a run are all there",
    "COV-010": CODE_ONLY,
    "COV-011": CODE_ONLY,
    "COV-420": OWN_RECORDS,
    "COV-421": CODE_ONLY,
    "COV-422": "that the concentrator is billed for no other patient is presumed",
    "COV-431": "what nobody has measured of a device is not held against its code",
    "COV-432": "that the product is on the product list is presumed",
    "COV-504": CODE_ONLY,
    "COV-510": CODE_ONLY,
    "COV-526": "it reads the codes and days of the claim's lines",
    "COV-545": CODE_ONLY,
    "COV-555": "that the equipment is the supplier's is presumed",
    "COV-530": CODE_ONLY,
    "COV-540": CODE_ONLY,
    "CLM-100": "what is missing is what the case does not hold",
    "COD-120": "it reads dates that every line has, or does not apply",
    "COD-121": "it applies only where the documents are known to show no group",
    "COD-103": CODE_ONLY,
    "COD-140": CODE_ONLY,
    "COD-145": CODE_ONLY,
    "COD-147": OWN_RECORDS,
    "COD-160": CODE_ONLY,
    "COD-260": CODE_ONLY,
    "COD-165": "it applies only where the case says what is billed and the line is coded",
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


ONLY_BACKS_AN_ASSERTION = {"COD-205", "PAY-420"}


def _missing(rule: str, seen: set[str], waived: dict[str, str], outcome: str) -> Iterator[str]:
    if rule in waived and outcome in seen:
        yield f"{rule} has a worked case now in which it {outcome}: take it off the list"
    if rule not in waived and outcome not in seen:
        yield f"no worked case in which {rule} {outcome}; seen: {sorted(seen)}"


def test_every_rule_passes_fails_and_is_unknown_and_every_note_is_given_and_left_out():
    seen: dict[str, set[str]] = defaultdict(set)
    for by_rule in outcomes().values():
        for name, outcome in by_rule.items():
            seen[name].add(outcome)
    wanted = ((NEVER_PASSES, PASSES), (NEVER_FAILS, FAILS), (NEVER_UNKNOWN, UNKNOWN))
    told = [
        each for rule in VERDICTS for waived, outcome in wanted for each in _missing(rule, seen[rule], waived, outcome)
    ]
    for rule in NOTES:
        if rule not in ONLY_BACKS_AN_ASSERTION:
            told += [] if {FAILS, DIFFERS} & seen[rule] else [f"no worked case gives the note {rule}"]
            told += [] if {SILENT, PASSES} & seen[rule] else [f"no worked case leaves the note {rule} out"]
    assert not told, "\n".join(told)


def test_only_rules_of_the_catalogue_are_excused():
    assert {*NEVER_PASSES, *NEVER_FAILS, *NEVER_UNKNOWN} <= set(VERDICTS)
