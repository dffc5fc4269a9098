"""`oxyclaim scrub` over whole files. All claims are made up."""

import json
import os
import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from typer.testing import CliRunner
from x12_files import (
    DAY,
    FIRST_NAME,
    LAST_NAME,
    MEMBER,
    NPI,
    Claim,
    Line,
    group,
    interchange,
    professional,
    transaction,
    write,
)

from bench import claim_files
from oxyclaim.bulk import files as of_any_kind
from oxyclaim.bulk.report import REPORT, report
from oxyclaim.bulk.scrub import NotWritten, Settings, scrub
from oxyclaim.bulk.summary import Summary
from oxyclaim.bulk.table_layout import COLUMNS
from oxyclaim.case.days import add_months
from oxyclaim.case.reader import read_cases
from oxyclaim.claims import Claim as CaseClaim
from oxyclaim.claims import ClaimLine, ControlNumbers, write_claims, writing
from oxyclaim.cli import progress
from oxyclaim.cli import scrub as door
from oxyclaim.cli.main import app
from oxyclaim.policy import load
from oxyclaim.services.claim import ClaimRequest, write_claim
from oxyclaim.services.rule_book import rule_book

RUN = CliRunner()
AS_OF = date(2026, 3, 10)
EXAMPLES = Path(__file__).parents[2] / "examples"

COLUMNS_OF_THE_REPORT = [
    "file", "snip_level", "rule", "severity", "claim_id", "line_number", "loop", "segment", "byte_position", "message",
    "forecast", "group_code", "carc", "rarc", "amount_at_risk_cents", "amount_basis",
]  # fmt: skip
FORBIDDEN = re.compile(rf"{LAST_NAME}|{FIRST_NAME}|{MEMBER}|19500203|1950-02-03|ELM STREET", re.IGNORECASE)

EXCLUDING = "E1390:RR:N1:N2"
"""Modifiers that exclude each other: the line is rejected."""
INSTITUTIONAL = transaction(
    ["BHT*0019*00*X*20260305*1200*CH", "HL*1**20*1", "HL*2*1*22*0", "CLM*I1*100***11:A:1*Y*A*Y*Y", "LX*1",
     "SV2*0300**100*UN*1", "HL*3*1*22*0", "CLM*I2*100***11:A:1*Y*A*Y*Y"],
    version="005010X223A2",
)  # fmt: skip
REMITTANCE = transaction(["BPR*I*1*C*ACH", "TRN*1*1*1"], kind="835", version="005010X221A1")


class Kept:
    """A report that is kept in memory."""

    def __init__(self) -> None:
        self.rows = pl.DataFrame(schema=REPORT)

    def add(self, findings: pl.DataFrame) -> None:
        assert findings.schema == self.rows.schema
        self.rows = pl.concat([self.rows, findings])


def scrubbed(*paths: Path, **settings: Any) -> tuple[Summary, pl.DataFrame]:
    """The counts and the findings."""
    kept = Kept()
    summary = scrub(paths, Settings(**{"as_of": AS_OF, **settings}), load(), kept)
    in_equals_out(summary)
    assert summary.at_risk_cents == kept.rows["amount_at_risk_cents"].sum()
    assert summary.findings.total() == kept.rows.height
    return summary, kept.rows


def in_equals_out(summary: Summary) -> None:
    assert summary.claims == summary.claims_read + summary.claims_set_aside
    assert summary.lines == summary.status.total() + summary.lines_set_aside
    assert summary.forecast.total() <= summary.status["judged"]


def command(*arguments: object) -> Any:
    return RUN.invoke(app, ["scrub", "--as-of", str(AS_OF), *map(str, arguments)])


def rows_of(path: Path) -> pl.DataFrame:
    """A findings file, empty texts as such in both kinds."""
    rows = (
        pl.read_parquet(path, glob=False) if path.suffix == ".parquet" else pl.read_csv(path, schema=REPORT, glob=False)
    )
    return rows.with_columns(pl.col(pl.String).fill_null(""))


# Counts


def test_a_broken_claim_is_set_aside_with_its_lines_and_the_others_go_on(tmp_path: Path) -> None:
    good, broken = Claim("A"), Claim("B", [Line(), Line("E1392:RR:N1", "210.5")], broken=["REF*6R*X*"])
    summary, found = scrubbed(write(tmp_path / "a.x12", good, broken, Claim("C")))
    assert (summary.claims, summary.claims_read, summary.claims_set_aside) == (3, 2, 1)
    assert (summary.lines, summary.status["judged"], summary.lines_set_aside) == (4, 2, 2)
    assert set(found.filter(pl.col("snip_level") == 1)["claim_id"]) == {"B"}


