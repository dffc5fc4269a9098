"""Made-up claim files, damaged in ways that they themselves prove, come out as they were; everything else stays."""

import json
import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from oxyclaim.bulk.fixing.fix import fix
from oxyclaim.bulk.fixing.modifiers import Slots, in_order, once, with_rent
from oxyclaim.bulk.report import REPORT
from oxyclaim.cli.main import app
from oxyclaim.services.fix import FixRequest, fix_files
from oxyclaim.services.rule_book import rule_book
from oxyclaim_simulator.submitting import claim_file
from tests.ledger.office import bill

AS_OF = date(2026, 2, 1)
SOUND = claim_file(
    [bill("OXY0001", (21000, 9000)), bill("OXY0002", (21000, 9000), date(2026, 1, 6), "2EG4TE5MK73")],
    date(2026, 1, 8), 7,
)  # fmt: skip
UNTOUCHED = ("KX", "N1", "N2", "N3", "GA", "GY", "GZ", "QA", "QB", "QE", "QF", "QG", "QR", "RA", "MS", "CR", "GW")
"""What no correction may put on, take off or move before one another: coverage, liability, price."""

DAMAGE = {
    "count of segments": ("SE*", "SE*9"),
    "count of transaction sets": ("GE*1*", "GE*3*"),
    "count of groups": ("IEA*1*", "IEA*2*"),
    "control number of the set": ("*0001~\nGE", "*0009~\nGE"),
    "control number of the group": ("GE*1*7~", "GE*1*8~"),
    "control number of the interchange": ("IEA*1*000000007", "IEA*1*000000009"),
    "number of a line": ("LX*2", "LX*5"),
    "date with dashes": ("DMG*D8*19400101", "DMG*D8*1940-01-01"),
    "American date that can be one day only": ("DTP*472*D8*20260105", "DTP*472*D8*01-05-2026"),
    "small letter": ("*19400101*F", "*19400101*f"),
    "point in a diagnosis": ("ABK:J449", "ABK:J44.9"),
    "diagnosis in small letters": ("ABK:J449", "ABK:j449"),
    "ZIP code with a hyphen": ("N4*TROY*NY*121803317", "N4*TROY*NY*12180-3317"),
    "NPI with blanks": ("XX*2298295538", "XX*2298 295 538"),
    "tax id with a hyphen": ("REF*EI*174409321", "REF*EI*17-4409321"),
    "member id with hyphens": ("MI*1EG4TE5MK73", "MI*1EG4-TE5-MK73"),
    "dollar sign": ("CLM*OXY0001*300*", "CLM*OXY0001*$300*"),
    "code in small letters": ("HC:E1392:", "HC:e1392:"),
    "rent behind coverage": ("E1392:RR:N1", "E1392:N1:RR"),
    "rent missing": ("E1390:RR:N1", "E1390:N1"),
    "empty elements at the end": ("N3*1 QUARRY ROAD~", "N3*1 QUARRY ROAD***~"),
}
AMBIGUOUS = "American date that can be one day only"


def fixed(folder: Path, text: str):
    path, target = folder / "claims.x12", folder / "fixed.x12"
    path.write_text(text)
    answer = fix_files(FixRequest([path], target, AS_OF), rule_book())
    return answer, target.read_text() if target.exists() else text


def damaged(*names: str) -> str:
    text = SOUND
    for name in names:
        assert DAMAGE[name][0] in text, name
        text = text.replace(*DAMAGE[name], 1)
    return text


def test_a_sound_file_is_left_alone(tmp_path: Path):
    answer, text = fixed(tmp_path, SOUND)
    assert (answer.corrected, answer.found, answer.left, text) == (0, 0, 0, SOUND)
    assert not (tmp_path / "fixed.x12").exists()


@pytest.mark.parametrize("name", sorted(set(DAMAGE) - {AMBIGUOUS}))
def test_each_damage_is_put_right_and_told(tmp_path: Path, name: str):
    answer, text = fixed(tmp_path, damaged(name))
    assert text == SOUND
    assert answer.corrected >= 1
    assert answer.left == 0
    assert all(each.why and each.was != each.now for file in answer.files for each in file.corrections)


def test_a_date_that_may_be_two_days_is_for_a_person(tmp_path: Path):
    answer, text = fixed(tmp_path, damaged(AMBIGUOUS))
    assert (answer.corrected, text) == (0, damaged(AMBIGUOUS))
    assert "X12-DTP03" in {each.rule for each in answer.worklist}
    _, text = fixed(tmp_path, SOUND.replace("DTP*472*D8*20260105", "DTP*472*D8*12/28/2025", 1))
    assert "DTP*472*D8*20251228" in text


@settings(max_examples=6, deadline=None)
@given(names=st.sets(st.sampled_from(sorted(set(DAMAGE) - {AMBIGUOUS, "diagnosis in small letters"})), max_size=6))
def test_several_damages_are_put_right_together(tmp_path_factory: pytest.TempPathFactory, names: set[str]):
    answer, text = fixed(tmp_path_factory.mktemp("several"), damaged(*sorted(names)))
    assert text == SOUND
    assert answer.left == 0


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("E1392:RR:N1", "E1392:RR"),  # no coverage modifier
        ("E1392:RR:N1", "E1392:RR:KX"),  # KX on a rental begun since 2023-04-01
        ("E1392:RR:N1", "E1392:RR:N1:GA"),
        ("E1392:RR:N1", "E1392:RR:GZ:KX"),
        ("CLM*OXY0001*300*", "CLM*OXY0001*310*"),  # the total and its lines disagree
        ("NM1*DK*1*BRANNIGAN*AOIFE****XX*2298295538", "NM1*DK*1*BRANNIGAN*AOIFE****XX*2298295539"),
        ("ABK:J449", "ABK:J44"),
        ("N4*TROY*NY*12180~", "N4*TROY*NY*1218~"),
    ],
)
def test_what_only_a_person_can_say_is_a_worklist(tmp_path: Path, was: str, now: str):
    text = SOUND.replace(was, now, 1)
    answer, after = fixed(tmp_path, text)
    assert (answer.corrected, after) == (0, text)
    assert answer.left or now in ("E1392:RR:KX",)


