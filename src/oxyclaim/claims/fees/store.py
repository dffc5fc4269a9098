"""The store of imported fee files: Parquet tables and one list of what is loaded. It holds no patient data.

The list (``fees.json``) is what counts and is put in place last, so that an import is there whole or not at all.
"""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from oxyclaim.claims.fees.layouts import SCHEMAS, FeeFile, Kind
from oxyclaim.claims.placement import placed

ENVIRONMENT = "OXYCLAIM_FEES"
_LIST = "fees.json"


class StoreError(Exception):
    """The store cannot be read or written; the message says where and what to do."""


@dataclass(frozen=True)
class Loaded:
    """One imported file: where it came from, and how its rows were counted."""

    kind: Kind
    year: int
    quarter: int
    source: str
    sha256: str
    imported: date
    rows: int
    kept: int
    set_aside: Mapping[str, int]
    table: str

    @property
    def period(self) -> int:
        """The quarter as one number, such as 20261."""
        return self.year * 10 + self.quarter


def default_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where fee files are kept: ``OXYCLAIM_FEES``, else a folder among the user's own data."""
    if given := environment.get(ENVIRONMENT):
        return Path(given)
    return user_data(environment) / "fees"


def user_data(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder for this program among the user's own data, which need not exist."""
    if sys.platform == "win32":
        data = Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        data = Path.home() / "Library" / "Application Support"
    else:
        data = Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return data / "oxyclaim"


class FeeStore:
    """The fee files in a folder, which need not exist yet."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._tables: dict[Kind, pl.DataFrame] = {}

    @cached_property
    def loaded(self) -> tuple[Loaded, ...]:
        """What is loaded, by quarter and kind. Raises StoreError for a list that cannot be read."""
        path = self.folder / _LIST
        try:
            found = [_loaded(entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise StoreError(
                f"{path}: cannot be read ({type(error).__name__}); delete it and import the fee files anew"
            ) from None
        kinds = list(Kind)
        return tuple(sorted(found, key=lambda each: (each.period, kinds.index(each.kind))))

    def add(self, files: Sequence[FeeFile], imported: date) -> list[Loaded]:
        """Take files in; each takes the place of an older one of its kind and quarter. Raises StoreError."""
        new = [_entry(file, imported) for file in files]
        places = {(each.kind, each.period) for each in new}
        kept = [each for each in self.loaded if (each.kind, each.period) not in places]
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for file, entry in zip(files, new, strict=True):
                with placed(self.folder / entry.table) as part:
                    file.table.write_parquet(part)
            with placed(self.folder / _LIST) as part:
                entries = [asdict(each) | {"imported": each.imported.isoformat()} for each in (*kept, *new)]
                part.write_text(json.dumps(entries, indent=1), encoding="utf-8")
            self.__dict__.pop("loaded", None)
            self._tables.clear()
            self._drop_unlisted()
        except OSError as error:
            raise StoreError(f"{self.folder}: cannot be written ({error.strerror}); nothing was imported") from None
        return new

    def table(self, kind: Kind) -> pl.DataFrame:
        """All rows of a kind, with their ``period``. Raises StoreError."""
        if kind not in self._tables:
            self._tables[kind] = self._read(kind)
        return self._tables[kind]

    def _read(self, kind: Kind) -> pl.DataFrame:
        parts = []
        for each in self.loaded:
            if each.kind is kind:
                path = self.folder / each.table
                try:
                    parts.append(pl.read_parquet(path).with_columns(period=pl.lit(each.period, pl.Int64)))
                except (OSError, pl.exceptions.PolarsError):
                    raise StoreError(f"{path}: cannot be read; import {each.source} anew") from None
        return pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMAS[kind] | {"period": pl.Int64})

    def _drop_unlisted(self) -> None:
        listed = {each.table for each in self.loaded}
        for path in self.folder.glob("*.parquet"):
            if path.name not in listed:
                path.unlink()


def _entry(file: FeeFile, imported: date) -> Loaded:
    name = f"{file.year}-{file.quarter}-{file.kind.name.lower()}-{file.sha256[:12]}.parquet"
    place = (file.kind, file.year, file.quarter)
    return Loaded(*place, file.source, file.sha256, imported, file.rows, file.kept, file.set_aside, name)


def _loaded(entry: dict[str, Any]) -> Loaded:
    read = {"kind": Kind(entry["kind"]), "imported": date.fromisoformat(entry["imported"])}
    return Loaded(**entry | read)
