"""What every command shares as a door: the rule book and cases it asks with, how answers and problems are shown."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from oxyclaim.services.problems import BadInput, Problem, Refusal
from oxyclaim.views.blocks import Document, counted

if TYPE_CHECKING:
    from oxyclaim.case.files import CaseFile

OK, NOT_ALL, BAD_INPUT, INTERNAL = 0, 1, 2, 3
PIPED_WIDTH = 100
"""Columns of text that goes to no terminal, where COLUMNS does not say."""
STANDARD_INPUT = Path("-")


@contextmanager
def telling(as_json: bool) -> Iterator[None]:
    """Problems with the input are told, all of them, and end the command with exit code 2."""
    try:
        yield
    except BadInput as error:
        tell(error.problems, as_json, error.what)
        raise typer.Exit(BAD_INPUT) from None


@contextmanager
def by_options(options: Mapping[str, str]) -> Iterator[None]:
    """Problems of facts that options gave name the option. ``options``: by the fact's key path."""
    try:
        yield
    except BadInput as error:
        told = (replace(each, path=options.get(each.path or "", each.path)) for each in error.problems)
        raise BadInput(told, error.what) from None


def tell(problems: Sequence[Problem], as_json: bool, what: str = "bad input") -> None:
    """All problems: on the error stream, or as the JSON that stands in the answer's place."""
    if as_json:
        write_json(Refusal(what, tuple(problems)))
    else:
        sys.stderr.write(f"{_listed(problems)}; nothing was done.\n")


def tell_of_others(problems: Sequence[Problem], most: int | None = None) -> None:
    """The problems of input that was set aside, after the answer for the rest; of many the first ``most``."""
    if problems:
        sys.stdout.flush()
        sys.stderr.write(f"\n{_listed(problems, most)}; what is named here is not in the answer.\n")


def _listed(problems: Sequence[Problem], most: int | None = None) -> str:
    shown = [str(problem) for problem in problems[:most]]
    if len(shown) < len(problems):
        shown.append(f"... and {len(problems) - len(shown):,} more; --format json lists all")
    return "\n".join(shown) + f"\n\n{counted(len(problems), 'problem')} in the input"


def write_json(value: Any) -> None:
    """An answer, or plain values, as JSON."""
    from oxyclaim.services.answers import plain

    sys.stdout.write(json.dumps(plain(value), indent=2) + "\n")


def show(document: Document) -> None:
    """Draw a document on the terminal, or as plain text where the output goes elsewhere."""
    from rich.console import Console

    from oxyclaim.views.render.terminal import draw, text_of

    console = Console(highlight=False)
    if console.is_terminal:
        draw(document, console)
    else:
        sys.stdout.write(text_of(document, piped_width()))


def piped_width() -> int:
    """Columns of text that goes to no terminal."""
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and int(columns) > 0 else PIPED_WIDTH


@contextmanager
def counting(doing: str, total: int, many: int) -> Iterator[Callable[[int], None]]:
    """A bar on the error stream for so many things; fewer than ``many`` take less than a second and show none."""
    if total < many:
        yield lambda count: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(doing, total=total)
        yield lambda count: progress.advance(task, count)


def case_files(paths: Sequence[Path]) -> tuple[list["CaseFile"], list[Problem]]:
    """Case files from files, folders (searched with all in them), patterns and - for standard input; and what is
    wrong with the paths."""
    from oxyclaim.case.files import Written
    from oxyclaim.case.folders import find_files
    from oxyclaim.services.problems import of_case_files

    files: list[CaseFile] = []
    if STANDARD_INPUT in paths:
        files.append(Written("standard input", sys.stdin.buffer.read()))
    found, problems = find_files([path for path in paths if path != STANDARD_INPUT])
    return [*files, *found], of_case_files(problems)


def expanded(paths: Sequence[Path]) -> list[Path]:
    """Paths with patterns replaced by the files that fit, which not every shell does; one that fits none stays."""
    found: list[Path] = []
    for path in paths:
        fitting = [] if path.exists() or not has_magic(str(path)) else sorted(glob(str(path), recursive=True))
        found += map(Path, fitting) if fitting else [path]
    return found


def day(text: str | None, option: str, problems: list[Problem]) -> date | None:
    """The date that an option gives; what is none is told among the problems."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        message = "is not a date; write it year-month-day, for example 2026-04-20"
        problems.append(Problem("wrong_date", message, path=option, found=text))
        return None


def ended(is_fine: bool, problems: Sequence[Problem] = ()) -> int:
    """The exit code: 2 where some input was set aside, else whether everything is as it should be."""
    return BAD_INPUT if problems else OK if is_fine else NOT_ALL
