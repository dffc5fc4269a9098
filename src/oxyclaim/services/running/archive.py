"""A whole backup: the store, the papers and what waits to go out, in one new folder with the hash of each file.

It is made beside its name and gets the name at the end, so that a folder with that name is whole. Restoring looks at
every hash and every row first, and puts nothing in the place of anything.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from oxyclaim.services.answers import Head, head
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change, Places

STORE, PAPERS, OUTBOX, MANIFEST = "store.db", "papers", "outbox", "manifest.json"
VERSION = 1
NOT_MADE = "no backup was made"
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Where:
    """Where a desk is: its store, and the folders of papers and of what goes out."""

    store: str
    papers: Path
    outbox: Path


@dataclass(frozen=True, kw_only=True)
class ArchiveAnswer(Head):
    """A whole backup: where it is, who made it and when, its files and their size, and the hash of its list of files,
    by which the whole is known again."""

    folder: str
    made_at: str
    made_by: str
    files: int
    papers: int
    outgoing: int
    bytes: int
    manifest_sha256: str


def make_archive(
    places: Places, where: Where, target: Path, change: Change, book: RuleBook, as_of: date
) -> ArchiveAnswer:
    """Make a backup in a new folder, also while the desk is used. Raises BadInput; then nothing is there.

    The store is copied first: a paper that it names is then in its folder already, and none is ever changed.
    """
    _refuse(target)
    with _made_beside(target) as folder:
        places.copy_out(where.store, str(folder / STORE))
        _look(places, folder / STORE, NOT_MADE)
        _copy(where.papers, folder / PAPERS, hashed=True)
        _copy(where.outbox, folder / OUTBOX, hashed=False)
        _write_manifest(folder, change)
        found = _checked(folder)
        os.replace(folder, target)
        _to_disk(target.parent)
    return _answer(target, found, book, as_of)


def check_archive(places: Places, folder: Path, book: RuleBook, as_of: date) -> ArchiveAnswer:
    """Look at every file and every row of a backup. Raises BadInput with everything that is wrong."""
    found = _checked(folder)
    _look(places, folder / STORE, "the backup is not whole")
    return _answer(folder, found, book, as_of)


def restore_archive(places: Places, folder: Path, where: Where, book: RuleBook, as_of: date) -> ArchiveAnswer:
    """Make a desk of a backup, where there is none. Raises BadInput; then nothing is there.

    The folders come first, whole, the store last: a store that is there has its papers.
    """
    found = check_archive(places, folder, book, as_of)
    _refuse(where.papers)
    _refuse(where.outbox)
    made: list[Path] = []
    try:
        for name, target in ((PAPERS, where.papers), (OUTBOX, where.outbox)):
            with _made_beside(target) as part:
                _copy(folder / name, part, hashed=False)
                made.append(target)
                if target.exists():
                    _into(part, target)
                else:
                    os.replace(part, target)
        places.copy_in(str(folder / STORE), where.store)
    except BaseException:
        for each in made:
            shutil.rmtree(each, ignore_errors=True)
        raise
    return found


def _answer(folder: Path, manifest: dict[str, Any], book: RuleBook, as_of: date) -> ArchiveAnswer:
    files = manifest["files"]
    return ArchiveAnswer(
        **head("archive", book, as_of), folder=str(folder), made_at=manifest["made_at"], made_by=manifest["made_by"],
        files=len(files), papers=sum(each.startswith(f"{PAPERS}/") for each in files),
        outgoing=sum(each.startswith(f"{OUTBOX}/") for each in files),
        bytes=sum(each["bytes"] for each in files.values()), manifest_sha256=_hash(folder / MANIFEST),
    )  # fmt: skip


def _write_manifest(folder: Path, change: Change) -> None:
    files = {
        each.relative_to(folder).as_posix(): {"sha256": _hash(each), "bytes": each.stat().st_size}
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    }
    told = {"version": VERSION, "made_at": change.at.isoformat(), "made_by": change.author, "files": files}
    path = folder / MANIFEST
    path.write_text(json.dumps(told, indent=1), encoding="utf-8")
    for each in (*(folder / name for name in files), path):
        _to_disk(each)


def _checked(folder: Path) -> dict[str, Any]:
    """The list of files of a backup, of which each is there and as it was. Raises BadInput."""
    path = folder / MANIFEST
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        files = told["files"]
        sound = told["version"] == VERSION and STORE in files and all(_is_within(each) for each in files)
    except (OSError, ValueError, KeyError, TypeError):
        sound = False
    if not sound:
        message = "is no whole backup: its list of files is not there or cannot be read"
        raise BadInput([Problem("no_archive", message, str(folder))])
    problems = []
    for name, kept in files.items():
        each = folder / name
        if not each.is_file() or each.is_symlink():
            problems.append(Problem("file_gone", "is not there any more", str(each)))
        elif _hash(each) != kept["sha256"]:
            problems.append(Problem("changed_file", "is not what was backed up: its hash is another", str(each)))
    there = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if not each.is_dir()} - {MANIFEST}
    problems += [
        Problem("strange_file", "was not backed up", str(folder / each)) for each in sorted(there - set(files))
    ]
    if problems:
        raise BadInput(problems, "the backup is not whole")
    return told


def _is_within(name: str) -> bool:
    return not Path(name).is_absolute() and ".." not in Path(name).parts


def _look(places: Places, copy: Path, what: str) -> None:
    """Look at every row of a store's copy. Raises BadInput."""
    store = places.open_copy(str(copy))
    try:
        faults = store.check()[1]
    finally:
        store.close()
    if faults:
        message = f"rows were changed by hand: {len(faults)} faults; `oxyclaim store verify` names them"
        raise BadInput([Problem("changed_store", message, str(copy))], what)


