"""Earlier claims are kept for the scrubs to come: added file by file, each once, and looked up by who is billed."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oxyclaim.bulk.claim_tables import Refused
from oxyclaim.bulk.family import Family
from oxyclaim.bulk.files import UnreadableFile, pieces
from oxyclaim.bulk.history import billed_months
from oxyclaim.bulk.history_store import BUCKETS, Adding, Batch, NoStore, adding, opened
from oxyclaim.bulk.inputs import counts, found
from oxyclaim.services.answers import Head, head
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.sources.given import Given, given
from oxyclaim.sources.packed import Source
from oxyclaim.sources.room import Room

NOT_ADDED = "nothing was added"


@dataclass(frozen=True)
class HistoryAddRequest:
    """Claim files (837P or tables, packed or not), folders or patterns, and the folder of the history."""

    files: Sequence[Path]
    folder: Path
    as_of: date


@dataclass(frozen=True)
class HistoryFile:
    """A file: ``added``, or its bytes were in the history before. ``months``: lines that are months of oxygen;
    ``incomparable``: oxygen lines without a member id or a day, which are nobody's."""

    file: str
    sha256: str
    added: bool
    claims: int
    lines: int
    months: int
    incomparable: int


@dataclass(frozen=True, kw_only=True)
class HistoryAdded(Head):
    """What was added, file by file, and what is in the history now."""

    folder: str
    files: tuple[HistoryFile, ...]
    batches: int
    lines: int
    months: int


@dataclass(frozen=True)
class HistoryBatch:
    """A file that was added once, by the hash of its bytes; its name is not kept."""

    sha256: str
    added: date
    claims: int
    lines: int
    months: int
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, kw_only=True)
class HistoryKept(Head):
    """What is in a history. ``size``: bytes of its files; ``parts``: how many there are, in ``buckets``."""

    folder: str
    batches: tuple[HistoryBatch, ...]
    claims: int
    lines: int
    months: int
    incomparable: int
    first_day: date | None
    last_day: date | None
    buckets: int
    parts: int
    size: int


def add_history(
    request: HistoryAddRequest,
    book: RuleBook,
    on_start: Callable[[Sequence[Path]], Callable[[int], None]] | None = None,
) -> HistoryAdded:
    """Add the files. Raises BadInput; then nothing was added."""
    with Room() as room:
        files = _files(request, room)
        on_bytes = on_start(files.paths) if on_start else lambda count: None
        family = Family.of(book)
        try:
            with adding(request.folder) as history:
                told = [_add(history, source, family, request.as_of, on_bytes) for source in files.sources]
            store = opened(request.folder)
        except NoStore as error:
            raise BadInput([Problem("no_history", str(error), file=str(request.folder))], NOT_ADDED) from None
        except OSError as error:
            message = f"cannot be written ({error.strerror})"
            raise BadInput(
                [Problem("cannot_write", message, file=str(error.filename or request.folder))], NOT_ADDED
            ) from None
    batches = store.contents.batches
    return HistoryAdded(
        **head("history_added", book, request.as_of), folder=str(request.folder), files=tuple(told),
        batches=len(batches), lines=sum(each.lines for each in batches), months=store.months,
    )  # fmt: skip


def show_history(folder: Path, book: RuleBook, as_of: date) -> HistoryKept:
    """What is in a history. Raises BadInput."""
    try:
        store = opened(folder)
        paths = [path for bucket in range(BUCKETS) for path in store.paths(bucket)]
        size = sum(path.stat().st_size for path in paths)
    except NoStore as error:
        raise BadInput([Problem("no_history", str(error), file=str(folder))]) from None
    except OSError as error:
        message = f"cannot be read ({error.strerror})"
        raise BadInput([Problem("cannot_read", message, file=str(error.filename or folder))]) from None
    told = tuple(_batch(each) for each in store.contents.batches)
    return HistoryKept(
        **head("history_kept", book, as_of), folder=str(folder), batches=told,
        claims=sum(each.claims for each in told), lines=sum(each.lines for each in told), months=store.months,
        incomparable=sum(each.incomparable for each in store.contents.batches), first_day=store.first_day,
        last_day=max((each.last_day for each in told if each.last_day), default=None), buckets=BUCKETS,
        parts=len(paths), size=size,
    )  # fmt: skip


def _files(request: HistoryAddRequest, room: Room) -> Given:
    problems: list[Problem] = []

    def local(path: Path) -> list[Path]:
        try:
            return found([path])
        except Refused as error:
            where, _, message = str(error).partition(": ")
            problems.append(Problem("no_file", message, file=where))
            return []

    if not request.folder.absolute().parent.is_dir():
        problems.append(Problem("no_folder", "cannot be made: the folder above it does not exist", str(request.folder)))
    elif request.folder.exists() and not request.folder.is_dir():
        problems.append(Problem("not_a_folder", "is no folder; a history is a folder of its own", str(request.folder)))
    files = given(request.files, room, counts, local)
    problems += [Problem("no_file", message, file=where) for where, message in files.problems]
    problems += [Problem("cannot_read", files.broken[each], file=files.names[each]) for each in files.broken]
    if problems:
        raise BadInput(problems, NOT_ADDED)
    return files


def _add(history: Adding, source: Source, family: Family, as_of: date, on_bytes: Callable[[int], None]) -> HistoryFile:
    with source.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    on_bytes(source.path.stat().st_size)
    if history.has(digest):
        return HistoryFile(source.name, digest, False, 0, 0, 0, 0)
    claims = lines = months = incomparable = 0
    days: list[date] = []
    try:
        for piece in pieces(source.path):
            history.add(piece.claims, piece.lines)
            known, unknown = billed_months(family, piece.claims, piece.lines)
            claims, lines = claims + piece.claims.height, lines + piece.lines.height
            months, incomparable = months + len(known), incomparable + unknown
            days += [day for day in (known.min(), known.max()) if isinstance(day, date)]
    except (UnreadableFile, Refused) as error:
        problem = Problem("refused", str(error).replace(str(source.path), source.name), file=source.name)
        raise BadInput([problem], NOT_ADDED) from None
    first, last = (each.isoformat() if each else None for each in (min(days, default=None), max(days, default=None)))
    history.batches.append(Batch(digest, as_of.isoformat(), claims, lines, months, incomparable, first, last))
    return HistoryFile(source.name, digest, True, claims, lines, months, incomparable)


def _batch(batch: Batch) -> HistoryBatch:
    first, last = (date.fromisoformat(day) if day else None for day in (batch.first_day, batch.last_day))
    return HistoryBatch(
        batch.sha256, date.fromisoformat(batch.added), batch.claims, batch.lines, batch.months, first, last
    )
