"""What a scrub costs: each way of telling the money apart comes to the same sum. All claims are made up."""

import json
import re
from datetime import date
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from typer.testing import CliRunner
from x12_files import FIRST_NAME, LAST_NAME, MEMBER, Claim, Line, group, interchange, professional, write

from bench import claim_files
from oxyclaim.bulk.costs import UNEVEN
from oxyclaim.bulk.scrub import Settings
from oxyclaim.cli.main import app
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.scrub import ScrubAnswer, ScrubRequest, scrub
from oxyclaim.services.scrub_costs import CostShare, ScrubCosts
from oxyclaim.views.costs.page import page

AS_OF = date(2026, 3, 10)
RUN = CliRunner()
EXCLUDING = "E1390:RR:N1:N2"
"""Modifiers that exclude each other: the line is rejected."""


def answered(tmp_path: Path, *files: Path, **more: object) -> tuple[ScrubAnswer, ScrubCosts]:
    request = ScrubRequest(files, AS_OF, report=tmp_path / "report.html", **more)  # type: ignore[arg-type]
    answer = scrub(request, rule_book())
    assert answer.costs is not None
    return answer, answer.costs


def cents(shares: tuple[CostShare, ...]) -> int:
    return sum(each.at_risk_cents for each in shares)


def told_apart(costs: ScrubCosts) -> dict[str, dict[str, int]]:
    ways = {"payers": costs.payers, "suppliers": costs.suppliers, "codes": costs.codes, "months": costs.months}
    return {way: {each.key: each.at_risk_cents for each in shares} for way, shares in ways.items()}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Claims with faults of all kinds in several interchanges, and a trailer that rejects those of pieces before it."""
    path = tmp_path_factory.mktemp("archive") / "claims.x12"
    claim_files.write_claims(path, 6_000, faults=0.15)
    text = path.read_text()
    start = text.rfind("SE*")
    path.write_text(text[:start] + "SE*9*0001" + text[text.find("~", start) :])
    return path


def test_by_payer_supplier_code_and_month_the_money_is_the_same(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oxyclaim.services.scrub.Settings", partial(Settings, piece=300_000))
    answer, costs = answered(tmp_path, archive)
    assert answer.at_risk_cents > 0
    assert sum(each.amount_cents for each in answer.reasons) == answer.at_risk_cents
    for shares in (costs.payers, costs.suppliers, costs.codes, costs.months):
        assert cents(shares) == answer.at_risk_cents
        assert all(each.at_risk_cents > 0 for each in shares)
    # Nothing is left that could not be told apart: only claims whose lines do not add up have no month.
    apart = told_apart(costs)
    assert "" not in apart["payers"] | apart["suppliers"] | apart["codes"]
    assert apart["months"].get("", 0) == apart["codes"].get(UNEVEN, 0)


def test_the_costliest_lines_are_those_of_the_findings_file(tmp_path: Path, archive: Path) -> None:
    answer, costs = answered(tmp_path, archive, findings=tmp_path / "found.parquet")
    found = pl.read_parquet(tmp_path / "found.parquet")
    amounts = found.filter(pl.col("line_number").is_not_null() & (pl.col("snip_level") > 5))["amount_at_risk_cents"]
    assert [each.at_risk_cents for each in costs.lines] == amounts.sort(descending=True).head(50).to_list()
    messages = set(found["message"])
    assert all(each.message in messages for each in (*costs.lines, *costs.wholes))
    assert costs.wholes[0].rule == "X12-SE01"
    assert [each.rule for each in costs.fix_first] == [each.rule for each in answer.reasons[:10]]


def test_small_files_and_duplicates_across_them_are_told_apart_too(tmp_path: Path) -> None:
    one, two = write(tmp_path / "a.x12", Claim("A", [Line(), Line(EXCLUDING)])), write(tmp_path / "b.x12", Claim("A"))
    answer, costs = answered(tmp_path, one, two)
    assert answer.denied_beside_others == 1
    apart = told_apart(costs)
    assert apart["payers"] == {"17013": answer.at_risk_cents}
    assert apart["suppliers"] == {"1234567893": answer.at_risk_cents}
    assert apart["codes"] == {"E1390": answer.at_risk_cents}
    assert apart["months"] == {"2026-02": answer.at_risk_cents}
    assert costs.payers[0].name == "CGS JB DME"


def test_a_rejected_claim_is_told_by_its_lines_once(tmp_path: Path) -> None:
    lines = [Line(), Line("E1392:RR:N1", "210.5")]
    uneven = Claim("B", [Line("E0431:RR:N1", "30")], total="31", member="1EG4TE5MK74")
    answer, costs = answered(tmp_path, write(tmp_path / "a.x12", Claim("A", lines, broken=["REF*6R*X*"]), uneven))
    assert told_apart(costs)["codes"] == {"E1390": 395_00, "E1392": 210_50, UNEVEN: 31_00}
    assert answer.at_risk_cents == 636_50
    assert not costs.lines
    assert sum(each.at_risk_cents for each in costs.wholes) == 636_50


class _Page(HTMLParser):
    """What a page loads or leads to, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []
        self.tags: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.outside += [f"{name}={value}" for name, value in attrs if name in ("src", "href", "xlink:href", "action")]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


