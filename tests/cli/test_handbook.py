"""`oxyclaim rules`, `authorities` and `codes` from the user's door."""

import json

import pytest
from typer.testing import CliRunner

from oxyclaim.cli.main import app
from oxyclaim.policy import load

RUN = CliRunner()


def said(*arguments: str) -> str:
    result = RUN.invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def test_rules_lists_every_rule():
    output = said("rules")
    for rule in load().rules:
        assert rule.id in output


def test_one_rule_says_what_why_by_which_source_and_what_then():
    output = said("rules", "COV-210")
    assert "use is covered during sleep only" in output
    assert "L33797" in output
    assert "It fails: not covered." in output
    assert "It is unknown: hold." in output
    assert "Billed all the same, expect: CO-50, N115." in output
    assert "coverage-2" in output, "its worked case"


def test_an_id_may_be_typed_in_small_letters():
    assert "COV-210" in said("rules", "cov-210")
    assert "E1392" in said("codes", "e1392")
    assert "NCD240.2" in said("authorities", "ncd240.2")


@pytest.mark.parametrize(
    ("command", "id", "nearest"),
    [("rules", "COV-211", "COV-210"), ("authorities", "L33798", "L33797"), ("codes", "E1393", "E1392")],
)
def test_an_unknown_id_names_the_nearest(command: str, id: str, nearest: str):
    result = RUN.invoke(app, [command, id])
    assert result.exit_code == 2
    assert id in result.output
    assert nearest in result.output
    as_json = RUN.invoke(app, [command, id, "--format", "json"])
    assert as_json.exit_code == 2
    [problem] = json.loads(as_json.stdout)["problems"]
    assert nearest in problem["message"]
    assert nearest in problem["allowed"]
    assert problem["found"] == id
    assert problem["code"].startswith("unknown_")


def test_an_id_that_is_near_nothing_says_how_to_list_them():
    result = RUN.invoke(app, ["codes", "zzz"])
    assert result.exit_code == 2
    assert "oxyclaim codes" in result.output


def test_rules_as_json_hold_the_tree_the_values_and_the_cases():
    answer = json.loads(RUN.invoke(app, ["rules", "--format", "json"]).stdout)
    rules = {rule["id"]: rule for rule in answer["rules"]}
    assert set(rules) == {rule.id for rule in load().rules}
    one, *others = json.loads(RUN.invoke(app, ["rules", "PAP-121", "--format", "json"]).stdout)["rules"]
    assert not others
    assert one == rules["PAP-121"]
    assert one["grade"] == "secondary"
    assert one["requires"]["parts"]
    assert "2026-04-13" in [value["first"] for use in one["parameters"] for value in use["values"]]


def test_json_unfolds_a_shared_criterion_once_and_refers_to_it_by_name():
    answer = json.loads(RUN.invoke(app, ["rules", "COV-100", "--format", "json"]).stdout)
    [rule] = answer["rules"]
    homes = {page["home"]: [each["name"] for each in page["criteria"]] for page in answer["criteria"]}
    parts = {part["name"]: part["home"] for part in rule["requires"]["parts"]}
    assert "in_any_group" in homes[parts["in_any_group"]]
    assert sum(names.count("sound") for names in homes.values()) == 1


def test_full_unfolds_the_criteria_that_several_rules_use():
    short, full = said("rules", "COV-100"), said("rules", "COV-100", "--full")
    assert "Some group is met" in short
    assert "oxyclaim rules COV-100 --full" in short
    assert "Taken by a treating practitioner" not in short
    assert "Taken by a treating practitioner" in full
    assert "…" not in full


def test_authorities_lists_every_source_and_says_who_cites_one():
    output = said("authorities")
    ours = {id for id, source in load().authorities.items() if not source.payer}
    for id in ours:
        assert id in output
    one = said("authorities", "OSS2026")
    assert "Grade: secondary." in one
    assert "encounter_codes" in one
    entries = json.loads(RUN.invoke(app, ["authorities", "--format", "json"]).stdout)["authorities"]
    assert all(entry["cited_by"] for entry in entries if entry["source"]["id"] in ours)


def test_a_code_is_explained_with_its_sources_and_grades():
    output = said("codes", "E1392")
    assert "Maintenance visits Yes." in output
    assert "(secondary)" in output
    assert "[A52514]" in output
    assert "2026-04-13" in output


def test_codes_side_by_side_show_differences_first():
    output = said("codes", "E1392", "E0431", "E1390")
    assert output.index("What differs") < output.index("Modality") < output.index("What is the same")
    assert output.index("What is the same") < output.index("Rented by the month")


def test_codes_as_json_hold_the_answers():
    [sheet] = json.loads(RUN.invoke(app, ["codes", "E1392", "--format", "json"]).stdout)["codes"]
    answers = {s["topic"]: s["answer"] for s in sheet["statements"] if s["answer"] is not None}
    assert answers == {"Rented by the month": True, "Maintenance visits": True}
    assert len(json.loads(RUN.invoke(app, ["codes", "--format", "json"]).stdout)["codes"]) > 20
