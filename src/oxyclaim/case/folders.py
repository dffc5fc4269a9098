"""Find case files: named, in folders, or by a pattern."""

import os
from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from pathlib import Path

from oxyclaim.case.files import SUFFIXES
from oxyclaim.case.other_kinds import is_of_another_kind
from oxyclaim.case.problems import Problem


def find_files(
    paths: Iterable[Path], suffixes: tuple[str, ...] = SUFFIXES, what: str = "case file"
) -> tuple[list[Path], list[Problem]]:
    """The case files that the paths lead to, each once, and what is wrong with a path: in the order given, and
    within a folder in the order of names.

    Folders are searched with all folders in them; there only files count whose names end in one of ``suffixes``, as
    those of case files do; without suffixes every file counts. ``what``: what such a file is called.
    Names that begin with a dot are passed over, since programs keep unfinished files so; where cases are looked for,
    also what says by its keys that it is another thing of ours, such as a batch's manifest or a profile.
    """
    found: dict[Path, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        for one in _expanded(path, suffixes, what):
            if isinstance(one, Problem):
                problems.append(one)
            else:
                found.setdefault(_real(one), one)
    return list(found.values()), problems


def _expanded(path: Path, suffixes: tuple[str, ...], what: str) -> Iterator[Path | Problem]:
    if path.is_dir():
        yield from _in_folder(path, suffixes, what)
    elif path.exists() or not has_magic(str(path)):
        yield path
    else:
        matches = [Path(name) for name in sorted(glob(str(path), recursive=True))]
        if not matches:
            yield Problem(path, None, "matches no file; check the pattern and the folder")
        for match in matches:
            if match.is_dir():
                yield from _in_folder(match, suffixes, what)
            elif _counts(match.name, suffixes) and not _is_passed_over(match, suffixes):
                yield match


def _in_folder(folder: Path, suffixes: tuple[str, ...], what: str) -> Iterator[Path | Problem]:
    unreadable: list[OSError] = []
    empty = True
    for where, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if (
                not name.startswith(".")
                and _counts(name, suffixes)
                and not _is_passed_over(Path(where, name), suffixes)
            ):
                empty = False
                yield Path(where, name)
    for error in unreadable:
        reason = error.strerror or "is the name right?"
        yield Problem(Path(error.filename or folder), None, f"this folder cannot be read: {reason}")
    if empty and not unreadable:
        ends = f"; their names end in one of: {', '.join(suffixes)}" if suffixes else ""
        yield Problem(folder, None, f"this folder holds no {what}{ends}")


def _is_passed_over(path: Path, suffixes: tuple[str, ...]) -> bool:
    """Whether cases are looked for and this is something else that is kept beside them."""
    return suffixes == SUFFIXES and is_of_another_kind(path)


def _counts(name: str, suffixes: tuple[str, ...]) -> bool:
    return not suffixes or Path(name).suffix.lower() in suffixes


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):
        return path