def services(text: str) -> list[tuple[str, list[str]]]:
    found = re.findall(r"SV1\*HC:(\w+)((?::\w+)*)\*", text)
    return [(code, [each for each in tail.split(":") if each in UNTOUCHED]) for code, tail in found]


@settings(max_examples=10, deadline=None)
@given(modifiers=st.lists(st.sampled_from([*UNTOUCHED, "RR", "NU"]), max_size=4))
def test_no_modifier_of_coverage_liability_or_price_is_touched(
    tmp_path_factory: pytest.TempPathFactory, modifiers: list[str]
):
    text = SOUND.replace("E1392:RR:N1", ":".join(["E1392", *modifiers]), 1)
    _, after = fixed(tmp_path_factory.mktemp("held"), text)
    assert services(after) == services(text)


@given(modifiers=st.lists(st.sampled_from([*UNTOUCHED, "RR", "NU", "UE"]), max_size=4))
def test_the_order_changes_for_rent_and_sale_alone(modifiers: list[str]):
    slots = Slots.of(rule_book())
    ordered = in_order(modifiers, slots)
    assert sorted(ordered) == sorted(modifiers)
    assert [each for each in ordered if each in UNTOUCHED] == [each for each in modifiers if each in UNTOUCHED]
    assert [each for each in once(modifiers, slots) if each in UNTOUCHED] == [
        each for each in modifiers if each in UNTOUCHED
    ]
    rent = with_rent(modifiers, slots)
    assert rent is None if len(modifiers) == 4 else rent == ["RR", *modifiers]


def test_a_control_number_that_comes_twice_is_given_anew(tmp_path: Path):
    body = SOUND[SOUND.index("ST*") : SOUND.index("GE*")]
    text = SOUND.replace(body, body + body.replace("OXY", "ABC").replace("20260105", "20260112"), 1)
    text = text.replace("GE*1*", "GE*2*")
    answer, after = fixed(tmp_path, text)
    assert re.findall(r"ST\*837\*(\d+)", after) == ["0001", "0002"]
    assert re.findall(r"SE\*\d+\*(\d+)", after) == ["0001", "0002"]
    assert answer.left <= answer.found


def test_bytes_outside_ascii_and_line_ends_stay(tmp_path: Path):
    text = damaged("small letter").replace("JANE", "JAN\u00c9").replace("~\n", "~\r\n")
    path, target = tmp_path / "latin.x12", tmp_path / "fixed.x12"
    path.write_bytes(text.encode("latin-1"))
    fix_files(FixRequest([path], target, AS_OF), rule_book())
    assert target.read_bytes() == text.replace("*f~", "*F~").encode("latin-1")


def test_nothing_is_kept_that_the_check_does_not_bear_out():
    """A check that is never content bars every change."""
    data = damaged("small letter").encode()
    row = {"byte_position": data.index(b"DMG"), "message": "DMG03 is wrong", "severity": "error", "snip_level": 2}

    def check(given: bytes) -> pl.DataFrame:
        return pl.DataFrame([{**row, "rule": "X12-DMG03"}], schema=REPORT)

    result = fix(data, check, Slots.of(rule_book()), frozenset())
    assert (result.data, result.corrections) == (data, [])


def test_the_command_writes_whole_files_and_a_worklist(tmp_path: Path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.x12").write_text(damaged("small letter", "rent missing"))
    (folder / "b.x12").write_text(SOUND.replace("E1392:RR:N1", "E1392:RR", 1).replace("OXY", "ABC"))
    (folder / "c.x12").write_text("ISA is no claim")
    out, rest = tmp_path / "out", tmp_path / "rest.csv"
    run = CliRunner().invoke(
        app, ["fix", str(folder), "-o", str(out), "--worklist", str(rest), "--as-of", "2026-02-01", "--format", "json"]
    )
    answer = json.loads(run.stdout)
    assert run.exit_code == 2
    assert [Path(each["file"]).name for each in answer["files"]] == ["a.x12", "b.x12", "c.x12"]
    assert sorted(each.name for each in out.iterdir()) == ["a.x12"]
    assert (out / "a.x12").read_text() == SOUND
    assert answer["files"][2]["unreadable"]
    assert len(rest.read_text().splitlines()) == answer["left"] + 1
    assert str(tmp_path / "in" / "b.x12") in rest.read_text()


def test_inputs_and_strangers_are_never_overwritten(tmp_path: Path):
    path = tmp_path / "claims.x12"
    path.write_text(damaged("small letter"))
    for target in (path, tmp_path / "gone" / "deeper" / "out"):
        run = CliRunner().invoke(app, ["fix", str(path), "-o", str(target), "--as-of", "2026-02-01"])
        assert run.exit_code == 2
    assert path.read_text() == damaged("small letter")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["claims.x12"]
