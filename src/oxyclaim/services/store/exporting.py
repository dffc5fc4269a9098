"""The cases of a store as case files, without loss: taken in again, they are the same cases."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from oxyclaim.case.canonical import case_of
from oxyclaim.case.files import LINES_SUFFIXES
from oxyclaim.services.answers import Head, head
from oxyclaim.services.case_texts import json_text, yaml_text
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import CaseVersion, Store
from oxyclaim.services.targets import refuse_target, writing

Form = Literal["yaml", "json", "jsonl"]
NOT_EMPTY = "is there already and not empty; give the name of a new folder"


@dataclass(frozen=True, kw_only=True)
class StoreExported(Head):
    """How many cases went into which file or folder, and in which form."""

    store: str
    target: str
    form: Form
    cases: int


def export_cases(
    store: Store,
    target: Path,
    book: RuleBook,
    as_of: date,
    *,
    form: Literal["yaml", "json"] = "yaml",
    case_ids: Sequence[str] = (),
    on_case: Callable[[int], None] = lambda count: None,
) -> StoreExported:
    """Write the latest version of these cases, or of all: into one file of JSON Lines, or each into a new folder.

    ``on_case`` is told of cases as they are written. Raises BadInput.
    """
    is_lines = target.suffix.lower() in LINES_SUFFIXES
    versions = _known(store, case_ids) if case_ids else store.latest()
    if is_lines:
        refuse_target(target)
        count = _into_lines(versions, target, on_case)
    else:
        count = _into_folder(versions, target, form, on_case)
    return StoreExported(
        **head("store_exported", book, as_of),
        store=store.where,
        target=str(target),
        form="jsonl" if is_lines else form,
        cases=count,
    )


def _known(store: Store, case_ids: Sequence[str]) -> Iterator[CaseVersion]:
    found = list(store.latest(case_ids))
    missing = sorted(set(case_ids) - {each.case_id for each in found})
    if missing:
        raise BadInput(Problem("no_case", "the store has no such case", path="case_id", found=id) for id in missing)
    return iter(found)


def _into_lines(versions: Iterator[CaseVersion], target: Path, on_case: Callable[[int], None]) -> int:
    count = 0
    with writing(target) as part, part.open("w", encoding="utf-8", newline="") as out:
        for version in versions:
            out.write(json_text(case_of(version.text)) + "\n")
            count += 1
            on_case(1)
    return count


def _into_folder(versions: Iterator[CaseVersion], folder: Path, form: str, on_case: Callable[[int], None]) -> int:
    with _cannot_write(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise BadInput([Problem("target_exists", NOT_EMPTY, str(folder))])
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    taken: set[str] = set()
    for version in versions:
        with writing(folder / f"{_name(version.case_id, taken)}.{form}") as part:
            case = case_of(version.text)
            text = json_text(case, indent=2) + "\n" if form == "json" else yaml_text(case)
            part.write_text(text, encoding="utf-8", newline="")
        on_case(1)
    return len(taken)


@contextmanager
def _cannot_write(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BadInput([Problem("cannot_write", f"cannot be written ({error.strerror})", str(folder))]) from None


def _name(case_id: str, taken: set[str]) -> str:
    """The case id as a name that no other case has, on a system that does not tell capital letters apart either."""
    name = base = case_id.replace("/", "_").rstrip(".")
    again = 1
    while name.casefold() in taken:
        again += 1
        name = f"{base}~{again}"
    taken.add(name.casefold())
    return name
