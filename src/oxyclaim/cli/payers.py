"""``oxyclaim payers``."""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from oxyclaim.case.problems import Problem
from oxyclaim.cli.output import console, find, print_json, refuse, refuse_all
from oxyclaim.cli.payer_folder import existing_folder, folder_for_new, named_folder, payers_folder
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.policy import load
from oxyclaim.policy.handbook.wording import span
from oxyclaim.policy.loading import examine, payer_paths, payers_of
from oxyclaim.policy.payer_files import comparing
from oxyclaim.policy.payer_files import listing as lists
from oxyclaim.policy.payer_files.readiness import lacking
from oxyclaim.policy.payer_files.schema import payer_schema
from oxyclaim.policy.payer_files.sheet import Holding, PayerSheet, sheet
from oxyclaim.policy.payer_files.template import starter
from oxyclaim.policy.payer_files.wording import SILENT

OK, BAD_INPUT = 0, 2
MOST_OF_A_LIST = 12
LOOK = "look in your contract"
_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")


def listing(option: Path | None, every: bool, as_json: bool) -> int:
    """All payers and plans. Returns the exit code."""
    folder = payers_folder(option, as_json)
    found = lists.listed(load(folder), payers_of(folder).owns)
    if as_json:
        print_json(found)
        return OK
    out = console()
    out.print(_table([each for each in found if not each.abstract]))
    if roots := [each for each in found if each.abstract]:
        if every:
            out.print(Text("\nTo inherit from only", style="bold"), _table(roots), sep="\n")
        else:
            out.print(f"{len(roots)} more are there to be inherited from only; --all lists them.")
    out.print("`oxyclaim payers show PAYER` shows one; `oxyclaim payers new NAME` starts a file of your own.")
    return OK


