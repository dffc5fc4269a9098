"""The checklist follows the rule book: what a rule wants is an item, or somebody has said why not."""

from collections import Counter

from oxyclaim.case.models import Clinical
from oxyclaim.case.tables import tables
from oxyclaim.engine.standing import criteria_of
from oxyclaim.engine.words import Kind
from oxyclaim.policy import load
from oxyclaim.policy.checklist import SUPPLIED_BY, items, nothing_to_collect

RULES = {rule.id: rule for rule in load().rules}
WANTS = [want for item in items() for want in item.wants]


def test_every_rule_that_decides_a_line_is_in_an_item_or_wants_nothing_of_anybody():
    decide = {rule.id for rule in RULES.values() if rule.kind in (Kind.VERDICT, Kind.DENIAL)}
    forgotten = decide - {want.rule for want in WANTS} - nothing_to_collect().keys()
    assert not forgotten, (
        f"{sorted(forgotten)}: name each in an item of policy/checklist/items.yaml, or in its nothing_to_collect "
        "with the reason"
    )


def test_a_rule_is_in_one_place_only_and_exists():
    places = Counter([*(want.rule for want in WANTS), *nothing_to_collect()])
    assert not [id for id, count in places.items() if count > 1]
    assert places.keys() <= RULES.keys()
    assert all(reason.strip() for reason in nothing_to_collect().values())


def test_every_criterion_that_an_item_names_exists_and_belongs_to_one_item():
    known = criteria_of(load().rules)
    named = Counter(name for item in items() for name in item.criteria)
    assert not [name for name, count in named.items() if count > 1]
    replaced = {name for want in WANTS for name in (want.when, want.asks) if name}
    assert named.keys() | replaced <= known.keys()


def test_every_fact_that_a_paper_must_show_is_a_fact_of_the_case_file():
    frames = tables([], load().presumptions).frames
    facts = {column for frame in frames.values() for column in frame.columns} | {
        f"line.clinical.{name}" for name in Clinical.model_fields
    }
    wanted = {fact for item in items() for show in item.shows for fact in show.facts}
    wanted |= {item.supplied_by["fact"] for item in items() if not isinstance(item.supplied_by, str)}
    assert wanted <= facts


def test_every_item_says_who_supplies_it_by_when_and_what_it_must_show():
    for item in items():
        who = [item.supplied_by] if isinstance(item.supplied_by, str) else [
            value for key, value in item.supplied_by.items() if key != "fact"
        ]  # fmt: skip
        assert set(who) <= SUPPLIED_BY.keys()
        assert item.by in ("delivery", "test", "service", "claim")
        assert item.shows
        assert bool(item.request) == ("practitioner" in who), item.id


def test_no_request_asks_to_make_a_record_look_other_than_it_is():
    for item in items():
        words = item.request.lower()
        assert not [bad for bad in ("backdat", "alter", "amend", "correct", "re-sign", "change") if bad in words]
        assert not words or words.startswith(("a copy", "the order")), item.id
