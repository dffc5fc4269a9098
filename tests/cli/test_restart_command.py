"""``oxyclaim restart``. All cases are made up."""

import json
from pathlib import Path

from typer.testing import CliRunner

from oxyclaim.cli.main import app

EXAMPLE = "examples/26-break-in-need.yaml"


def run(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["restart", *args])
    return result.exit_code, result.output


def test_yes_on_one_page():
    code, text = run(EXAMPLE, "--as-of", "2025-06-20")
    assert code == 0
    assert "Yes: the 36 months begin with 2025-06-10." in text
    assert "on file: a new order for E1390" in text
    assert len(text.splitlines()) < 60


def test_as_json():
    code, text = run(EXAMPLE, "--as-of", "2025-06-20", "--format", "json")
    [line] = json.loads(text)["lines"]
    assert (code, line["answer"], line["begins"]) == (0, "yes", "2025-06-10")


def test_open_is_not_all_and_a_broken_file_is_bad_input(tmp_path):
    code, text = run("examples/01-clinic-test.yaml")
    assert code == 1
    assert "Open: the 36 months may begin anew" in text
    broken = tmp_path / "broken.yaml"
    broken.write_text("case_id: [")
    assert run(str(broken))[0] == 2


def test_folders_are_taken_and_a_broken_file_does_not_stop_the_others(tmp_path):
    (tmp_path / "a.yaml").write_text(Path(EXAMPLE).read_text())
    (tmp_path / "broken.yaml").write_text("case_id: [")
    code, text = run(str(tmp_path), "--as-of", "2025-06-20")
    assert code == 2
    assert "Yes: the 36 months begin" in text
    assert "broken.yaml:1" in text


def test_help_has_an_example():
    assert "Example: oxyclaim restart examples/" in run("--help")[1]
