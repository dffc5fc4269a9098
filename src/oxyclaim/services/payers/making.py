"""A payer's file of the user's own: started, or copied from a built-in one. Nothing is overwritten."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oxyclaim.policy import load
from oxyclaim.policy.loading import HERE
from oxyclaim.policy.payer_files.template import starter
from oxyclaim.services.answers import Head, head
from oxyclaim.services.payers.showing import known_payer
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook, rule_book

BUILT_IN = HERE / "payers"
_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")


@dataclass(frozen=True, kw_only=True)
class PayerFileAnswer(Head):
    """A payer file that was written. ``copied_from``: the built-in payer whose file it copies; null for a new one."""

    payer: str
    path: str
    copied_from: str | None


def new_payer(name: str, inherits: str, folder: Path, as_of: date) -> PayerFileAnswer:
    """A file that is valid as it stands, with every key as a comment. Raises BadInput."""
    book = book_of(folder)
    _check_name(name)
    if name in book.profiles:
        message = f"there is a payer {name} already; choose another name, and inherit from it: --inherits {name}"
        raise BadInput([Problem("name_taken", message)])
    parent = known_payer(inherits, book)
    path = _written(folder / f"{name}.yaml", starter(book, name, parent, as_of))
    return PayerFileAnswer(**head("payer_file", book, as_of), payer=name, path=str(path), copied_from=None)


def copy_payer(payer: str, name: str | None, folder: Path, as_of: date) -> PayerFileAnswer:
    """A built-in payer's file, under its own name or another one. Raises BadInput."""
    source, name = BUILT_IN / f"{payer}.yaml", name or payer
    if not source.is_file():
        there = sorted(each.stem for each in BUILT_IN.glob("*.yaml"))
        message = f"there is no built-in file of this payer; there are: {', '.join(there)}"
        raise BadInput([Problem("no_built_in", message, found=payer, allowed=tuple(there))])
    _check_name(name)
    if name != payer and name in book_of(folder).profiles:
        raise BadInput([Problem("name_taken", f"there is a payer {name} already; choose another name")])
    text = re.sub(
        r"^payer: .*$", f"payer: {name}", source.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE
    )  # fmt: skip
    path = _written(folder / f"{name}.yaml", text)
    return PayerFileAnswer(**head("payer_file", load(), as_of), payer=name, path=str(path), copied_from=payer)


def book_of(folder: Path) -> RuleBook:
    """The rule book with the files of a folder that need not be there. Raises BadInput for files that are wrong."""
    return rule_book(folder if folder.is_dir() else None)


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        simple = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
        hint = f", for example {simple}" if _NAME.fullmatch(simple) else ""
        message = f"cannot be a payer's name; use small letters, digits and _, a letter first{hint}"
        raise BadInput([Problem("payer_name", message, found=name)])


def _written(path: Path, text: str) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        message = "is there already, and nothing is overwritten; move it away or choose another name"
        raise BadInput([Problem("file_exists", message, file=str(path))]) from None
    except OSError as error:
        raise BadInput([Problem("cannot_write", f"cannot be written ({error.strerror})", file=str(path))]) from None
    return path
