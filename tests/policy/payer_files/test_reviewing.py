"""A person confirms a built-in payer's values in a contract: what is asked, what is written, what follows."""

from datetime import date
from pathlib import Path

import pytest

from oxyclaim.case.models import Case
from oxyclaim.cli import payer_review
from oxyclaim.engine.decide import decide
from oxyclaim.policy import load
from oxyclaim.policy.loading import HERE, payers_of
from oxyclaim.policy.payer_files.answering import GROUPS_I_AND_II, BadAnswer, hint, typed
from oxyclaim.policy.payer_files.reviewing import Answers, Confirmation, Question, questions
from oxyclaim.policy.worked_cases import RULES, _read, build
from oxyclaim.services.answers import head
from oxyclaim.services.payers.reviewing import Asked, ReviewAnswer, problems_of, reviewed_text

TODAY, START = date(2026, 11, 28), date(2026, 10, 5)
CONTRACT = Confirmation(
    "CONTRACT-1", "Ann Lee", TODAY, "The payer", "Provider agreement", "our folder", date(2026, 1, 1)
)
ANSWERS = {
    "code_statuses": [{"codes": ["E0431", "E1390", "E1392"], "status": "covered"}],
    "qualifying_values": GROUPS_I_AND_II,
    "authorization_triggers": [{"when": "never"}],
    "rent_ends": "never",
    "filing_days_original": 180,
}
PAPERS = (
    "standard_written_order", "prescription", "certificate_of_medical_necessity", "letter_of_medical_necessity",
    "progress_note", "test_report", "proof_of_delivery", "invoice", "payer_form", "discharge_summary",
    "face_to_face_encounter",
)  # fmt: skip
STATES = ["diagnosis", "flow", "frequency", "method", "duration", "hours_a_day", "equipment", "test_result",
          "expected_improvement"]  # fmt: skip


def built_in() -> list[str]:
    """The payers that come with Oxyclaim as files, apart from roots."""
    profiles = load().profiles
    return [path.stem for path in sorted((HERE / "payers").glob("*.yaml")) if not profiles[path.stem].abstract]


def asked_of(payer: str) -> list[Question]:
    plans = [id.partition("/")[2] for id in load().profiles if id.startswith(f"{payer}/")]
    return questions(load(), payer, plans, TODAY)


def clean_case(payer: str, number: int) -> Case:
    """A patient who qualifies at rest, with every paper that any payer asks for and an approval on file."""
    papers = [
        {"id": {"proof_of_delivery": "POD", "standard_written_order": "ORDER"}.get(kind, f"P{place}"), "kind": kind,
         "on_file": True, "date": "start-2", "states": STATES}
        for place, kind in enumerate(PAPERS)
    ]  # fmt: skip
    papers += [{"id": "RECORD", "kind": "progress_note", "on_file": True, "date": "start-2"}]
    papers += [{"id": "CMN", "kind": "certificate_of_medical_necessity", "on_file": True, "date": "start-1"}]
    papers += [{"id": "FOLLOW-UP", "kind": "progress_note", "on_file": True}]
    approval = {
        "id": "A1", "document": "RECORD", "number": "77", "status": "approved", "kind": "initial", "codes": ["E1390"],
        "first_day": START, "decided_on": START, "flow_lpm": 2,
    }  # fmt: skip
    needs_certificate = any(value.value == "required" for value in load().values[payer].get("certificate_on_claim", ()))
    facts = {
        "coverage": {"payer": payer, "member_id": "ABC123456", "in_network": True, "referral_on_file": True},
        "documents": papers,
        "items": [
            {"code": "E1390", "purchase_price": 1500.0, **({"certificate_attached": True} if needs_certificate else {})}
        ],
        "tests": [{"state": "rest", "spo2_percent": 86}],
        "certificates": [{"date": "start-1"}],
        "history": [],
        "authorizations": [approval],
        "changes": [],
        "trials": [],
    }
    case = build(f"C{number}", START, facts, _read(RULES / "assumed.yaml"))
    return Case.model_validate(case)