def _copy(source: Path, target: Path, *, hashed: bool) -> None:
    """The files of a folder; those that are being written are left out. ``hashed``: each name is a file's hash, and is
    held against it. Raises BadInput."""
    target.mkdir(mode=0o700, exist_ok=True)
    problems = []
    for each in sorted(source.rglob("*")) if source.is_dir() else ():
        place = each.relative_to(source)
        if not each.is_file() or each.is_symlink() or any(part.startswith(".") for part in place.parts):
            continue
        (target / place).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(each, target / place)
        os.chmod(target / place, 0o600)
        if hashed and _HASH.fullmatch(each.name) and _hash(target / place) != each.name:
            problems.append(Problem("changed_file", "is not what was kept: its hash is another", str(each)))
    if problems:
        raise BadInput(problems, NOT_MADE)


def _into(part: Path, target: Path) -> None:
    """An empty folder that is there already is filled."""
    for each in part.iterdir():
        os.replace(each, target / each.name)


@contextmanager
def _made_beside(target: Path) -> Iterator[Path]:
    """A folder beside a name that it may get; it is taken away where it did not. Raises BadInput."""
    part: Path | None = None
    try:
        part = Path(tempfile.mkdtemp(dir=target.absolute().parent, prefix=f".{target.name}."))
        yield part
    except OSError as error:
        message = f"cannot be written ({error.strerror})"
        raise BadInput([Problem("cannot_write", message, str(target))], NOT_MADE) from None
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)


def _refuse(target: Path) -> None:
    """Only a name that is free, or an empty folder's. Raises BadInput."""
    if not target.absolute().parent.is_dir():
        raise BadInput([Problem("no_folder", f"the folder {target.parent} does not exist; make it first")])
    if target.exists() and (not target.is_dir() or next(_all(target), None) is not None):
        raise BadInput([Problem("target_is_there", "is there already and not empty; nothing was changed", str(target))])


def _all(folder: Path) -> Iterator[Path]:
    return (each for each in folder.rglob("*") if each.is_file())


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
