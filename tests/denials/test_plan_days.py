"""A plan denies a claim that went out of a store: its appeal has the days of the payer's own file. All is made up."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from oxyclaim.cli.main import app
from oxyclaim.policy.worked_cases import payer_cases
from tests.remittance.written import Claim, Line, Payment, remittance

RUN = CliRunner()


def ran(*words: object, codes: tuple[int, ...] = (0,)) -> dict[str, Any]:
    result = RUN.invoke(app, [*map(str, words), "--format", "json"])
    assert result.exit_code in codes, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize(
    ("id", "indicator", "last"),
    [
        # 60 days, by another source 65: 07/01/2025 + 60 = 08/30/2025 (30 days until 07/31, 30 more).
        ("uhc-ma-86", "16", date(2025, 8, 30)),
        # The file has days for services from 04/19/2024 on; this one was on 04/01/2024: none is known.
        pytest.param("tricare-month-40", "CH", None, marks=pytest.mark.slow),
    ],
)
def test_the_days_are_the_payers_own(tmp_path: Path, id: str, indicator: str, last: date | None):
    worked = next(each for each in payer_cases() if each.id == id)
    case = worked.case
    case["submitter"]["usage"] = "production"
    at = ("--store", tmp_path / "s.db")
    (tmp_path / "case.yaml").write_text(yaml.safe_dump(case))
    ran("store", "init", *at)
    ran("store", "import", tmp_path / "case.yaml", *at)
    ran("claim", id, "-o", tmp_path / "out.x12", *at, "--as-of", worked.as_of, codes=(0, 1))
    segments = [part.strip().split("*") for part in (tmp_path / "out.x12").read_text().split("~")]
    claim = next(part for part in segments if part[0] == "CLM")
    line = next(part[2] for part in segments if part[:2] == ["REF", "6R"])
    code = next(part[1] for part in segments if part[0] == "SV1").removeprefix("HC:")
    cents = round(float(claim[2]) * 100)
    day = str(case["items"][0]["service_date"]).replace("-", "")
    denied = Line(cents, 0, (("CO", "50", cents),), code=code, control=line, day=day)
    text = remittance(Payment((Claim((denied,), id=claim[1], number="P1"),), payee=""))
    text = (
        text.replace(b"*XX*~", b"~")
        .replace(b"*20260120~", b"*20250701~")
        .replace(b"*MB*P1", f"*{indicator}*P1".encode())
    )
    (tmp_path / "r.835").write_bytes(text)
    ran("post", tmp_path / "r.835", *at)
    (task,) = ran("denials", *at, "--as-of", "2025-07-02", codes=(1,))["tasks"]
    assert task["due"] == (last and last.isoformat())
    (way,) = (each for each in task["lines"][0]["ways"] if each["route"] == "payer_dispute")
    assert way["last_day"] == task["due"]
