"""``oxyclaim fees``: load CMS's fee files, list what is loaded, show a fee."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from rich.table import Table
from rich.text import Text

from oxyclaim.claims.fees import FeeFile, FeeStore, Loaded, StoreError, default_folder, find_fees, read_fee_file
from oxyclaim.claims.pricing.expected import dollars
from oxyclaim.cli.output import console, print_json

OK, NOT_FOUND, BAD_INPUT = 0, 1, 2
NONE_LOADED = "no fee file is loaded"


def load(files: Sequence[Path], folder: Path | None, as_json: bool, today: date) -> int:
    """Read, check and store files: all of them or none. Returns the exit code."""
    read = [read_fee_file(path) for path in files]
    problems = [str(problem) for _, found in read for problem in found]
    good = [file for file, _ in read if file is not None]
    needless = [path for path, (file, found) in zip(files, read, strict=True) if file is None and not found]
    problems += _doubled(good)
    if not good and not problems:
        problems = ["none of these files holds fees or ZIP codes for oxygen"]
    if problems:
        return _refuse(problems, "nothing was imported", as_json)
    store = FeeStore(folder or default_folder())
    try:
        before = {(each.kind, each.period): each for each in store.loaded}
        loaded = store.add(good, today)
    except StoreError as error:
        return _refuse([str(error)], "nothing was imported", as_json)
    if as_json:
        print_json({"folder": str(store.folder), "imported": loaded, "not_needed": [path.name for path in needless]})
        return OK
    out = console()
    for each in loaded:
        aside = "".join(f", {count:,} set aside: {why}" for why, count in each.set_aside.items())
        out.print(Text(f"{each.source}: {_named(each)}, {each.rows:,} rows read, {each.kept:,} kept{aside}"))
        older = before.get((each.kind, each.period))
        if older is not None:
            same = "the same content" if older.sha256 == each.sha256 else "another content"
            out.print(
                Text(f"  takes the place of {older.source} of {older.imported.isoformat()} ({same})", style="dim")
            )
    for path in needless:
        out.print(Text(f"{path.name}: not needed, nothing in it is oxygen", style="dim"))
    out.print(Text(f"Stored in {store.folder}.", style="dim"))
    return OK


def listing(folder: Path | None, as_json: bool) -> int:
    """What is loaded. Returns the exit code."""
    store = FeeStore(folder or default_folder())
    try:
        loaded = store.loaded
    except StoreError as error:
        return _refuse([str(error)], "nothing was done", as_json)
    if as_json:
        print_json({"folder": str(store.folder), "files": loaded})
        return OK
    out = console()
    if not loaded:
        out.print(Text(f"{NONE_LOADED} in {store.folder}; see oxyclaim fees import --help"))
        return OK
    table = Table(box=None, padding=(0, 2, 0, 0))
    for head in ("quarter", "file", "source", "imported", "rows kept", "sha256"):
        table.add_column(head, justify="right" if head == "rows kept" else "left")
    for each in loaded:
        quarter = f"{each.year} Q{each.quarter}"
        counts = f"{each.kept:,} of {each.rows:,}"
        table.add_row(quarter, each.kind.value, each.source, each.imported.isoformat(), counts, each.sha256[:12])
    out.print(table, Text(f"Stored in {store.folder}.", style="dim"))
    return OK


def show(code: str, state: str, zip: str, day: date, folder: Path | None, as_json: bool) -> int:
    """The fees of a code, with every modifier the files have it with. Returns the exit code."""
    store = FeeStore(folder or default_folder())
    try:
        found = _fees_of(code.upper(), state.upper(), zip, day, store)
    except StoreError as error:
        return _refuse([str(error)], "nothing was done", as_json)
    fees = [row for row in found if row["missing"] is None]
    if not fees:
        why = found[0]["missing"] if found else f"{NONE_LOADED} that has {code.upper()}; see oxyclaim fees list"
        return _refuse([why], "no fee can be shown", as_json, NOT_FOUND)
    files = {each.period: f"{each.year} quarter {each.quarter}" for each in store.loaded}
    if as_json:
        print_json([
            {"code": row["code"], "modifiers": row["modifiers"].split(), "fee_cents": row["fee"], "area": row["area"],
             "file": files[row["period"]]} for row in fees
        ])  # fmt: skip
        return OK
    table = Table(box=None, padding=(0, 2, 0, 0))
    for head in ("code", "modifiers", "fee", "area", "file of"):
        table.add_column(head, justify="right" if head == "fee" else "left")
    for row in fees:
        table.add_row(row["code"], row["modifiers"], dollars(row["fee"]), row["area"], files[row["period"]])
    console().print(table)
    return OK


def _fees_of(code: str, state: str, zip: str, day: date, store: FeeStore) -> list[dict[str, Any]]:
    from oxyclaim.claims.fees import Kind

    keys = store.table(Kind.FEES).filter(pl.col("code") == code)["modifiers"].unique().sort()
    asked = pl.DataFrame({"code": [code] * len(keys), "modifiers": keys}, schema_overrides={"code": pl.String})
    asked = asked.with_columns(state=pl.lit(state), zip=pl.lit(zip), service_date=pl.lit(day))
    return pl.concat([asked.select("code", "modifiers"), find_fees(asked, store)], how="horizontal").to_dicts()


def _doubled(files: Sequence[FeeFile]) -> list[str]:
    seen: dict[tuple[str, int, int], str] = {}
    problems = []
    for file in files:
        place = (file.kind.value, file.year, file.quarter)
        if place in seen:
            problems.append(f"{file.source}: {seen[place]} holds the {place[0]} of that quarter too; give one of them")
        seen.setdefault(place, file.source)
    return problems


def _named(each: Loaded) -> str:
    return f"{each.kind.value} of {each.year} quarter {each.quarter}"


def _refuse(problems: Sequence[str], done: str, as_json: bool, code: int = BAD_INPUT) -> int:
    if as_json:
        print_json({"error": "no fee" if code == NOT_FOUND else "bad input", "problems": list(problems)})
    else:
        sys.stderr.write("\n".join(problems) + f"\n{done}.\n")
    return code
