"""`oxyclaim denial` from the user's door."""

import json

import pytest
from typer.testing import CliRunner

from oxyclaim.cli.main import app
from oxyclaim.policy import load

RUN = CliRunner()


def said(*arguments: str) -> str:
    result = RUN.invoke(app, ["denial", *arguments])
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def answered(*arguments: str):
    return json.loads(RUN.invoke(app, ["denial", *arguments, "--format", "json"]).stdout)


def test_c23():
    """Worked case C23 of the billing sheet."""
    output = said("CO-16", "N264", "N575", "MA13", "--service-date", "2025-10-02")
    assert "not the one in PECOS" in output
    assert "Send a new claim with the exact PECOS name and NPI; a telephone reopening cannot do it." in output
    assert "new claim: by 10/02/2026" in output
    assert "may be appealed: no" in output


def test_c25():
    """Worked case C25 of the billing sheet."""
    arguments = ("CO-50", "N102", "--requested", "2026-03-02", "--remittance-date", "2026-04-20")
    output = said(*arguments)
    assert "Ask for a redetermination with the full record." in output
    assert "answer to a request for records (ADR): by 04/16/2026" in output
    assert "redetermination: by 08/24/2026" in output
    assert "received on 04/25/2026" in output
    assert "day 120 is Sunday 08/23/2026" in output
    assert "safe internal date: 08/18/2026" in output
    assert "may be appealed: yes" in output
    assert "charge to the patient: no" in output
    [entry] = answered(*arguments)["entries"]
    days = {each["route"]: (each["last_day"], each["safe_day"]) for each in entry["deadlines"]}
    assert days == {"records": ("2026-04-16", None), "redetermination": ("2026-08-24", "2026-08-18")}
    assert (entry["appeal"], entry["grade"]) == ("yes", "primary")


def test_without_codes_all_are_listed():
    output = said()
    assert "CO-16, N264, N575, MA13" in output
    document = answered()
    assert {each["id"] for each in document["denials"]} == set(load().denials.denials)
    assert {each["id"] for each in document["routes"]} == set(load().denials.routes)


def test_what_is_not_confirmed_says_so():
    assert "(unconfirmed)" in said("CO-24")
    assert answered("CO-24")["entries"][0]["grade"] == "unconfirmed"


def test_an_answer_that_several_entries_give_lists_them():
    output = said("M77")
    assert "M77: 2 answers fit alike; a remark code" in output
    assert "CO-16, M77" in output


def test_a_reason_code_that_says_little_names_the_remark_codes_that_tell_more():
    output = said("CO-16")
    assert "a remark code tells what" in output
    assert "a remark code beside it would tell more; known are" in output
    assert "M77" in output
    assert "M77" in answered("CO-16")["entries"][0]["remark_codes_that_tell_more"]


def test_a_whole_line_is_told_with_its_denial_first():
    output = said("PR-2", "CO-45", "CO-253")
    assert "the line as a whole: processed, with adjustments; nothing here denies it." in output
    output = said("PR-2", "CO-45", "CO-50", "N115")
    assert "the line as a whole: not paid, in whole or in part: denied." in output
    assert output.index("Not reasonable and necessary") < output.index("The patient's coinsurance")
    assert "group CO: not to be charged to the patient; written off only when no other way is left" in output
    assert "group PR: the patient's responsibility" in output
    line = answered("PR-2", "CO-45", "CO-50", "N115")
    assert (line["outcome"], line["group"], line["carc"]) == ("denied", "CO", "50")
    assert [entry["explains"] for entry in line["entries"]] == [["CO-50", "N115"], ["PR-2"], ["CO-45"]]
    assert [entry["group"] for entry in line["entries"]] == ["CO", "PR", "CO"]


def test_a_reason_code_that_is_not_known_is_told_honestly():
    output = said("CO-45", "CO-999")
    assert "not in the catalogue: CO-999; what it means is not known here, and it may deny the line" in output
    assert "it may deny the line" not in said("CO-45", "N999")
    assert "nothing here denies it" not in output


def test_what_would_tell_the_last_day_is_named():
    assert "With --service-date" in said("CO-4", "N519")
    assert "With --remittance-date" in said("CO-50", "N115")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["CO-156"], ["CO-154"]),
        (["OA"], ["OA is a group code", "OA-45"]),
        (["CO-50", "--remittance-date", "2026-02-30"], ["2026-02-30", "--remittance-date"]),
        (["CO-156", "--service-date", "x", "--requested", "y"], ["CO-154", "--service-date", "--requested"]),
        (["CO-50", "--service-date", "2026-05-01", "--remittance-date", "2026-04-20"], ["older"]),
        (["--service-date", "2026-05-01"], ["without codes"]),
    ],
)
def test_bad_input_exits_with_2_and_says_everything_at_once(arguments: list[str], named: list[str]):
    result = RUN.invoke(app, ["denial", *arguments])
    assert result.exit_code == 2
    assert all(word in result.output for word in named), result.output
    as_json = RUN.invoke(app, ["denial", *arguments, "--format", "json"])
    assert as_json.exit_code == 2
    problems = json.loads(as_json.stdout)["problems"]
    assert all(each["code"] and each["message"] for each in problems)
    assert all(word in json.dumps(problems) for word in named)