def test_claims_of_another_kind_beside_professional_ones_are_counted_and_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "a.x12"
    other = group(INSTITUTIONAL, control="2", version="005010X223A2")
    path.write_text(interchange(group(professional(Claim("A"))), other))
    summary, found = scrubbed(path)
    assert (summary.claims, summary.claims_read, summary.claims_set_aside, summary.other_claims) == (3, 1, 2, 2)
    assert found.filter(pl.col("message").str.contains("no professional claim", literal=True)).height == 1
    assert not summary.unreadable


NOT_OURS = "professional claims (837P, version 005010X222) are read here, so nothing of it was"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            interchange(group(REMITTANCE, kind="HP", version="005010X221A1")),
            f"it holds remittance advice (835); {NOT_OURS}",
        ),
        (
            interchange(group(INSTITUTIONAL, version="005010X223A2")),
            f"it holds institutional claims (837I); {NOT_OURS}",
        ),
        (interchange(), "it holds no claims: no transaction set (ST) begins in it"),
        ("", "is empty"),
        ("ISA*00*", "the ISA segment is cut off or damaged: it needs 16 elements"),
    ],
)
def test_a_file_without_professional_claims_is_refused_with_the_reason(tmp_path: Path, text: str, reason: str) -> None:
    path, good = tmp_path / "a.x12", write(tmp_path / "b.x12", Claim())
    path.write_text(text)
    summary, found = scrubbed(path, good)
    assert summary.unreadable == {str(path): reason}
    assert (summary.files, summary.claims, summary.claims_read) == (2, 1, 1)
    assert found.select("file", "rule", "message").rows() == [(str(path), "FILE", reason)]


def test_a_table_with_bad_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "claim_id,member_id,service_from,code,modifiers,charge,filing_indicator,colour\n"
        "A,1EG4TE5MK73,2026-02-10,E1390,RR N1,395.00,MB,red\n"
        "B,2EG4TE5MK73,2026-02-30,E1390,RR N1,395.00,MB,red\n"
        "B,2EG4TE5MK73,2026-02-10,E1392,RR N1,210.50,MB,red\n"
        "C,3EG4TE5MK73,2026-02-10,E1390,RR N1,lots,MB,red\n"
        "D,4EG4TE5MK73,2026-02-10,A4253,,12.00,MB,red\n"
    )
    summary, found = scrubbed(path)
    assert (summary.claims, summary.claims_read, summary.claims_set_aside) == (4, 2, 2)
    assert (summary.lines, summary.status["judged"], summary.lines_set_aside) == (5, 1, 3)
    tables = found.filter(pl.col("rule").str.starts_with("TABLE"))
    assert tables.select("rule", "claim_id", "byte_position").sort("rule").rows() == [
        ("TABLE-COLUMN", "", None),
        ("TABLE-charge", "C", 5),
        ("TABLE-service_from", "B", 3),
    ]


def test_lines_that_are_no_oxygen_pass_through_counted(tmp_path: Path) -> None:
    summary, found = scrubbed(write(tmp_path / "a.x12", Claim(lines=[Line(), Line("E0570:RR", "25")])))
    assert summary.status == {"judged": 1, "not oxygen": 1}
    assert found.is_empty()


def test_what_is_wrong_in_claims_of_another_kind_stops_nobody(tmp_path: Path) -> None:
    path = tmp_path / "a.x12"
    other = group([s.replace("Y*Y", "Y*Y*") for s in INSTITUTIONAL], control="2", version="005010X223A2")
    path.write_text(interchange(group(professional(Claim("A"))), other))
    assert scrubbed(path)[0].claims == 3


@pytest.mark.parametrize("terminator", ["~", "~\r\n", "\n"])
def test_every_finding_of_an_837p_says_where_its_segment_begins(tmp_path: Path, terminator: str) -> None:
    source, path = tmp_path / "a.x12", tmp_path / "b.x12"
    claim_files.write_claims(source, 60, seed=3, faults=1.0)
    text = source.read_text().replace("EXAMPLE OXYGEN INC", "MÜLLER").replace("~", terminator)
    data = b"\xef\xbb\xbf" + text.encode("latin-1")
    path.write_bytes(data)
    found = scrubbed(path, write(tmp_path / "c.x12", Claim()))[1]
    assert set(found["snip_level"]) >= {3, 4, 5, 6, 7}
    end = terminator[:1].encode()
    for row in found.iter_rows(named=True):
        place, before = row["byte_position"], data[: row["byte_position"]]
        assert data.startswith(f"{row['segment']}*".encode(), place), row
        assert before.rstrip(b"\r\n").endswith(end) or before.endswith(end), row
        if row["claim_id"] and row["loop"][:2] == "24":
            assert before.rpartition(b"CLM*")[2].startswith(f"{row['claim_id']}*".encode()), row
        if row["line_number"] is not None:
            line = data[: place + 9].rpartition(b"LX*")[2] if row["loop"] == "2400" else b""
            assert line.startswith(str(row["line_number"]).encode()) or not line, row