HOSTILE = "<img src=x onerror=alert(1)>&'"


def test_the_page_is_one_file_that_escapes_what_files_say(tmp_path: Path) -> None:
    claim = Claim(HOSTILE, [Line(EXCLUDING)], member="1EG4TE5MK99")
    text = interchange(group(professional(claim))).replace("CGS JB DME", HOSTILE).replace("EXAMPLE OXYGEN", HOSTILE)
    (tmp_path / "a.x12").write_text(text)
    answer, _ = answered(tmp_path, tmp_path / "a.x12")
    assert answer.at_risk_cents
    drawn = page(answer)
    read = _Page()
    read.feed(drawn)
    assert not read.outside
    assert not {"img", "script", "link", "iframe"} & set(read.tags)
    assert "<img" not in drawn
    assert HOSTILE.upper() in "".join(read.text).upper(), "it is told, as text"
    assert not re.search(r"https?:|@import|url\((?!#)", drawn)
    assert "default-src 'none'" in drawn


def test_page_and_workbook_tell_the_same_money_and_no_patient(tmp_path: Path, archive: Path) -> None:
    report, xlsx = tmp_path / "r.html", tmp_path / "r.xlsx"
    own = write(tmp_path / "a.x12", Claim("A", [Line(EXCLUDING)]))
    options = ["--as-of", str(AS_OF), "--report", str(report), "--xlsx", str(xlsx), "--format", "json"]
    ran = RUN.invoke(app, ["scrub", str(archive), str(own), *options])
    assert ran.exit_code == 1, ran.output
    answer = json.loads(ran.stdout)
    dollars = f"${answer['at_risk_cents'] / 100:,.2f}"
    text = report.read_text(encoding="utf-8")
    assert text.count(f"{dollars}</td>") == 5, "reasons, payers, suppliers, codes, months"
    for private in (LAST_NAME, FIRST_NAME, MEMBER):
        assert private not in text
    book = fastexcel.read_excel(xlsx)
    for sheet in ("Reasons", "Payers", "Suppliers", "Codes", "Months"):
        rows = book.load_sheet(sheet).to_polars()
        amounts = rows["at risk"].to_list()
        assert round(sum(amounts[:-1]) * 100) == answer["at_risk_cents"], sheet
        assert round(amounts[-1] * 100) == answer["at_risk_cents"], "the sum in the last row"


def test_a_text_in_the_workbook_is_no_formula(tmp_path: Path) -> None:
    text = interchange(group(professional(Claim("A", [Line(EXCLUDING)])))).replace("CGS JB DME", "=1+1")
    (tmp_path / "a.x12").write_text(text)
    options = ["--as-of", str(AS_OF), "--xlsx", str(tmp_path / "r.xlsx")]
    assert RUN.invoke(app, ["scrub", str(tmp_path / "a.x12"), *options]).exit_code == 1
    assert "=1+1 (17013)" in fastexcel.read_excel(tmp_path / "r.xlsx").load_sheet("Payers").to_polars()["payer"]


def test_reports_are_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = write(tmp_path / "a.x12", Claim("A", [Line(EXCLUDING)]))
    report, xlsx = tmp_path / "r.html", tmp_path / "r.xlsx"
    report.write_text("old")
    monkeypatch.setattr("oxyclaim.views.costs.workbook.workbook", lambda answer: 1 / 0)
    ran = RUN.invoke(app, ["scrub", str(own), "--as-of", str(AS_OF), "--report", str(report), "--xlsx", str(xlsx)])
    assert isinstance(ran.exception, ZeroDivisionError)
    assert report.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.x12", "r.html"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--report", "r.pdf"], "--report r.pdf: the name must end in .html or .htm"),
        (["--xlsx", "r.csv"], "--xlsx r.csv: the name must end in .xlsx"),
        (["--report", "no/r.html"], "the folder no does not exist"),
        (["--report", "claims.html"], "claims.html: is one of the files to be read"),
    ],
)
def test_a_report_that_cannot_be_written_is_told_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path("claims.html"), Claim("A"))
    ran = RUN.invoke(app, ["scrub", "claims.html", *options])
    assert ran.exit_code == 2
    assert says in ran.output
    assert [path.name for path in tmp_path.iterdir()] == ["claims.html"]


def test_without_money_at_risk_the_page_says_so(tmp_path: Path) -> None:
    answer, costs = answered(tmp_path, write(tmp_path / "a.x12", Claim("A")))
    assert (answer.at_risk_cents, costs.lines, costs.codes) == (0, (), ())
    assert "No money is at risk" in page(answer)
