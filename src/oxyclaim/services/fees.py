"""CMS's fee files: take them in, say what is loaded, and find a fee."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from oxyclaim.claims.fees import FeeFile, FeeStore, Kind, Loaded, StoreError, find_fees, read_fee_file
from oxyclaim.services.answers import Head, head
from oxyclaim.services.problems import BadInput, Problem, of_case_files
from oxyclaim.services.rule_book import RuleBook

NONE_LOADED = "no fee file is loaded"


@dataclass(frozen=True)
class Imported(Loaded):
    """A file that was taken in, and the one of its kind and quarter whose place it takes."""

    replaces: Loaded | None


@dataclass(frozen=True, kw_only=True)
class FeesImported(Head):
    """What was taken into the store's folder; ``not_needed``: the files in which nothing is oxygen."""

    folder: str
    imported: tuple[Imported, ...]
    not_needed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FeesAnswer(Head):
    """The fee files that are loaded, by quarter and kind."""

    folder: str
    files: tuple[Loaded, ...]


@dataclass(frozen=True)
class Fee:
    """A fee in cents for an area. ``file``: the quarter of the file that holds it, in words."""

    code: str
    modifiers: tuple[str, ...]
    fee_cents: int
    area: str
    file: str


@dataclass(frozen=True, kw_only=True)
class FeeAnswer(Head):
    """The fees of a code for an address and a date of service, with every modifier the files have it with.

    ``missing`` says why there is none; it is null where there are some.
    """

    code: str
    state: str
    zip: str
    service_date: date
    fees: tuple[Fee, ...]
    missing: str | None


def import_fees(files: Sequence[Path], store: FeeStore, book: RuleBook, as_of: date) -> FeesImported:
    """Read, check and keep files, all of them or none. Raises BadInput with everything that is wrong."""
    read = [read_fee_file(path) for path in files]
    problems = of_case_files([problem for _, found in read for problem in found])
    good = [file for file, _ in read if file is not None]
    needless = [path for path, (file, found) in zip(files, read, strict=True) if file is None and not found]
    problems += _doubled(good)
    if not good and not problems:
        problems = [Problem("no_fees", "none of these files holds fees or ZIP codes for oxygen")]
    if problems:
        raise BadInput(problems)
    try:
        before = {(each.kind, each.period): each for each in store.loaded}
        loaded = store.add(good, as_of)
    except StoreError as error:
        raise BadInput([Problem("fee_files", str(error))]) from None
    return FeesImported(
        **head("fees_imported", book, as_of),
        folder=str(store.folder),
        imported=tuple(Imported(**vars(each), replaces=before.get((each.kind, each.period))) for each in loaded),
        not_needed=tuple(path.name for path in needless),
    )


def _doubled(files: Sequence[FeeFile]) -> Iterator[Problem]:
    seen: dict[tuple[str, int, int], str] = {}
    for file in files:
        place = (file.kind.value, file.year, file.quarter)
        if place in seen:
            message = f"{seen[place]} holds the {place[0]} of that quarter too; give one of them"
            yield Problem("doubled_quarter", message, file=file.source)
        seen.setdefault(place, file.source)


def loaded_fees(store: FeeStore, book: RuleBook, as_of: date) -> FeesAnswer:
    """What is loaded. Raises BadInput for a store that cannot be read."""
    return FeesAnswer(**head("fees", book, as_of), folder=str(store.folder), files=_loaded(store))


def find_fee(
    code: str, state: str, zip: str, service_date: date, store: FeeStore, book: RuleBook, as_of: date
) -> FeeAnswer:
    """The fees of a code. Raises BadInput for a store that cannot be read."""
    files = {each.period: f"{each.year} quarter {each.quarter}" for each in _loaded(store)}
    try:
        rows = _rows(code.upper(), state.upper(), zip, service_date, store)
    except StoreError as error:
        raise BadInput([Problem("fee_files", str(error))]) from None
    found = [row for row in rows if row["missing"] is None]
    missing = rows[0]["missing"] if rows else f"{NONE_LOADED} that has {code.upper()}; see oxyclaim fees list"
    return FeeAnswer(
        **head("fee", book, as_of),
        code=code.upper(),
        state=state.upper(),
        zip=zip,
        service_date=service_date,
        fees=tuple(
            Fee(row["code"], tuple(row["modifiers"].split()), row["fee"], row["area"], files[row["period"]])
            for row in found
        ),
        missing=None if found else missing,
    )


def _loaded(store: FeeStore) -> tuple[Loaded, ...]:
    try:
        return store.loaded
    except StoreError as error:
        raise BadInput([Problem("fee_files", str(error))]) from None


def _rows(code: str, state: str, zip: str, day: date, store: FeeStore) -> list[dict[str, Any]]:
    keys = store.table(Kind.FEES).filter(pl.col("code") == code)["modifiers"].unique().sort()
    asked = pl.DataFrame({"code": [code] * len(keys), "modifiers": keys}, schema_overrides={"code": pl.String})
    asked = asked.with_columns(state=pl.lit(state), zip=pl.lit(zip), service_date=pl.lit(day))
    return pl.concat([asked.select("code", "modifiers"), find_fees(asked, store)], how="horizontal").to_dicts()