# Money


def test_a_line_with_several_findings_is_at_risk_once(tmp_path: Path) -> None:
    old = Line("E1390:RR:N1:N2:KX", day=date(2024, 1, 10))
    summary, found = scrubbed(write(tmp_path / "a.x12", Claim(lines=[old])))
    assert found.filter(pl.col("forecast") != "").height > 1
    assert summary.at_risk_cents == 395_00


def test_a_claim_rejected_as_a_whole_is_at_risk_with_its_charge_and_its_lines_not_again(tmp_path: Path) -> None:
    claim = Claim(total="700", lines=[Line(EXCLUDING), Line("E1392:RR:N1", "210.5")])
    summary, found = scrubbed(write(tmp_path / "a.x12", claim))
    assert found.filter(pl.col("claim_id") == "C1").select("snip_level", "amount_at_risk_cents").rows() == [
        (3, 700_00),
        (6, 0),
    ]
    assert summary.at_risk_cents == 700_00


def test_a_duplicate_is_at_risk_once_the_first_bill_not(tmp_path: Path) -> None:
    summary, found = scrubbed(write(tmp_path / "a.x12", Claim("A"), Claim("B"), Claim("C", member="2EG4TE5MK73")))
    assert found.select("rule", "claim_id", "forecast", "amount_at_risk_cents").rows() == [
        ("LED-070", "B", "denied", 395_00)
    ]
    assert summary.denied_beside_others == 1


@pytest.mark.parametrize(
    "second",
    [Claim("B", [Line(EXCLUDING)]), Claim("B", total="400"), Claim("B", [Line(EXCLUDING)], total="400")],
)
def test_a_duplicate_that_is_at_risk_already_is_not_counted_again(tmp_path: Path, second: Claim) -> None:
    summary, found = scrubbed(write(tmp_path / "a.x12", Claim("A"), second))
    assert "LED-070" in set(found["rule"])
    assert summary.at_risk_cents == float(second.total or 395) * 100
    assert summary.denied_beside_others == 0
    assert set(found.filter(pl.col("amount_at_risk_cents") == 0)["amount_basis"]) == {""}


def test_a_line_that_breaks_two_rules_beside_others_is_at_risk_once(tmp_path: Path) -> None:
    """Contents billed twice, and during the rental of another claim."""
    contents = [Line("E0441:N1", "77.45", date(2026, 2, 12))]
    path = write(tmp_path / "a.x12", Claim("A"), Claim("B", contents), Claim("C", contents))
    summary, found = scrubbed(path)
    told = found.filter(pl.col("claim_id") == "C")
    assert set(told["rule"]) >= {"LED-070", "SCR-520"}
    assert told["amount_at_risk_cents"].sum() == 77_45
    # Whether contents belong to the rental is for a person, as it is within one claim: nothing is at risk for it.
    assert set(found.filter(pl.col("rule") == "SCR-520")["severity"]) == {"warning"}
    assert summary.at_risk_cents == 77_45


def test_a_warning_before_a_denial_does_not_hide_the_money(tmp_path: Path) -> None:
    """A second unit in the month is for a person to look at; a duplicate is denied."""
    path = write(
        tmp_path / "a.x12",
        Claim("A", [Line("E1392:RR:N1", "210.5", date(2026, 2, 1))]),
        Claim("B", [Line("E0431:RR:N1", "60")]),
        Claim("C", [Line("E0431:RR:N1", "60")]),
    )
    found = scrubbed(path)[1].filter(pl.col("claim_id") == "C")
    assert found["amount_at_risk_cents"].sum() == 60_00


def test_no_line_is_counted_twice_in_a_file_full_of_faults(tmp_path: Path) -> None:
    path = tmp_path / "a.x12"
    claim_files.write_claims(path, 300, seed=5, faults=1.0)
    _, found = scrubbed(path)
    at_risk = found.filter(pl.col("amount_at_risk_cents") > 0)
    assert at_risk.height > 100
    assert at_risk.group_by("claim_id", "line_number", "byte_position").len()["len"].max() == 1
    charges = {row["claim_id"]: row["charge_cents"] for row in _claims(path).group_by("claim_id").agg(
        pl.col("charge_cents").sum()).iter_rows(named=True)}  # fmt: skip
    for claim_id, risk in at_risk.group_by("claim_id").agg(pl.col("amount_at_risk_cents").sum()).iter_rows():
        assert risk <= charges[claim_id], claim_id