def test_every_built_in_payer_becomes_billable_for_a_clean_case(tmp_path: Path):
    payers_of(None)
    for payer in built_in():
        asked = asked_of(payer)
        values = {each.key: ANSWERS[each.parameter.name] for each in asked if not each.words}
        found = Answers([each.key for each in asked if each.words], values)
        text = reviewed_text(HERE / "payers" / f"{payer}.yaml", payer, None, load(), found, CONTRACT)
        (tmp_path / f"{payer}.yaml").write_text(text, encoding="utf-8")
    catalogue = load(tmp_path)
    payers = built_in()
    before = decide([clean_case(payer, number) for number, payer in enumerate(payers)], load(), TODAY)
    after = decide([clean_case(payer, number) for number, payer in enumerate(payers)], catalogue, TODAY)
    not_yet = {
        payer: (v.verdict, [f.rule for f in v.findings])
        for payer, v in zip(payers, after, strict=True)
        if not v.is_billable
    }
    assert not_yet.keys() <= STAYS.keys(), not_yet
    assert sum(verdict.is_billable for verdict in before) < 20
    left = [each.key for payer in payers for each in questions(catalogue, payer, [], TODAY) if not each.rests]
    assert left == []


STAYS: dict[str, str] = {}
"""Payers that a review alone makes billable for nobody who is like this patient, and why."""


def test_a_confirmed_value_keeps_its_older_source_before_the_contract():
    found = Answers(["rent_ends"])
    text = reviewed_text(HERE / "payers" / "tricare.yaml", "tricare", None, load(), found, CONTRACT)
    assert "to: 2025-12-31" in text
    assert "source: CONTRACT-1" in text
    assert "reviewer: Ann Lee" in text
    assert text.startswith("# Left out: migraine")


def test_a_wrong_answer_is_refused_before_anything_is_written(tmp_path: Path):
    found = Answers([], {"code_statuses": [{"codes": ["E9999"], "status": "covered"}]})
    text = reviewed_text(HERE / "payers" / "tricare.yaml", "tricare", None, load(), found, CONTRACT)
    problems = problems_of(text, tmp_path / "tricare.yaml", tmp_path)
    assert ["E9999 is no code" in str(each) for each in problems] == [True]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("code_statuses", "e1390, E1392", [{"codes": ["E1390", "E1392"], "status": "covered"}]),
        ("qualifying_values", "medicare", GROUPS_I_AND_II),
        ("authorization_triggers", "never", [{"when": "never"}]),
        ("rent_ends", "never", "never"),
        ("filing_days_original", "180", 180),
        ("authorization_void_on", "flow", ["flow"]),
        ("steps", "{codes: [E1392], first: [E0431], days: 30}", [{"codes": ["E1392"], "first": ["E0431"], "days": 30}]),
    ],
)
def test_short_answers(name: str, text: str, value: object):
    parameter = next(each for each in load().parameters if each.name == name)
    assert typed(parameter, text) == value
    assert hint(parameter)


def test_an_answer_that_is_no_yaml_is_told():
    parameter = next(each for each in load().parameters if each.name == "steps")
    with pytest.raises(BadAnswer, match="cannot be read"):
        typed(parameter, "{codes: [")


def test_by_hand(monkeypatch: pytest.MonkeyPatch):
    """y confirms, n asks for the value, Enter skips, q stops."""
    said = iter(["y", "page 3", "n", "after_months", "", "s", "q"])
    monkeypatch.setattr(payer_review.typer, "prompt", lambda *_, **__: next(said))
    keys = ("code_statuses", "rent_ends", "purchase_option", "appeal_days", "referral_required")
    asked = tuple(Asked(key, key, ("as it is",), ("S",), "old", False, "text") for key in keys)
    answer = ReviewAnswer(**head("review", load(), TODAY), payer="x", path="x.yaml", copied=False, questions=asked)
    found = payer_review.by_hand(answer, load())
    assert found.confirmed == ["code_statuses"]
    assert found.values == {"rent_ends": "after_months"}
    assert found.places == {"code_statuses": "page 3"}
