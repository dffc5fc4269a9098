"""The same question by command, from Python and read back from JSON has one answer."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import oxyclaim
from oxyclaim.case.files import SUFFIXES
from oxyclaim.cli.main import app
from verdicts.frozen import frozen_texts

EXAMPLES = sorted(path for path in (Path(__file__).parents[2] / "examples").iterdir() if path.suffix in SUFFIXES)
AS_OF = date(2026, 3, 1)


def answers(files: list[Path]) -> tuple[oxyclaim.CheckAnswer, dict[str, object], oxyclaim.CheckAnswer]:
    """From Python; as the command prints it; read back from what it prints."""
    book = oxyclaim.rule_book()
    read = oxyclaim.read_cases(files, book)
    asked = oxyclaim.check(oxyclaim.CheckRequest(read.cases, as_of=AS_OF, problems=read.problems), book)
    command = ["check", *map(str, files), "--format", "json", "--as-of", AS_OF.isoformat()]
    printed = CliRunner().invoke(app, command).output
    return asked, json.loads(printed), oxyclaim.read_back(oxyclaim.CheckAnswer, printed)


def test_every_example_has_one_answer():
    asked, printed, read = answers(EXAMPLES)
    assert len(asked.cases) > len(EXAMPLES) // 2
    assert oxyclaim.plain(asked) == printed
    assert read == asked


@pytest.mark.parametrize("many", [80, pytest.param(500, marks=pytest.mark.slow)])
def test_frozen_cases_have_one_answer(tmp_path: Path, many: int):
    path = tmp_path / "frozen.jsonl"
    texts = frozen_texts()[:many]
    path.write_text("".join(text if text.endswith("\n") else f"{text}\n" for text in texts))
    asked, printed, read = answers([path])
    assert len(asked.cases) > many - 10, "some are of a payer that the rule book does not hold"
    assert oxyclaim.plain(asked) == printed
    assert read == asked