def _claims(path: Path) -> pl.DataFrame:
    return pl.concat([piece.claims for piece in of_any_kind.pieces(path)])


# The command


def test_exit_codes(tmp_path: Path) -> None:
    clean, faulty = write(tmp_path / "a.x12", Claim()), write(tmp_path / "b.x12", Claim("B", [Line(EXCLUDING)]))
    (tmp_path / "c.x12").write_text("ISA*")
    assert command(clean).exit_code == 0
    assert command(faulty).exit_code == 1
    assert command(faulty, tmp_path / "c.x12").exit_code == 2
    assert command(clean, tmp_path / "c.x12").exit_code == 2


def test_an_unreadable_file_is_named_and_the_others_are_scrubbed(tmp_path: Path) -> None:
    write(tmp_path / "b.x12", Claim("B", [Line(EXCLUDING)]))
    (tmp_path / "c.x12").write_text("ISA*")
    result = command(tmp_path, "-o", tmp_path / "out.csv")
    assert "c.x12: the ISA segment is cut off" in " ".join(result.output.split())
    assert "1  claim = 1 read + 0 set aside" in result.output
    assert set(rows_of(tmp_path / "out.csv")["rule"]) == {"SCR-110", "FILE"}


def test_csv_and_parquet_hold_the_same_rows_and_the_columns_of_the_report(tmp_path: Path) -> None:
    path, bad = tmp_path / "a.x12", tmp_path / "bad.x12"
    claim_files.write_claims(path, 60, seed=3, faults=1.0)
    bad.write_text("ISA*")
    for name in ("out.csv", "out.parquet"):
        assert command(path, bad, "-o", tmp_path / name).exit_code == 2
    csv, parquet = rows_of(tmp_path / "out.csv"), rows_of(tmp_path / "out.parquet")
    assert csv.columns == COLUMNS_OF_THE_REPORT == list(pl.read_parquet(tmp_path / "out.parquet").columns)
    assert csv.height > 50
    assert_frame_equal(csv, parquet)
    assert set(csv["severity"]) == {"error", "warning"}
    assert set(csv["forecast"]) == {"rejected", "denied", ""}
    texts = pl.read_parquet(tmp_path / "out.parquet").select(pl.col(pl.String))
    assert not any(texts.null_count().row(0))


def test_a_findings_file_of_a_clean_run_has_its_columns_and_no_rows(tmp_path: Path) -> None:
    clean = write(tmp_path / "a.x12", Claim())
    for name in ("out.csv", "out.parquet"):
        assert command(clean, "-o", tmp_path / name).exit_code == 0
        assert rows_of(tmp_path / name).is_empty()
        assert rows_of(tmp_path / name).columns == COLUMNS_OF_THE_REPORT


def test_a_findings_file_may_stand_in_a_folder_of_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "May [2026] * {a}"
    folder.mkdir()
    faulty = write(folder / "claims [1].x12", Claim("B", [Line(EXCLUDING)]))
    for name in ("out [2].csv", "out [2].parquet"):
        assert command(faulty, "-o", folder / name).exit_code == 1
        assert rows_of(folder / name)["file"].to_list() == [str(faulty)]


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_strict_stops_at_what_would_be_set_aside_and_leaves_the_old_findings(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "a.x12", Claim("A", [Line(EXCLUDING)]), Claim("B", broken=["REF*6R*X*"]))
    out = tmp_path / name
    out.write_text("old")
    before = set(tmp_path.iterdir())
    result = command(path, "--strict", "-o", out)
    assert result.exit_code == 2
    place = path.read_text().index("REF*6R*X*")
    assert f"{path}: at {place:,}: REF: the segment ends with an element separator" in result.stderr
    assert out.read_text() == "old"
    assert set(tmp_path.iterdir()) == before
    assert command(write(path, Claim("A", [Line(EXCLUDING)])), "--strict", "-o", out).exit_code == 1


def test_strict_stops_at_an_unreadable_file_and_at_claims_of_another_kind(tmp_path: Path) -> None:
    (tmp_path / "a.x12").write_text("ISA*")
    result = command(tmp_path / "a.x12", "--strict")
    assert (result.exit_code, "the ISA segment is cut off" in result.stderr) == (2, True)
    other = group(INSTITUTIONAL, control="2", version="005010X223A2")
    (tmp_path / "a.x12").write_text(interchange(group(professional(Claim("A"))), other))
    result = command(tmp_path / "a.x12", "--strict")
    assert (result.exit_code, "no professional claim" in result.stderr) == (2, True)


