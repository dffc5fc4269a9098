"""The commands that the documents show print what they show: ``$ command``, then its output; ``...``: any lines.

A block of which nothing but ``...`` is shown is run and must not fail.
"""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from oxyclaim.cli.main import app

ROOT = Path(__file__).parents[1]
SHOWN = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STORE = "oxyclaim.db"
"""A store that a shown command asks holds the examples."""
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def shown() -> list[tuple[str, str]]:
    """Every command with the output that a document shows of it."""
    found = []
    for page in PAGES:
        for block in SHOWN.findall(page.read_text(encoding="utf-8")):
            found += [tuple(part.split("\n", 1)) for part in block.split("$ ")[1:]]
    return found


@pytest.fixture(autouse=True)
def in_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands see the examples, and write beside them."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("command", "output"), shown(), ids=lambda value: value.split("\n")[0][:60])
def test_a_command_prints_what_is_shown(command: str, output: str):
    program, *words = shlex.split(command)
    assert program == "oxyclaim"
    if STORE in words and "init" not in words:
        for before in (["init"], ["import", "examples"]):
            assert CliRunner().invoke(app, ["store", *before, "--store", STORE]).exit_code == 0
    result = CliRunner().invoke(app, words)
    assert result.exit_code in (0, 1), result.output
    pattern = "".join(
        "(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + "\n"
        for line in output.splitlines()
    )
    assert re.fullmatch(pattern, result.output), result.output


def test_the_readme_in_python_runs(monkeypatch: pytest.MonkeyPatch):
    for example in PYTHON.findall((ROOT / "README.md").read_text(encoding="utf-8")):
        exec(compile(example, "README.md", "exec"), {})


def test_the_readme_is_short_and_every_link_leads_somewhere():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 110
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert target.startswith("http") or (page.parent / target).exists(), f"{page.name}: {target}"
