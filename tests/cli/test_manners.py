"""What every command has in common: help, names of options, standard input, and how it ends."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from typer.testing import CliRunner

from oxyclaim.case.schema import case_schema
from oxyclaim.cli import running
from oxyclaim.cli.main import app
from oxyclaim.cli.options import OLDER
from oxyclaim.policy.worked_cases import worked_cases
from oxyclaim.version import __version__

RUN = CliRunner()
CASE = next(case.case for case in worked_cases() if case.id == "coverage-1")
HELP_COLUMNS = 78 - len("  authorization  ") - 2
"""What a line of the list of commands holds at 80 columns."""
PROGRAM = [sys.executable, "-c", "from oxyclaim.cli.main import run; run()"]


def commands(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with the words that lead to it, groups too."""
    group = group or typer.main.get_command(app)
    for name, command in group.commands.items():
        yield (*path, name), command
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))


ALL = dict(commands())


def option_names() -> dict[str, set[tuple[str, ...]]]:
    """The options of all commands, and which commands have each."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for words, command in ALL.items():
        for parameter in command.params:
            for name in parameter.opts if parameter.param_type_name == "option" else ():
                found.setdefault(name, set()).add(words)
    return found


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_command_helps_with_h_and_its_line_in_the_list_is_whole(words: tuple[str, ...]):
    result = RUN.invoke(app, [*words, "-h"], terminal_width=80)
    assert result.exit_code == 0
    assert "-h, --help" in result.output
    assert "Example: oxyclaim" in result.output
    assert not ALL[words].get_short_help_str(HELP_COLUMNS).endswith("...")


def test_every_option_has_one_name_everywhere():
    names = option_names()
    assert not names.keys() & OLDER.keys()
    dates = {
        "--as-of",
        "--service-date",
        "--remittance-date",
        "--requested",
        "--dated",
        "--from",
        "--until",
        "--decided",
        "--date",
        "--due-by",
    }
    shown = {
        parameter.opts[0]
        for command in ALL.values()
        for parameter in command.params
        if parameter.metavar in ("YYYY-MM-DD", "DATE")
    }
    of_a_new_case = {"--birth-date", "--order-date", "--visit-date", "--test-date", "--delivered"}
    assert shown == dates | of_a_new_case
    reads_cases = {("check",), ("claim",), ("checklist",), ("authorization",), ("calendar",), ("restart",), ("due",),
                   ("batch",), ("correction",)}  # fmt: skip
    written = {
        ("scrub",),
        ("fix",),
        ("history", "add"),
        ("replies",),
        ("export",),
        ("form",),
        ("import", "cases"),
        ("appeal",),
        ("judge",),
        ("case", "table"),
    }
    posts = {("post",), ("ledger", "balances"), ("ledger", "work"), ("ledger", "history"), ("denials",), ("reports",)}
    assert names["--as-of"] == reads_cases | written | posts | {("store", "judge"), ("case", "new")}
    writes = (
        reads_cases
        | written
        | {("import", "map"), ("simulate", "answer"), ("simulate", "life"), ("ledger", "balances")}
        | {("denials",), ("reports",)}
    )
    assert names["--output"] == names["-o"] == writes - {("check",), ("restart",), ("correction",)}
    assert names["--profile"] >= {("check",), ("claim",), ("batch",), ("correction",), ("due",), ("profile", "new")}
    assert names["--engine"] == names["--master"] == {("judge",), ("scrub",)}
    assert names["--payer-files"] >= reads_cases | {("scrub",), ("judge",)}


def test_older_names_are_understood_and_not_shown(tmp_path: Path):
    for old in (("payers", "list", "--payers", str(tmp_path)), ("payers", f"--payers={tmp_path}"),
                ("payers", "show", "medicare", "--on", "2025-05-12"),
                ("fees", "list", "--fees", str(tmp_path))):  # fmt: skip
        assert RUN.invoke(app, list(old)).exit_code == 0, old
    assert "no file" in RUN.invoke(app, ["fees", "import", "no-file.csv", "--to", str(tmp_path)]).output.replace(
        "-", " "
    )
    for words in ALL:
        help_text = RUN.invoke(app, [*words, "-h"]).output
        assert not [old for old in OLDER if f"{old} " in help_text], words


def test_what_stands_behind_two_dashes_is_no_option():
    assert RUN.invoke(app, ["codes", "--", "--on"]).exit_code == 2


def test_the_version_is_told_at_once():
    assert RUN.invoke(app, ["--version"]).output == f"oxyclaim {__version__}\n"
    answer = json.loads(RUN.invoke(app, ["version", "--format", "json"]).output)
    assert answer["oxyclaim"] == __version__
    assert answer["rule_book"] in RUN.invoke(app, ["version"]).output


@pytest.mark.parametrize(
    "text",
    [yaml.safe_dump(CASE), json.dumps(CASE, indent=1, default=str), json.dumps({"cases": [CASE]}, default=str),
     json.dumps(CASE, default=str) + "\n" + json.dumps(CASE | {"case_id": "SECOND"}, default=str) + "\n"],
    ids=["yaml", "json", "cases", "json lines"],
)  # fmt: skip
def test_a_dash_is_standard_input(text: str):
    result = RUN.invoke(app, ["check", "-", "--format", "json"], input=text)
    assert result.exit_code in (0, 1), result.output
    assert CASE["case_id"] in [case["case_id"] for case in json.loads(result.output)["cases"]]


def test_problems_of_standard_input_name_it_with_the_line():
    text = yaml.safe_dump(CASE, sort_keys=False).replace("spo2_percent: 86", "spo2_percent: 870")
    line = next(number for number, each in enumerate(text.splitlines(), start=1) if "870" in each)
    result = RUN.invoke(app, ["check", "-"], input=text)
    assert result.exit_code == 2
    assert f"standard input:{line}: " in result.output
    assert RUN.invoke(app, ["check", "-"], input="").exit_code == 2


def test_standard_input_stands_beside_folders_and_patterns(tmp_path: Path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(CASE | {"case_id": name}))
    arguments = ["check", "-", str(tmp_path / "o*.yaml"), str(tmp_path), "--format", "json"]
    answer = json.loads(RUN.invoke(app, arguments, input=yaml.safe_dump(CASE)).output)
    assert {case["case_id"] for case in answer["cases"]} == {CASE["case_id"], "one", "two"}


def piped(arguments: list[str], **settings: Any) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([*PROGRAM, *arguments], check=False, stderr=subprocess.PIPE, timeout=60, **settings)


def test_a_reader_that_leaves_ends_the_command_quietly():
    reads, writes = os.pipe()
    os.close(reads)
    try:
        ended = piped(["schema"], stdout=writes)
    finally:
        os.close(writes)
    assert (ended.returncode, ended.stderr) == (running.READER_GONE, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no such device")
def test_a_full_device_is_told():
    with Path("/dev/full").open("wb") as full:
        ended = piped(["schema"], stdout=full)
    assert ended.returncode == running.BAD_INPUT
    assert ended.stderr.startswith(b"standard output: cannot be written (No space left")


def raising(error: BaseException) -> Any:
    def command() -> None:
        raise error

    return command


def test_how_a_command_ends(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(running, "_to_nowhere", lambda: None)
    assert running.ended(lambda: None) == 0
    assert running.ended(raising(typer.Exit(1))) == 1
    assert running.ended(raising(KeyboardInterrupt())) == running.INTERRUPTED
    assert running.ended(raising(BrokenPipeError())) == running.READER_GONE
    assert capsys.readouterr().err == ""
    assert running.ended(raising(typer.BadParameter("no"))) == 2
    assert "no" in capsys.readouterr().err
    assert running.ended(raising(OSError(errno.ENOSPC, "full", "/a/file"))) == running.INTERNAL
    assert running.ended(raising(ValueError("Jane Doe"))) == running.INTERNAL
    assert "Jane Doe" not in capsys.readouterr().err


def test_help_others_nothing_heavy():
    heavy = [
        "polars",
        "pydantic",
        "sqlalchemy",
        "yaml",
        "rich",
        "fpdf",
        "matplotlib",
        "oxyclaim.engine",
        "oxyclaim.policy",
    ]
    code = f"import sys, oxyclaim.cli.main; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout == b"[]\n"


def test_piped_text_has_the_width_that_is_asked_for_and_no_trailing_blanks(monkeypatch: pytest.MonkeyPatch):
    for columns, most in (("", 100), ("72", 72), ("wide", 100), ("140", 140)):
        monkeypatch.setenv("COLUMNS", columns)
        lines = RUN.invoke(app, ["codes", "E1392"]).output.splitlines()
        assert most - 20 < max(map(len, lines)) <= most
        assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize(
    "arguments",
    [["rules", "X-1"], ["authorities", "X"], ["codes", "X"], ["denial", "X"], ["fees", "import", "gone.csv"],
     ["payers", "show", "X"], ["payers", "compare", "medicare"], ["payers", "new", "A B"], ["payers", "copy", "x"],
     ["payers", "review", "x"], ["payers", "validate", "gone.yaml"], ["scrub", "gone.x12"], ["check", "gone.yaml"],
     ["check", "gone.yaml", "--payer-files", "gone"]],
    ids=" ".join,
)  # fmt: skip
def test_every_error_is_structured(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OXYCLAIM_PAYERS", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    result = RUN.invoke(app, [*arguments, "--format", "json"])
    assert result.exit_code == 2
    for problem in json.loads(result.stdout)["problems"]:
        assert problem["code"].replace("_", "").isalpha()
        assert problem["message"]
        assert "file" in problem
    as_text = RUN.invoke(app, arguments)
    assert as_text.exit_code == 2
    assert "1 problem in the input" in as_text.stderr


def test_schemas_are_printed():
    assert json.loads(RUN.invoke(app, ["schema"]).output) == case_schema()
    answer = json.loads(RUN.invoke(app, ["schema", "--answer", "check"]).output)
    assert answer["properties"]["answer"] == {"const": "check"}
    unknown = RUN.invoke(app, ["schema", "--answer", "chek"])
    assert unknown.exit_code == 2
    assert "the nearest are check" in unknown.output
