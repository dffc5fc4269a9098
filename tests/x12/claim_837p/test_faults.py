"""Every fault of ``faults.py`` is found under its level, in its loop, at its byte; valid files give nothing."""

import csv
import re
from pathlib import Path

import pytest
from faults import NEEDS_HISTORY, Fault
from more_faults import EVERY_FAULT as FAULTS
from more_faults import OF_MEDICARE
from typer.testing import CliRunner
from valid_files import VALID

from oxyclaim.claims.validation import validate_837p
from oxyclaim.cli.main import app

Row = dict[str, str]
AS_OF = "2026-03-10"
CLAIM_LEVELS = {1, 2, 3, 4, 5}
PATIENTS = (
    "BRIEN",
    "ANNA",
    "SMITH-JONES",
    "PAUL",
    "1EG",
    "2AC",
    "19500203",
    "ELM STREET",
    "MUSTER*EVA",
)


def _scrubbed(files: dict[str, bytes], folder: Path) -> dict[str, list[Row]]:
    """The findings of each file; the files are scrubbed at once."""
    for number, (name, file) in enumerate(files.items()):
        # Patients of their own, of the same length: files of one run are compared with each other.
        first, last = divmod(number, 100)
        content = file.replace(b"1EG4TE5MK73", b"1EG%dTE5MK%02d" % (first, last))
        content = content.replace(b"2AC3DE4FG56", b"2AC%dDE4FG%02d" % (first, last))
        content = content.replace(b"3AF8HJ1KM45", b"3AF%dHJ1KM%02d" % (first, last))
        (folder / f"{name.replace(' ', '_')}.x12").write_bytes(content)
    out = folder / "findings.csv"
    result = CliRunner().invoke(app, ["scrub", str(folder), "--as-of", AS_OF, "--findings", str(out)])
    assert result.exit_code in (0, 1, 2), result.output
    found: dict[str, list[Row]] = {name: [] for name in files}
    with out.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            found[Path(row["file"]).stem.replace("_", " ")].append(row)
    return found


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    files = {fault.name: fault.file() for fault in [*FAULTS, NEEDS_HISTORY]}
    return _scrubbed(files, tmp_path_factory.mktemp("faults"))


@pytest.fixture(scope="module")
def of_valid_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    return _scrubbed(VALID, tmp_path_factory.mktemp("valid"))


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_fault_is_found_where_it_is(fault: Fault, found: dict[str, list[Row]]) -> None:
    rows = found[fault.name]
    assert any(_tells(row, fault) for row in rows), [_seen(row) for row in rows] or "nothing found"


def _tells(row: Row, fault: Fault) -> bool:
    position = int(row["byte_position"]) if row["byte_position"] else -1
    return (
        int(row["snip_level"]) in fault.levels
        and (row["loop"] in fault.loops)
        and (not fault.element or any(_names(row, element) for element in fault.element.split()))
        and position in fault.positions()
        and (fault.claim is None or row["claim_id"] == fault.claim)
        and (not fault.rules or row["rule"].startswith(fault.rules))
    )


def _names(row: Row, element: str) -> bool:
    """Whether a finding names an element or a segment, in its column or in its sentence."""
    return element == row["segment"] or re.search(rf"\b{element}", row["message"]) is not None


def _seen(row: Row) -> str:
    return " ".join(
        row[key] for key in ("snip_level", "rule", "claim_id", "loop", "segment", "byte_position", "message")
    )


@pytest.mark.parametrize("name", VALID)
def test_a_valid_file_gives_no_finding(name: str, of_valid_files: dict[str, list[Row]]) -> None:
    warned = "name" in name  # characters outside ASCII may be told, they are no error
    rows = [r for r in of_valid_files[name] if int(r["snip_level"]) in CLAIM_LEVELS]
    assert [_seen(row) for row in rows if not (warned and row["severity"] == "warning")] == []


def test_what_hangs_on_the_rental_start_is_no_money_at_risk(found: dict[str, list[Row]]) -> None:
    rows = [row for row in found[NEEDS_HISTORY.name] if row["rule"].startswith(NEEDS_HISTORY.rules)]
    assert all(int(row["amount_at_risk_cents"] or 0) == 0 for row in rows)


