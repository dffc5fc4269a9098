"""``oxyclaim check --payer``: what if the patient had another payer. All data is made up."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from oxyclaim.cli.main import app
from oxyclaim.policy import load

RUN = CliRunner()
CASE = str(Path(__file__).parents[2] / "examples" / "01-clinic-test.yaml")
ON = "2025-06-01"


def rows(*payers: str) -> list[dict[str, Any]]:
    options = [word for payer in payers for word in ("--payer", payer)]
    result = RUN.invoke(app, ["check", CASE, *options, "--as-of", ON, "--format", "json"])
    assert result.exit_code in (0, 1)
    lines: list[dict[str, Any]] = json.loads(result.stdout)["lines"]
    return lines


def test_every_line_is_judged_under_every_payer_and_none_is_lost():
    found = rows("all")
    assert len(found) == 2 * len(load().payers)
    assert [row["payer"] for row in found if row["code"] == "E1392"] == list(load().payers)


def test_together_and_alone_give_the_same():
    wanted = ("medicare", "washington_medicaid", "indiana_medicaid", "highmark")
    together = {(row["payer"], row["code"]): row["verdict"] for row in rows(*wanted)}
    for payer in wanted:
        result = RUN.invoke(app, ["check", CASE, "--payer", payer, "--as-of", ON, "--format", "json"])
        (case,) = json.loads(result.stdout)["cases"]
        assert {(payer, line["code"]): line["verdict"] for line in case["lines"]} == {
            key: verdict for key, verdict in together.items() if key[0] == payer
        }


def test_the_table_names_payer_verdict_and_reason():
    result = RUN.invoke(app, ["check", CASE, "--payer", "medicare", "--payer", "indiana_medicaid", "--as-of", ON])
    told = " ".join(result.output.split())
    assert result.exit_code == 1
    assert "as E1392 RR N1" in told
    assert "PAY-200" in told
    assert "unverified" in told


def test_one_payer_gets_the_whole_report_with_its_status():
    result = RUN.invoke(app, ["check", CASE, "--payer", "washington_medicaid", "--as-of", ON])
    told = " ".join(result.output.split())
    assert "washington_medicaid), unverified" in told
    assert "rests on" in told


def test_a_payer_that_is_not_there_is_told_with_those_that_are():
    result = RUN.invoke(app, ["check", CASE, "--payer", "washington"])
    assert result.exit_code == 2
    assert "washington_medicaid" in result.output
