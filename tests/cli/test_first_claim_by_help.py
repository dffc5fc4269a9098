"""From an empty folder to a first clean claim with nothing but what the program prints. Everything is made up.

Somebody who has never seen a case file runs what the help names, fills in what the two started files ask for where they
ask for it, and never writes a key of their own.
"""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from oxyclaim.cli.main import app

RUN = CliRunner()
DAY = "2026-11-29"
OFFICE = {
    "id": "B08000001", "name": "Example Oxygen Inc.", "contact_name": "Ben Muster", "contact_phone": "518-555-0100",
    "npi": "1234567893", "tax_id": "12-3456789", "line_1": "1 Sample Road", "city": "Albany", "state": "NY",
    "zip": "12207-1234", "receiver_id": "ECH27013",
}  # fmt: skip
PAPERS = {
    "last_name": "Example", "first_name": "Anna", "birth_date": "1950-02-03", "sex": "female",
    "line_1": "12 Example Street", "city": "Albany", "state": "NY", "zip": "12207", "account_number": "A100",
    "member_id": "1EG4TE5MK73", "assignment_disclosed": "true", "benefits_assigned": "true", "release_signed": "true",
    "npi": "1245319599", "order_date": "2026-11-09", "received_date": "2026-11-09", "flow_lpm": "2",
    "names_beneficiary": "true", "describes_items": "true", "states_quantity": "true", "names_practitioner": "true",
    "signed": "true", "with_practitioner": "ordering_practitioner", "mode": "in_person", "supports_order": "true",
    "spo2_percent": "86", "study": "spot", "state of the test": "rest", "on_room_air": "true",
    "performed_by": "treating_practitioner", "paid_by": "payer", "supervision": "in_person", "inpatient": "false",
    "signs_noted": "true", "ordered_by_practitioner": "true", "evaluated_by_practitioner": "true",
    "evaluation_shown_by": "result_in_note", "result_in_record": "true", "complete": "true", "charge": "395.00",
    "place_of_service": "12", "acquisition": "rental", "rental_start": "2026-11-10", "service_date": "2026-11-10",
    "units": "1",
}  # fmt: skip
BY_PLACE = {"encounters.date": "2026-11-08", "tests.date": "2026-11-08", "deliveries.date": "2026-11-10",
            "tests.method": "oximetry", "tests.state": "rest", "deliveries.method": "direct"}  # fmt: skip
SIGN = re.compile(r"^(\s*)# ( *)(- )?(\{|[a-z_0-9]+:)")
KEY = re.compile(r"^(\s*(?:- )?)([a-z_0-9]+):(?:\s+#.*|\s*)$")


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The newcomer's own profile, and an empty folder."""
    monkeypatch.setattr("oxyclaim.cli.profile_place.own_file", lambda: tmp_path / "own" / "profile.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def filled(text: str, values: dict[str, str], others: dict[str, str]) -> str:
    """The file with the sign taken away from every comment that is a key, and its value entered behind it."""
    section, lines = "", []
    for line in text.splitlines():
        bare = SIGN.sub(lambda found: f"{found[1]}{found[2]}{found[3] or ''}{found[4]}", line)
        if (top := re.match(r"([a-z_]+):", bare)) is not None:
            section = top[1]
        key = KEY.match(bare)
        value = others.get(f"{section}.{key[2]}") or values.get(key[2]) if key else None
        if key and value is None and bare != line and not bare.lstrip().startswith("-"):
            is_section = bare.rstrip().endswith(f"{key[2]}:")
            lines.append(bare if is_section else line)  # what is not known stays a comment
        else:
            lines.append(f"{key[1]}{key[2]}: {value}" if key and value is not None else bare)
    return "\n".join(lines) + "\n"


def test_from_an_empty_folder_to_a_first_clean_claim_with_the_printed_help_alone(own_data: Path):
    def run(words: str) -> str:
        commands.append(words)
        result = RUN.invoke(
            app, [*words.split(), *(["--as-of", DAY] if words.split(maxsplit=1)[0] in ("check", "claim") else [])]
        )
        assert result.exit_code == 0, result.output
        return " ".join(result.output.split())

    commands: list[str] = []
    told = run("-h")
    named = re.findall(r"`oxyclaim ([^`]+)`", told)
    assert [each.split()[0] for each in named] == ["profile", "case", "checklist", "check", "claim"]
    begin, start, _, check, claim = named
    told = run(begin)
    assert "fill in what stands in it as a comment, then oxyclaim profile validate" in told
    profile = own_data / "own" / "profile.yaml"
    profile.write_text(filled(profile.read_text(), OFFICE, {"receivers.name": "Example Clearinghouse"}))
    assert "Nothing is missing" in run("profile validate")
    told = run(start)
    assert "fill in what stands as a comment" in told
    case = own_data / "ann.yaml"
    text = case.read_text()
    for stands, becomes in (("on_file: false", "on_file: true"), ("delivered: YYYY-MM-DD", "delivered: 2026-11-10"),
                            ("YYYY-MM-DD", "2026-11-12"), ("icd10: ,", "icd10: J44.9,")):  # fmt: skip
        text = text.replace(stands, becomes)
    practitioner = {"practitioner.last_name": "Sample", "practitioner.first_name": "Carla"}
    case.write_text(filled(text, PAPERS, BY_PLACE | practitioner))
    assert "BILLABLE as E1392 RR N1" in run(check)
    assert "found nothing wrong with the file" in run(claim)
    assert len(commands) <= 6, commands
    for wanted in ("NM1*85*2*EXAMPLE OXYGEN INC.", "NM1*IL*1*EXAMPLE*ANNA", "SV1*HC:E1392:RR:N1*395"):
        assert wanted in (own_data / "claim.x12").read_text()
