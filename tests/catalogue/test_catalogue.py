"""What must hold over the whole rule book."""

import ast
from collections import defaultdict
from pathlib import Path

from oxyclaim.engine.fingerprint import reading
from oxyclaim.engine.words import Effect, Kind, Rule
from oxyclaim.handbook.register import citations
from oxyclaim.policy import load, load_with_examples
from oxyclaim.policy.codes import load_codes
from oxyclaim.policy.worked_cases import worked_cases

SOURCE = Path(__file__).parents[2] / "src" / "oxyclaim"


def test_rules_of_a_stage_use_only_their_own_and_earlier_stages():
    stages = ["ledger", "coverage", "coding", "scrub"]
    rules = SOURCE / "policy" / "rules"
    for stage in stages:
        for path in (rules / stage).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                module = node.module if isinstance(node, ast.ImportFrom) else None
                if module and module.startswith("oxyclaim.policy.rules."):
                    assert stages.index(module.split(".")[3]) <= stages.index(stage), f"{path} imports {module}"


def test_the_engine_knows_no_payer_and_no_code_by_name():
    for path in (SOURCE / "engine").rglob("*.py"):
        text = path.read_text()
        for word in ("medicare", "Medicare", "E1390", "E1392", '"N1"', '"KX"', '"RR"', "COV-", "COD-"):
            assert word not in text, f"{path.name} names {word}"


def test_every_authority_is_cited_and_every_cite_exists():
    catalogue = load()
    named = {authority for authority, _ in citations(catalogue, load_codes(catalogue))}
    # The sources of payer files are held against their own files (tests/policy/test_payer_cases.py).
    assert {id for id in named if not catalogue.authorities[id].payer} == {
        id for id, source in catalogue.authorities.items() if not source.payer
    }


def test_no_verdict_stronger_than_review_rests_on_an_unconfirmed_source():
    catalogue = load()
    weak = {
        name
        for by_name in catalogue.values.values()
        for name, values in by_name.items()
        if any(catalogue.grade(value.authority) == "unconfirmed" for value in values)
    }
    assert "order_before_delivery_codes_inferred" in weak
    derived = {each.name: set(each.expression.meta.root_names()) for each in catalogue.derived}
    for rule in catalogue.rules:
        facts = {name for columns in reading(rule).columns.values() for name in columns}
        facts |= {root for fact in facts for root in derived.get(fact, ())}
        reads_weak = {f"p.{name}" for name in weak} & facts
        if reads_weak or catalogue.grade(rule.authority) == "unconfirmed":
            assert rule.not_met <= Effect.REVIEW, (rule.id, reads_weak)
            assert rule.unknown <= Effect.REVIEW


SHOWN_ONLY = {
    "after_rent_duty_months": "nothing is billed by it",
    "rental_period": "rental months are reckoned by anniversaries for every payer so far",
}
"""Parameters that `oxyclaim payers` shows and no rule reads, and why."""


def test_every_parameter_is_set_by_some_payer_and_read():
    catalogue = load_with_examples()
    defined = {parameter.name for parameter in catalogue.parameters}
    folders = ("policy/rules", "services", "claims/pricing", "rentals", "bulk")
    text = "".join(path.read_text() for folder in folders for path in (SOURCE / folder).rglob("*.py"))
    text += "".join((SOURCE / file).read_text() for file in ("engine/grains.py",))
    unread = {name for name in defined if f"p.{name}" not in text and f'"{name}"' not in text}
    assert unread == SHOWN_ONLY.keys()
    set_by_some = set().union(*(values.keys() for values in (catalogue.values | load().values).values()))
    assert set_by_some >= defined - SHOWN_ONLY.keys()


def test_every_verdict_rule_decides_some_worked_case():
    decided: dict[str, set[str]] = defaultdict(set)
    for worked in worked_cases(payers=True):
        for expected in worked.expect.values():
            for key in ("rule", "also", "note", "forecast_rule"):
                if key in expected:
                    decided[expected[key]].add(worked.id)
    rules: list[Rule] = [rule for rule in load().rules if rule.kind is not Kind.DENIAL]
    only_backs_an_assertion = {"COD-205", "PAY-420"}
    compares_cases = {"LED-072"}  # a worked case stands alone: see tests/properties/test_months_of_one_run.py
    assert {rule.id for rule in rules if not decided[rule.id]} <= only_backs_an_assertion | compares_cases


def test_rule_ids_stand_in_the_folder_of_their_stage():
    for rule in load().rules:
        assert f".rules.{rule.stage.name.lower()}." in rule.folder
