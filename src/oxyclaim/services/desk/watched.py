"""A folder that is watched: what payers and the bank send is dropped into ``inbox``, posted, and moved on whole.

``done`` holds what was posted, ``refused`` what could not be read, each with a text beside it that says why. Claim
files that a billing run writes are put into ``outbox``.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.desk.kept import SupplierDesk
from oxyclaim.services.desk.replies import Upload, take_replies
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change
from oxyclaim.services.targets import writing

INBOX, OUTBOX, DONE, REFUSED = "inbox", "outbox", "done", "refused"
SETTLED = timedelta(seconds=5)
"""For so long a file must have been left alone: another program may still be writing it."""
UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart")
"""How the names of files end that another program has not finished."""
TABLES = (".csv", ".xlsx")
"""Deposits of the bank; everything else is an answer of a payer."""
MOST_BYTES = 200_000_000


@dataclass(frozen=True)
class Taken:
    """A file of the inbox: where it lies now, and why it was refused, if it was."""

    name: str
    now: Path
    why: tuple[str, ...] = ()


def prepare(folder: Path) -> None:
    """Make the folders that are missing. Raises OSError."""
    for name in (INBOX, OUTBOX, DONE, REFUSED):
        (folder / name).mkdir(parents=True, exist_ok=True)


def take_in(
    desk: SupplierDesk, folder: Path, book: RuleBook, as_of: date, fees: FeeStore | None, change: Change
) -> Iterator[Taken]:
    """Post every whole file of the inbox, the oldest first, and move it on. Raises OSError.

    A file whose program dies before it is moved is posted once more, which changes nothing.
    """
    for path in _whole(folder / INBOX, change):
        try:
            if path.stat().st_size > MOST_BYTES:
                raise BadInput([Problem("too_large", "is larger than 200 MB")])
            upload = Upload(path.name, path.read_bytes())
            is_bank = path.suffix.lower() in TABLES
            posted = take_replies(
                desk, [] if is_bank else [upload], [upload] if is_bank else [], False, book, as_of, fees, change
            )
            why = tuple(str(each) for each in posted.problems)
        except BadInput as error:
            why = tuple(str(each) for each in error.problems)
        target = _free(folder / (REFUSED if why else DONE), path.name)
        os.replace(path, target)
        if why:
            with writing(target.with_name(f"{target.name}.why.txt")) as part:
                part.write_text("\n".join(why) + "\n", encoding="utf-8")
        yield Taken(path.name, target, why)


def put_out(folder: Path, name: str, content: bytes) -> Path:
    """A claim file for whoever sends it: there whole, or not at all; one that is there already stays as it is."""
    target = folder / OUTBOX / name
    if not target.exists():
        with writing(target) as part:
            part.write_bytes(content)
    return target


def _whole(inbox: Path, change: Change) -> list[Path]:
    ready = change.at.timestamp() - SETTLED.total_seconds()
    files = [
        path for path in inbox.iterdir()
        if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
        and path.suffix.lower() not in UNFINISHED and path.stat().st_mtime <= ready
    ]  # fmt: skip
    return sorted(files, key=lambda path: (path.stat().st_mtime, path.name))


def _free(folder: Path, name: str) -> Path:
    """A name that no file has yet."""
    target, number = folder / name, 2
    while target.exists():
        target, number = folder / f"{Path(name).stem}-{number}{Path(name).suffix}", number + 1
    return target
