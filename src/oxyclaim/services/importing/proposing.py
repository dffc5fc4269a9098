"""A mapping is proposed for the files of an export, and written where there is none yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oxyclaim.case.files import YAML_SUFFIXES
from oxyclaim.intake.proposing import Proposed, mapping_text, proposed
from oxyclaim.intake.tables import CannotRead, read_table
from oxyclaim.services.answers import Head, head
from oxyclaim.services.importing.answer import file_problem
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.targets import NOT_WRITTEN, refuse_target, writing, wrong_kind

IS_THERE = "is there already; a mapping is work: give another name, or remove it yourself"


@dataclass(frozen=True)
class FileProposed:
    """A file: its rows, how many of its headings are known, and those that are not."""

    file: str
    rows: int
    patient: str | None
    known: int
    unknown: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MapProposed(Head):
    """The mapping as text, and where it stands; ``asks``: how many places a person must answer."""

    files: tuple[FileProposed, ...]
    mapping: str
    target: str | None
    asks: int


def propose_map(files: Sequence[Path], target: Path | None, book: RuleBook, as_of: date) -> MapProposed:
    """Propose a mapping. ``target``: where it is written, if anywhere. Raises BadInput."""
    if target is not None:
        if target.exists():
            raise BadInput([Problem("target_exists", IS_THERE, str(target))], NOT_WRITTEN)
        if wrong := wrong_kind(target, YAML_SUFFIXES):
            raise BadInput(wrong, NOT_WRITTEN)
        refuse_target(target, files)
    problems, found = [], []
    for path in files:
        try:
            found.append(proposed(read_table(path)))
        except CannotRead as error:
            problems.append(file_problem(path, str(error)))
    if problems:
        raise BadInput(problems)
    text = mapping_text(found)
    if target is not None:
        with writing(target) as part:
            part.write_text(text, encoding="utf-8", newline="")
    return MapProposed(
        **head("import_map", book, as_of),
        files=tuple(map(_told, found)),
        mapping=text,
        target=None if target is None else str(target),
        asks=text.count("# ASK"),
    )


def _told(each: Proposed) -> FileProposed:
    unknown = tuple(heading for heading, path in each.columns.items() if path is None)
    return FileProposed(str(each.table.path), each.table.read, each.patient, len(each.columns) - len(unknown), unknown)
