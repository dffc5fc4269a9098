"""What holds for a payer on a day, and whose it is. All payers but the built-in ones are made up."""

from datetime import date
from pathlib import Path

from oxyclaim.engine.parameters import value_on
from oxyclaim.policy import load
from oxyclaim.policy.loading import payers_of
from oxyclaim.policy.payer_files.sheet import Holding, sheet
from oxyclaim.policy.payer_files.unread import unread
from tests.policy.payer_files.made_up import write

DAY = date(2025, 6, 1)


def holding(folder: Path, payer: str, parameter: str, day: date = DAY) -> Holding | None:
    """What holds, or None where the payer is silent."""
    shown = sheet(load(folder), payers_of(folder).owns, payer, day)
    found = [each for part in shown.sections for each in part.holdings if each.parameter == parameter]
    return found[0] if found else None


def value(folder: Path, payer: str, parameter: str, day: date = DAY) -> tuple[object, str]:
    found = holding(folder, payer, parameter, day)
    assert found is not None
    return found.value, found.inherited_from


def test_the_nearest_file_sets_the_value_and_plans_come_first(tmp_path: Path):
    plan = """\
    plans:
      - id: hmo
        name: HMO
        line_of_business: commercial
        values:
          filing_days_original: [{from: 2025-01-01, source: POLICY, value: 30}]
      - {id: ppo, name: PPO, line_of_business: commercial}
    """
    write(tmp_path, "parent", "filing_days_original: [{from: 2025-01-01, source: POLICY, value: 90}]")
    write(
        tmp_path, "child", "filing_days_original: [{from: 2025-05-01, source: POLICY, value: 60}]",
        f"inherits: parent\n{plan.replace(chr(10) + '    ', chr(10)).lstrip()}",
    )  # fmt: skip
    assert value(tmp_path, "child/hmo", "filing_days_original") == (30, "")
    assert value(tmp_path, "child/ppo", "filing_days_original") == (60, "child")
    assert value(tmp_path, "child", "filing_days_original") == (60, "")
    assert value(tmp_path, "child", "filing_days_original", date(2025, 4, 30)) == (90, "parent")


def test_a_law_in_the_root_goes_before_a_policy_in_the_file(tmp_path: Path):
    write(tmp_path, "acme", "transition_days: [{from: 2024-01-01, source: POLICY, value: 30}]",
          "inherits: medicare_advantage\n")  # fmt: skip
    assert value(tmp_path, "acme", "transition_days") == (90, "medicare_advantage")


def test_a_contract_goes_before_a_policy_of_the_same_file(tmp_path: Path):
    path = write(
        tmp_path, "acme",
        """\
        filing_days_original:
          - {from: 2025-01-01, source: POLICY, value: 365}
          - {from: 2025-03-01, to: 2025-12-31, source: CONTRACT, value: 120}
        """,
    )  # fmt: skip
    contract = "  - {id: CONTRACT, kind: contract, issuer: Nobody, title: A contract, address: here, grade: primary,\n"
    path.write_text(path.read_text().replace("values:\n", contract + "     read: 2025-01-02}\nvalues:\n"))
    days = (date(2025, 2, 28), date(2025, 3, 1), date(2025, 12, 31), date(2026, 1, 1))
    assert [value(tmp_path, "acme", "filing_days_original", day)[0] for day in days] == [365, 120, 120, 365]


def test_null_takes_away_what_would_be_inherited(tmp_path: Path):
    write(tmp_path, "parent", "rental_months_paid: [{from: 2025-01-01, source: POLICY, value: 13}]")
    write(tmp_path, "child", "rental_months_paid: [{from: 2025-01-01, source: POLICY, value: null}]",
          "inherits: parent\n")  # fmt: skip
    assert value(tmp_path, "parent", "rental_months_paid") == (13, "")
    assert holding(tmp_path, "child", "rental_months_paid") is None


def test_every_entry_of_a_list_is_said_in_words(tmp_path: Path):
    entries = {
        "code_statuses": ("{codes: [E1392], status: needs_review}", "E1392: needs review"),
        "age_bands": ("{to_age: 20, rule: prescription_alone}", "ages 0 to 20: prescription alone"),
        "qualifying_values": (
            "{from_age: 21, state: sleep, measure: spo2, at_most: 88, minutes_at_least: 5}",
            "SpO2 at most 88 % in sleep, for at least 5 minutes (ages 21 and above)",
        ),
        "indications": ("{diagnoses: [G44.0]}", "diagnosis G440"),
        "inpatient_windows": ("{days: 2}", "within 2 days before the discharge"),
        "wanted_papers": (
            "{codes: [E1392], kind: prescription, when: first_month, max_age_days: 90}",
            "prescription no older than 90 days at the start of the rental (for the first month, for E1392)",
        ),
        "steps": (
            "{codes: [E1392], first: [E1390, E1391]}",
            "E1392 after 1 paid month of E1390 or E1391, or beside it",
        ),
        "authorization_triggers": ("{when: rent_above, dollars: 500}", "all codes: once the rent passes 500 dollars"),
        "bundles": ("{codes: [E0443], beside: [E0431]}", "E0443 not paid beside E0431"),
    }
    lines = [
        f"{name}: [{{from: 2025-01-01, source: POLICY, value: [{entry}]}}]" for name, (entry, _) in entries.items()
    ]
    write(tmp_path, "acme", "\n".join(lines))
    for name, (_, words) in entries.items():
        found = holding(tmp_path, "acme", name)
        assert found is not None
        assert found.words == (words,)


def test_no_payer_but_medicare_has_the_front_end_of_medicares_contractors():
    """Law: what a front end takes stands in a payer's own file, and is not inherited with criteria of coverage."""
    book = load()
    names = [parameter.name for parameter in book.parameters if parameter.name.startswith("front_end_")]
    assert len(names) > 5
    for payer in book.payers:
        for name in names:
            held = value_on(book.values[payer].get(name, ()), DAY)
            own = any(each.value == held for each in book.own_values(payer, name))
            assert held is None or own, (payer, name)
    assert value_on(book.values["medicare"]["front_end_edits"], DAY)


def test_what_claims_and_corrections_read_is_not_called_unread():
    read = {"claim_wants", "filing_days_corrected", "front_end_frequencies", "front_end_paper_ways"}
    assert {name for name, _ in unread(load(), "unitedhealthcare", dict.fromkeys(read), DAY)} == set()