def _table(rows: Sequence[lists.Listed]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for head in ("payer", "name", "kind", "status", "inherits", "sets", "sources of"):
        table.add_column(head, justify="right" if head == "sets" else "left", no_wrap=head != "name")
    for row in rows:
        kind = f"{row.line_of_business} {row.state}".rstrip()
        days = dict.fromkeys(str(day) for day in (row.oldest, row.newest) if day)
        table.add_row(row.payer, Text(row.name), kind, row.status, row.inherits, str(row.own_values), "\n".join(days))
    return table


def show(payer: str, day: date, option: Path | None, as_json: bool) -> int:
    """One payer on a day. Returns the exit code."""
    folder = payers_folder(option, as_json)
    catalogue = load(folder)
    found = _known(payer, catalogue, as_json)
    if found is None:
        return BAD_INPUT
    shown = sheet(catalogue, payers_of(folder).owns, found, day)
    if as_json:
        print_json(shown)
    else:
        console().print(*_sheet(shown), sep="\n")
    return OK


def _known(payer: str, catalogue: Catalogue, as_json: bool) -> str | None:
    found = find(payer, catalogue.profiles)
    if found is None:
        refuse("payer", payer, list(catalogue.profiles), "payers --all", as_json)
    return found


def _sheet(shown: PayerSheet) -> Iterator[RenderableType]:
    yield Text(f"{shown.payer}  {shown.name}", style="bold")
    state = f", {shown.state}" if shown.state else ""
    heirs = f" Inherits from {', then '.join(shown.inherits)}." if shown.inherits else ""
    yield Text(f"{shown.line_of_business}{state}; {shown.status}.{heirs} On {shown.day}:")
    for section in shown.sections:
        if section.holdings:
            yield Text(f"\n{section.title}", style="bold")
            for holding in section.holdings:
                yield from _holding(holding)
    silent = [title for section in shown.sections for title in section.silent]
    yield Text("\nSilent (for review where it decides, never a denial)", style="bold")
    yield _line(f"{'; '.join(silent)}." if silent else "On nothing that payers differ in.")
    yield Text("\nRules that judge its lines", style="bold")
    families = ", ".join(f"{family} {len(ids)}" for family, ids in shown.rules.items())
    yield _line(f"{families}. `oxyclaim rules` lists them.")


def _holding(holding: Holding) -> Iterator[RenderableType]:
    said = _shortened(holding)
    yield _line(f"{holding.title}: {said[0]}" if len(said) == 1 else f"{holding.title}:")
    if len(said) > 1:
        for each in said:
            yield _line(f"- {each}", 2)
    if holding.contested:
        others = "; ".join(", ".join(each) for each in holding.contested)
        yield _line(f"contested: other sources say {others}; {LOOK}", 2, "magenta")
    if holding.only_review:
        yield _line(holding.only_review, 2, "magenta")
    yield _line(", ".join(_about(holding)), 2, "dim")


def _about(holding: Holding) -> Iterator[str]:
    yield f"[{'; '.join(holding.sources)}] {holding.grade}"
    yield f"as of {holding.as_of}"
    if holding.age_months is not None:
        yield "1 month old" if holding.age_months == 1 else f"{holding.age_months} months old"
    yield span(holding.first, holding.last)
    if holding.inherited_from:
        yield f"inherited from {holding.inherited_from}"
    if holding.note:
        yield holding.note


def _shortened(holding: Holding) -> tuple[str, ...]:
    """The value in words; of a long list of plain texts the beginning."""
    value = holding.value
    if isinstance(value, (list, tuple)) and len(value) > MOST_OF_A_LIST and len(holding.words) == 1:
        return (f"{', '.join(map(str, value[:MOST_OF_A_LIST]))}, and {len(value) - MOST_OF_A_LIST} more",)
    return holding.words


def compare(chosen: Sequence[str], day: date, option: Path | None, every: bool, as_json: bool) -> int:
    """Payers side by side. Returns the exit code."""
    folder = payers_folder(option, as_json)
    catalogue = load(folder)
    payers = [_known(payer, catalogue, as_json) for payer in chosen]
    if None in payers:
        return BAD_INPUT
    known = list(dict.fromkeys(payer for payer in payers if payer))
    if len(known) < 2:
        refuse_all(["give two payers or more, such as: oxyclaim payers compare medicare medicare_advantage"], as_json)
        return BAD_INPUT
    found = comparing.compare(catalogue, known, day)
    if as_json:
        print_json(found)
    else:
        console().print(*_comparison(found, every), sep="\n")
    return OK


def _comparison(found: comparing.Comparison, every: bool) -> Iterator[RenderableType]:
    yield Text(
        f"On {found.day}. What a payer's file does not say is silent; where its rules ask for it, a line is for review."
    )
    kinds = (
        (comparing.DIFFERS, "What differs", True),
        (comparing.ONE_ONLY, "What one of them sets alone", every),
        (comparing.ALIKE, "What is alike", every),
    )
    left_out = []
    for how, title, shown in kinds:
        rows = found.rows_that(how)
        if rows and shown:
            yield _side_by_side(found, rows, title)
        elif rows or how == comparing.DIFFERS:
            left_out.append(f"{title[0].lower()}{title[1:]}: {len(rows)}")
    if left_out:
        yield Text(f"Not shown: {'; '.join(left_out)}. --all shows them." if not every else f"{'; '.join(left_out)}.")


def _side_by_side(found: comparing.Comparison, rows: Sequence[comparing.Row], title: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", show_lines=True, expand=True)
    table.add_column("", ratio=3)
    for payer, name in zip(found.payers, found.names, strict=True):
        table.add_column(Text(f"{payer}\n{name}"), ratio=4, overflow="fold")
    subject = ""
    for row in rows:
        head = Text(f"{row.subject}\n" if row.subject != subject else "", style="dim")
        subject = row.subject
        cells = (Text("\n".join(answer), style="dim" if answer == (SILENT,) else "none") for answer in row.answers)
        table.add_row(head.append(row.title, style="not dim"), *cells)
    return table


def new(name: str, inherits: str, option: Path | None, today: date) -> int:
    """A starter file for a payer of the user's own. Returns the exit code."""
    folder = folder_for_new(option)
    catalogue = load(payers_folder(folder) if folder.is_dir() else None)
    if not _NAME.fullmatch(name):
        simple = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
        hint = f", for example {simple}" if _NAME.fullmatch(simple) else ""
        refuse_all([f"{name!r} cannot be a payer's name; use small letters, digits and _, a letter first{hint}"], False)
        return BAD_INPUT
    if name in catalogue.profiles:
        refuse_all(
            [f"there is a payer {name} already; choose another name, and inherit from it: --inherits {name}"], False
        )
        return BAD_INPUT
    parent = _known(inherits, catalogue, False)
    if parent is None:
        return BAD_INPUT
    path = folder / f"{name}.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(starter(catalogue, name, parent, today))
    except FileExistsError:
        refuse_all([f"{path} is there already, and nothing is overwritten; move it away or choose another name"], False)
        return BAD_INPUT
    except OSError as error:
        refuse_all([f"{path}: cannot be written ({error.strerror})"], False)
        return BAD_INPUT
    out = console()
    out.print(Text(f"Wrote {path}. Next:"))
    for step in _next_steps(name, folder, named_folder(option) is not None):
        out.print(_line(step))
    return OK


def _next_steps(name: str, folder: Path, named: bool) -> Iterator[str]:
    yield "1. Fill in the source: who issued it, where it stands, when it was read; `grade: primary` if it is its text."
    yield "2. Take the # away from each key that the text sets, and enter the value; docs/payer-file.md explains them."
    yield f"3. oxyclaim payers validate {folder}"
    yield f"4. In a case file write `payer: {name}` under `coverage`."
    if named:
        yield f"Commands find the file with --payers {folder}, or with OXYCLAIM_PAYERS set to that folder."


def validate(files: Sequence[Path], option: Path | None, today: date, as_json: bool) -> int:
    """Everything that is wrong with payer files, and what each lacks to be verified. Returns the exit code."""
    folder = existing_folder(option, as_json)
    if not files and folder is None:
        refuse_all(["give payer files or a folder, for example: oxyclaim payers validate my-payers"], as_json)
        return BAD_INPUT
    wanted, problems = _files_of(files or [folder] if folder else files)
    beside = [path for path in payer_paths(folder) if path.resolve() not in {each.resolve() for each in wanted}]
    payers, found = examine([*beside, *wanted])
    problems += found
    read = [each for each in payers.read.values() if each.path in wanted]
    reports = [(each, lacking(each, payers, today)) for each in read] if not problems else []
    if as_json:
        print_json({
            "problems": [asdict(each) | {"path": str(each.path)} for each in problems],
            "files": [
                {"path": str(each.path), "payer": each.file.payer, "status": each.file.status,
                 "could_be_verified": not wants, "lacking": wants} for each, wants in reports
            ],
        })  # fmt: skip
    elif problems:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        sys.stderr.write("".join(f"{problem}\n" for problem in problems) + f"\n{count} in the payer files.\n")
    else:
        for each, wants in reports:
            console().print(*_report(each, wants), sep="\n")
    return BAD_INPUT if problems else OK


def _files_of(given: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    """The files, those in folders too; and what cannot be found."""
    files: list[Path] = []
    problems = []
    for path in given:
        if path.is_dir():
            inside = sorted(path.glob("*.yaml"))
            files += inside
            if not inside:
                problems.append(Problem(path, None, "holds no payer file (their names end in .yaml)"))
        elif path.is_file():
            files.append(path)
        else:
            problems.append(Problem(path, None, "there is no such file or folder"))
    return list(dict.fromkeys(files)), problems


def _report(each: Any, wants: Sequence[str]) -> Iterator[RenderableType]:
    yield Text(f"{each.path}: {each.file.payer} is right as it stands; {each.file.status}.")
    if not wants:
        yield _line(
            "Nothing is lacking to mark it verified." if each.file.status != "verified" else "Nothing is lacking."
        )
        return
    yield _line("Before it can be marked verified:")
    for want in wants:
        yield _line(f"- {want}", 2)


def schema() -> int:
    """The JSON Schema of the payer file. Returns the exit code."""
    sys.stdout.write(json.dumps(payer_schema(load().parameters), indent=2) + "\n")
    return OK


def _line(text: str, depth: int = 1, style: str = "none") -> Padding:
    return Padding(Text(text, style=style), (0, 0, 0, 2 * depth), expand=False)