def test_a_fault_is_not_told_of_the_other_claim(found: dict[str, list[Row]]) -> None:
    lines = {"A1001": "A1002", "A1002": "A1001"}
    told = [
        (fault.name, _seen(row))
        for fault in FAULTS
        if fault.claim and fault.levels[0] > 1
        for row in found[fault.name]
        if row["claim_id"] == lines[fault.claim] and int(row["snip_level"]) in CLAIM_LEVELS
    ]
    assert told == []


def test_messages_hold_nothing_of_the_patient(found: dict[str, list[Row]]) -> None:
    messages = [row["message"] for rows in found.values() for row in rows]
    assert [text for text in messages for patient in PATIENTS if patient in text] == []


def test_an_independent_reader_finds_faults_of_levels_1_and_2_too(tmp_path: Path) -> None:
    """A sample, for speed. Of all faults of levels 1 and 2 pyx12 misses one, of those above it finds very few."""
    path = tmp_path / "fault.x12"
    for fault in [fault for fault in FAULTS if set(fault.levels) <= {1, 2}][::6]:
        path.write_bytes(fault.file())
        assert validate_837p(path), fault.name


def test_another_component_separator_than_the_declared_one_is_named(tmp_path: Path) -> None:
    text = VALID["base"].replace(b":", b">").replace(b"*>~", b"*:~", 1)
    rows = _scrubbed({"other": text}, tmp_path)["other"]
    assert any(row["rule"] == "X12-ISA16" and "> here" in row["message"] for row in rows)


@pytest.mark.parametrize("sign", [b"\xde", b"\xff", "§".encode()])
def test_a_repetition_separator_that_is_no_sign_is_told(sign: bytes, tmp_path: Path) -> None:
    rows = _scrubbed({"sign": VALID["base"].replace(b"*^*00501", b"*" + sign + b"*00501")}, tmp_path)["sign"]
    assert [(row["rule"], row["amount_at_risk_cents"]) for row in rows if row["severity"] == "error"] == [
        ("X12-ISA11", "98550")
    ]


def test_what_a_front_end_refuses_is_a_warning_that_prices_nothing(found: dict[str, list[Row]]) -> None:
    rows = [row for fault in OF_MEDICARE for row in found[fault.name] if row["rule"].startswith("EDIT-")]
    assert {row["severity"] for row in rows} == {"warning"}
    assert {row["amount_at_risk_cents"] for row in rows} == {"0"}
    assert all("2018" in row["message"] for row in rows)


def test_edits_of_medicare_are_not_asked_of_another_payer(tmp_path: Path) -> None:
    others = {
        fault.name: fault.file().replace(b"****MB", b"****CI")
        for fault in OF_MEDICARE
        if "other payer" not in fault.name
    }
    rows = [row for rows in _scrubbed(others, tmp_path).values() for row in rows]
    assert [row["rule"] for row in rows if row["rule"].startswith("EDIT-")] == []


def test_a_piece_of_a_broken_segment_is_nowhere_shown(tmp_path: Path) -> None:
    text = VALID["base"]
    broken = {
        "a name": text.replace(b"O'BRIEN*ANNA", b"O'BRIEN~ANNA"),
        "a number": text.replace(b"MI*1EG4TE5MK73", b"MI~1EG4TE5MK73*"),
        "a street outside": text.replace(b"SE*45*0001~", b"SE*45*0001~7 ANNA STREET~"),
        "a member id before the transaction": text.replace(b"ST*837", b"1EG4TE5MK73~ST*837"),
        "huge": text.replace(b"CLM*A1001", b"CLM*" + b"A" * 1_000_000),
    }
    for rows in _scrubbed(broken, tmp_path).values():
        assert rows
        for row in rows:
            shown = " ".join(value for key, value in row.items() if key not in ("file", "claim_id"))
            assert not re.search("ANNA|1EG", shown), _seen(row)
            assert len(_seen(row)) < 1_500