def test_strict_names_the_fault_for_which_it_stops_not_an_earlier_finding(tmp_path: Path) -> None:
    path = write(tmp_path / "a.x12", Claim("A", total="400"), Claim("B", broken=["REF*6R*X*"]))
    with pytest.raises(NotWritten, match="ends with an element separator"):
        scrubbed(path, strict=True)


def test_a_folder_a_pattern_and_several_files(tmp_path: Path) -> None:
    for name in ("a.x12", "b.edi", "deep/c.837", "deep/notes.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path / name, Claim(name))
    counts = [
        json.loads(command(*paths, "--format", "json").stdout)
        for paths in ([tmp_path], [tmp_path / "*.x12"], [tmp_path / "a.x12", tmp_path / "b.edi", tmp_path / "a.x12"])
    ]
    assert [each["files"] for each in counts] == [3, 1, 2]
    assert [each["claims"]["read"] for each in counts] == [3, 1, 2]
    assert [each["denied_beside_others"] for each in counts] == [2, 0, 1]


def test_the_counts_as_json(tmp_path: Path) -> None:
    path = write(tmp_path / "a.x12", Claim("A", [Line(EXCLUDING), Line("E0570:RR", "25")]), Claim("B", total="400"))
    told = json.loads(command(path, "--format", "json", "-o", tmp_path / "f.csv").stdout)
    assert told["as_of"] == str(AS_OF)
    assert told["rule_book"] == load().hash
    assert told["claims"] == {"found": 2, "read": 2, "set_aside": 0, "of_another_kind": 0, "rejected": 1}
    assert told["lines"] == {
        "found": 3, "set_aside": 0, "judged": 2, "not_oxygen": 1, "history_needed": 2, "records_needed": 2,
    }  # fmt: skip
    assert told["forecast"] == {"accepted": 1, "rejected": 1}
    assert told["at_risk_cents"] == 795_00
    assert told["findings_file"] == str(tmp_path / "f.csv")
    assert {each["rule"]: each["amount_cents"] for each in told["reasons"]} == {
        "SCR-110": 395_00, "X12-BAL-CLM02": 400_00, "LED-070": 0,
    }  # fmt: skip
    assert sum(told["findings_by_snip_level"].values()) == sum(each["count"] for each in told["reasons"])


def test_a_reason_tells_what_is_foreseen_where_anything_is(tmp_path: Path) -> None:
    """A second unit is for a person to look at, a duplicate of another claim is denied."""
    first, second = Claim("A", [Line("E0431:RR:N1", "60")]), Claim("B", [Line(EXCLUDING), Line("E0431:RR:N1", "60")])
    reasons = scrubbed(write(tmp_path / "a.x12", first, second))[0].reasons
    assert {rule: reason.forecast for rule, reason in reasons.items()} == {"SCR-110": "rejected", "LED-070": "denied"}
    summary = Summary()
    for forecast, cents in (("", 0), ("denied", 5)):
        row = dict.fromkeys(REPORT) | {"rule": "R", "forecast": forecast, "amount_at_risk_cents": cents}
        summary.add_findings(pl.DataFrame([row], schema=REPORT))
    assert [(each.count, each.forecast, each.amount_cents) for each in summary.top_reasons(2)] == [(2, "denied", 5)]


def test_the_day_of_the_run_decides_what_is_late(tmp_path: Path) -> None:
    path = write(tmp_path / "a.x12", Claim())
    late = DAY.replace(year=DAY.year + 1)
    assert scrubbed(path, as_of=late)[1].is_empty()
    assert "SCR-400" in set(scrubbed(path, as_of=late.replace(day=DAY.day + 1))[1]["rule"])
    result = RUN.invoke(app, ["scrub", str(path), "--as-of", "2027-02-11"])
    assert (result.exit_code, "as of 2027-02-11" in result.output) == (1, True)


def test_what_is_wrong_with_the_input_is_said_all_at_once(tmp_path: Path) -> None:
    path, empty = write(tmp_path / "a.x12", Claim()), tmp_path / "empty"
    empty.mkdir()
    result = command(
        tmp_path / "none.x12", empty, tmp_path / "*.edi", "--history", tmp_path / "gone.csv", "-o", "f.xlsx",
        "--payer-id", "17013=nobody",
    )  # fmt: skip
    assert result.exit_code == 2
    for words in (
        "none.x12: does not exist", "empty: this folder holds no claim file", "*.edi: matches no file",
        "gone.csv: does not exist", "--output f.xlsx: the name must end in .csv or .parquet",
        "--payer-id 17013=nobody: write the payer id",
    ):  # fmt: skip
        assert words in result.stderr
    told = json.loads(command(tmp_path / "none.x12", "--format", "json").stdout)
    [problem] = told["problems"]
    assert (problem["code"], problem["file"]) == ("no_file", f"{tmp_path}/none.x12")
    assert problem["message"] == "does not exist; check the name and the folder"
    assert "does not exist; make it first" in command(path, "-o", tmp_path / "no" / "f.csv").stderr
    assert "is a folder" in command(path, "-o", _folder(tmp_path / "f.csv")).stderr


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_the_findings_never_take_the_place_of_a_file_that_is_read(tmp_path: Path) -> None:
    claims, history = EXAMPLES / "claims.csv", tmp_path / "history.csv"
    path = tmp_path / "claims.csv"
    for each in (path, history):
        each.write_bytes(claims.read_bytes())
    for target in (path, history):
        result = command(path, "--history", history, "-o", target)
        assert (result.exit_code, "one of the files to be read" in result.stderr) == (2, True)
        assert target.read_bytes() == claims.read_bytes()


def test_no_patient_is_named_anywhere(tmp_path: Path) -> None:
    claims = [
        Claim("A", [Line(EXCLUDING)], broken=["NM1*ZZ*1*NOBODY*"]),
        Claim("B", total="400"),
        Claim("C", [Line("E1390:RR:N1"), Line("E0431:RR:N1:QE", "60")]),
        Claim("D", [Line("E1390:RR:N1", day=date(2024, 1, 1))]),
    ]
    path, table = write(tmp_path / "a.x12", *claims), tmp_path / "b.csv"
    text = (
        path.read_text()
        .replace("*19500203*", "*1950-02-03*")
        .replace("N4*SPRINGFIELD*IL*627025566", "N4*S*ZZ*ELM STREET")
    )
    (tmp_path / "c.x12").write_text(text)
    table.write_text(
        "claim_id,member_id,service_from,code,patient_birth_date,charge\n"
        f"A,{MEMBER},2026-02-30,E1390,1950-02-03 {LAST_NAME},x\n"
    )
    for options in ((), ("--format", "json"), ("--strict",)):
        result = command(tmp_path, "-o", tmp_path / "out" / "f.csv" if options == () else tmp_path / "f.csv", *options)
        assert not FORBIDDEN.search(result.output)
        assert not FORBIDDEN.search(result.stderr)
    out = _folder(tmp_path / "out") / "f.csv"
    assert command(tmp_path / "a.x12", tmp_path / "c.x12", table, "-o", out).exit_code == 1
    assert rows_of(out).height > 8
    assert not FORBIDDEN.search(out.read_text())


# Progress


class Clock:
    """Each look at it is three seconds later."""

    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> int:
        self.now += 3
        return self.now


def test_progress_is_told_now_and_then_where_there_is_no_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, earlier = write(tmp_path / "a.x12", Claim()), write(tmp_path / "b.x12", Claim())
    assert "%" not in command(path).stderr
    monkeypatch.setattr(door, "SLOW_BYTES", 1)
    monkeypatch.setattr(progress, "monotonic", Clock())
    result = command(path, "--history", earlier)
    assert re.findall(r"(\d+) % done", result.stderr)[-1] == "100"


def test_every_byte_of_claims_and_history_is_counted_for_the_progress(tmp_path: Path) -> None:
    path, earlier, table = (
        write(tmp_path / "a.x12", Claim()),
        write(tmp_path / "b.x12", Claim()),
        EXAMPLES / "claims.csv",
    )
    done: list[int] = []
    scrub([path, table], Settings(AS_OF, history=[earlier]), load(), Kept(), done.append)
    whole = sum(each.stat().st_size for each in (path, earlier))
    assert whole <= sum(done) <= whole + table.stat().st_size


# History


def paid(path: Path, *days: date, outcome: str = "paid") -> Path:
    """A history that says what was paid."""
    rows = [f"H{n},{MEMBER},{NPI},MB,{day},E1390,RR N1,395.00,{outcome}\n" for n, day in enumerate(days)]
    path.write_text(
        "claim_id,member_id,billing_npi,filing_indicator,service_from,code,modifiers,charge,outcome\n" + "".join(rows)
    )
    return path


def rules_with(tmp_path: Path, history: Path) -> set[str]:
    return set(scrubbed(write(tmp_path / "a.x12", Claim()), history=[history])[1]["rule"])


def test_month_37_is_known_from_the_history_only(tmp_path: Path) -> None:
    summary, found = scrubbed(write(tmp_path / "a.x12", Claim()))
    assert (found.height, summary.lines_needing_history) == (0, 1)
    before = [add_months(DAY, -month) for month in range(36, 0, -1)]
    assert "LED-010" not in rules_with(tmp_path, paid(tmp_path / "h.csv", *before[1:]))
    assert "LED-010" in rules_with(tmp_path, paid(tmp_path / "h.csv", *before))


def test_a_month_paid_before_is_a_duplicate(tmp_path: Path) -> None:
    assert "LED-070" in rules_with(tmp_path, paid(tmp_path / "h.csv", DAY))
    assert "LED-070" not in rules_with(tmp_path, paid(tmp_path / "h.csv", DAY, outcome="denied"))
    assert "LED-070" not in rules_with(tmp_path, paid(tmp_path / "h.csv", add_months(DAY, -1)))


def test_a_history_without_oxygen_lines_is_a_history(tmp_path: Path) -> None:
    path, earlier = write(tmp_path / "a.x12", Claim()), write(tmp_path / "h.x12", Claim("H", [Line("E0570:RR", "25")]))
    other = write(tmp_path / "o.x12", Claim("H", member="9EG4TE5MK73", lines=[Line(day=date(2025, 1, 5))]))
    summary, alike = scrubbed(path, history=[earlier])[0], scrubbed(path, history=[other])[0]
    assert (summary.history_months, alike.history_months) == (0, 1)
    assert summary.lines_needing_history == alike.lines_needing_history


def test_a_history_in_files_gives_the_same_as_one_in_memory(tmp_path: Path) -> None:
    claims, path, earlier = tmp_path / "source.x12", tmp_path / "a.parquet", tmp_path / "h.x12"
    claim_files.write_claims(claims, 4, seed=7, faults=1.0)
    text = claims.read_text()
    earlier.write_text(re.sub(r"(?<=DTP\*472\*D8\*)(\d{4})", lambda year: str(int(year[0]) - 1), text))
    as_table(claims, path)
    more = write(tmp_path / "more.x12", Claim("A"), Claim("B"))
    (one, memory), (two, spilled) = (scrubbed(path, more, history=[earlier], spill_rows=n) for n in (1_000_000, 10))
    assert memory.height > 3
    order = ["file", "byte_position", "snip_level", "rule", "message"]
    assert_frame_equal(memory.sort(order), spilled.sort(order))
    for each in (one, two):  # of a reason any one message is shown
        each.reasons = {rule: (reason.count, reason.amount_cents) for rule, reason in each.reasons.items()}  # type: ignore[misc]
    assert vars(one) == vars(two)


def test_a_file_is_not_claims_and_history_at_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.x12", Claim())
    result = command(path, "--history", tmp_path)
    assert (result.exit_code, "is given as claims and as --history" in result.stderr) == (2, True)


def test_a_history_that_cannot_be_read_ends_the_run(tmp_path: Path) -> None:
    path, earlier = write(tmp_path / "a.x12", Claim()), tmp_path / "h.x12"
    earlier.write_text("ISA*")
    result = command(path, "--history", earlier, "-o", tmp_path / "f.csv")
    assert (result.exit_code, "h.x12: the ISA segment is cut off" in result.stderr) == (2, True)
    assert not (tmp_path / "f.csv").exists()


# Cases


@pytest.fixture
def not_validated(monkeypatch: pytest.MonkeyPatch) -> None:
    """The independent validator takes half a second to load; other tests let it look."""
    monkeypatch.setattr(writing, "validate_837p", lambda *_, **__: [])


def claim_of(case_file: Path, target: Path, *modifiers: str) -> Path:
    """A claim for all items of the case, whether they may be billed or not."""
    case = read_cases([case_file]).cases[0].case
    lines = tuple(ClaimLine(item.line_number, modifiers, None) for item in case.items)
    write_claims([CaseClaim(case, lines)], target, created=datetime(2025, 8, 1, 12), numbers=ControlNumbers(1))  # noqa: DTZ001
    return target


def test_a_case_decides_the_coverage_of_its_lines(tmp_path: Path, not_validated: None) -> None:
    case_file, as_of = EXAMPLES / "08-test-by-supplier.yaml", date(2025, 9, 1)
    path = claim_of(case_file, tmp_path / "a.x12", "RR", "N1")
    member = read_cases([case_file]).cases[0].case.coverage.member_id or ""
    text = path.read_text()
    assert member in text
    path.write_text(text.replace(member, f"{member[:4]}-{member[4:].lower()}"))  # the same id, written otherwise
    without, _ = scrubbed(path, as_of=as_of)
    assert without.lines_needing_records == without.status["judged"] > 0
    cases = [each.case for each in read_cases([case_file]).cases]
    summary, found = scrubbed(path, as_of=as_of, cases=cases)
    assert summary.lines_needing_records == 0
    told = found.filter(pl.col("rule") == "COV-100")
    assert told.height == summary.status["judged"]
    assert told["byte_position"].to_list() == [m.start() for m in re.finditer(r"(?<=~)LX\*", path.read_text())]
    assert summary.at_risk_cents == found["amount_at_risk_cents"].sum()


def test_the_claim_written_from_a_billable_case_has_no_findings(tmp_path: Path) -> None:
    case_file, path = EXAMPLES / "01-clinic-test.yaml", tmp_path / "a.x12"
    day = date(2025, 8, 10)
    cases = [each.case for each in read_cases([case_file]).cases]
    # The file says the day on which it is made, and one of a day to come is warned about.
    assert write_claim(ClaimRequest(cases, path, day, datetime(2025, 8, 10, 9)), rule_book(None)).lines == 2  # noqa: DTZ001
    result = RUN.invoke(app, ["scrub", str(path), "--cases", str(EXAMPLES), "--as-of", f"{day}", "--format", "json"])
    told = json.loads(result.stdout)
    assert (result.exit_code, told["reasons"]) == (0, [])
    assert (told["lines"]["judged"], told["lines"]["records_needed"], told["forecast"]) == (2, 0, {"accepted": 2})


def test_case_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("case_id: [")
    result = command(write(tmp_path / "a.x12", Claim()), "--cases", tmp_path / "a.yaml")
    assert (result.exit_code, "a.yaml" in result.stderr) == (2, True)


# Tables


def as_table(source: Path, target: Path) -> Path:
    """A table of the claims of another file."""
    columns = [each for each in COLUMNS if each.name != "charge" and not each.name.startswith("modifier_")]
    frames = []
    for piece in of_any_kind.pieces(source):
        joined = piece.lines.join(piece.claims, on="claim", how="left", suffix="_of_claim", maintain_order="left")
        frames.append(joined.select(_cell(each.target, each.of, joined.columns).alias(each.name) for each in columns))
    table = pl.concat(frames)
    table.write_parquet(target) if target.suffix == ".parquet" else table.with_columns(
        pl.col(pl.List(pl.String)).list.join(" ")
    ).write_csv(target)
    return target


def _cell(name: str, of: str, there: Sequence[str]) -> pl.Expr:
    if of == "claim" and f"{name}_of_claim" in there:
        return pl.col(f"{name}_of_claim")
    if name == "place_of_service":
        return pl.coalesce("place_of_service", "place_of_service_of_claim")
    return pl.col(name) if name in there else pl.lit(None, pl.String)


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_a_table_and_an_837p_of_the_same_claims_give_the_same_findings_of_the_rule_book(
    tmp_path: Path, name: str
) -> None:
    source = tmp_path / "a.x12"
    claim_files.write_claims(source, 200, seed=11, faults=1.0)
    (one, of_x12), (two, of_table) = scrubbed(source), scrubbed(as_table(source, tmp_path / name))
    assert (one.claims, one.lines, one.status, one.forecast) == (two.claims, two.lines, two.status, two.forecast)
    key = ["snip_level", "rule", "severity", "claim_id", "line_number", "forecast", "group_code", "carc", "rarc"]
    own = pl.col("snip_level") >= 6
    x12, table = (each.filter(own).select(key).sort(key) for each in (of_x12, of_table))
    assert x12.height > 150
    assert_frame_equal(x12, table)


# What a killed run leaves


def test_what_killed_runs_left_is_removed_a_day_later_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    names = (".out.csv.a1b2c3d4.part", ".out.csv.x_y2c3d4.parts/0.parquet", ".out.csv.bak", ".out.csv.a1b2c3d5.part")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    for path in tmp_path.iterdir():
        if path.name != ".out.csv.a1b2c3d5.part":  # of a run that goes on
            os.utime(path, (0, 0))
    with report(target):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out.csv.a1b2c3d5.part", ".out.csv.bak", "out.csv"]


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_an_error_in_the_middle_leaves_the_old_file_and_nothing_else(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    target.write_text("old")
    with pytest.raises(ZeroDivisionError):
        _broken_off(target)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert target.read_text() == "old"


def _broken_off(target: Path) -> None:
    with report(target) as out:
        out.add(pl.DataFrame(schema=REPORT))
        raise ZeroDivisionError


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_utf_16_is_told_to_be_so(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "claims.csv"
    path.write_bytes("claim_id,code\nA,E1392\n".encode(encoding))
    result = command(path)
    assert result.exit_code == 2
    assert "is written in UTF-16" in " ".join(result.output.split())
