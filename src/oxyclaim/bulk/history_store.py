"""Earlier claims kept for years: Parquet files by bucket of the beneficiary, of which a run opens those that it needs.

    FOLDER/history.json            what is in it; a file that it does not name is not in it
    FOLDER/secret                  the key of the hashes, for its owner's eyes
    FOLDER/bucket=017/....parquet  lines, in the order of beneficiaries

A line is kept as it was billed, whatever its code: what it means is asked of the rule book that reads it. Of the
patient only a keyed hash is there (BLAKE2b), which is the same for every version of every library.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

import polars as pl

from oxyclaim.bulk.keys import beneficiary_text
from oxyclaim.bulk.spill import Buckets
from oxyclaim.claims.placement import placed

MANIFEST, SECRET, LOCK = "history.json", "secret", "adding"
LAYOUT, BUCKETS = 1, 64
MOST_PARTS = 16
"""Files of a bucket; a further one is merged with them."""
SPILL_LINES = 2_000_000
ROWS_IN_GROUP = 20_000
_OTHERS = 0o077

STORED: dict[str, Any] = {
    "beneficiary": pl.UInt64,  # keyed hash of the member id with its payer
    "supplier": pl.UInt64,  # of the billing NPI; null without one
    "code": pl.String,
    "modifiers": pl.List(pl.String),
    "day": pl.Date,
    "filing_indicator": pl.String,
    "outcome": pl.String,  # paid, denied, pending; null where a claim alone tells
    "frequency": pl.UInt8,
}
"""One row a line."""


class NoStore(Exception):
    """The folder is no history that can be used; the text says why and what to do."""


@dataclass(frozen=True)
class Batch:
    """One file that was added. ``months``: its lines that the rule book of that day takes for months of oxygen;
    ``first_day``: of these, as YYYY-MM-DD; ``incomparable``: those without a member id or a day, which are not kept."""

    sha256: str
    added: str
    claims: int
    lines: int
    months: int
    incomparable: int
    first_day: str | None
    last_day: str | None


@dataclass(frozen=True)
class Contents:
    """What ``history.json`` says. ``parts``: the files of each bucket, by its number."""

    layout: int = LAYOUT
    key: str = ""
    """A mark of the secret, so that another one is noticed."""
    batches: tuple[Batch, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def is_store(folder: Path) -> bool:
    """Whether the folder is such a history."""
    return (folder / MANIFEST).is_file()


class Keys:
    """The hashes of a store."""

    def __init__(self, secret: bytes):
        self._secret = secret
        self.mark = blake2b(b"oxyclaim history", key=secret, digest_size=8).hexdigest()

    def of(self, texts: pl.Series) -> pl.Series:
        """The hash of each text; null of null. Each different text is hashed once."""
        known = texts.unique().drop_nulls()
        hashes = [int.from_bytes(blake2b(t.encode(), key=self._secret, digest_size=8).digest(), "big") for t in known]
        return texts.replace_strict(known, pl.Series(hashes, dtype=pl.UInt64), default=None, return_dtype=pl.UInt64)


@dataclass(frozen=True)
class Store:
    """A history that is there."""

    folder: Path
    contents: Contents
    keys: Keys

    @property
    def months(self) -> int:
        """Months of oxygen in it."""
        return sum(each.months for each in self.contents.batches)

    @property
    def first_day(self) -> date | None:
        """The first service date in it."""
        days = [each.first_day for each in self.contents.batches if each.first_day]
        return date.fromisoformat(min(days)) if days else None

    def rows_of(self, wanted: pl.Series) -> Iterator[pl.DataFrame]:
        """The lines of some beneficiaries (hashes of ``keys``), bucket by bucket; the other buckets are not opened."""
        numbered = pl.DataFrame({"wanted": wanted.unique()}).with_columns(bucket=pl.col("wanted") % BUCKETS)
        for (bucket,), of_bucket in sorted(numbered.partition_by("bucket", as_dict=True).items()):
            paths = self.paths(int(str(bucket)))
            if paths:
                some = pl.col("beneficiary").is_in(of_bucket["wanted"].implode())
                yield pl.scan_parquet(paths, glob=False, hive_partitioning=False).filter(some).collect()

    def paths(self, bucket: int) -> list[Path]:
        """The files of a bucket."""
        return [_folder_of(self.folder, bucket) / name for name in self.contents.parts.get(str(bucket), ())]


def opened(folder: Path) -> Store:
    """The history in a folder. Raises ``NoStore``; ``OSError``."""
    if not is_store(folder):
        raise NoStore(f"holds no history ({MANIFEST}); `oxyclaim history add FILES -o {folder}` makes one")
    try:
        read = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        layout = read["layout"]
        if layout != LAYOUT:
            raise NoStore(f"has the layout {layout}, and this version reads {LAYOUT}; use the version that made it")
        batches = tuple(Batch(**each) for each in read["batches"])
        contents = Contents(layout, read["key"], batches, {key: tuple(names) for key, names in read["parts"].items()})
    except (ValueError, KeyError, TypeError):
        raise NoStore(f"has a {MANIFEST} that cannot be read; take the folder from a backup") from None
    keys = Keys(_secret(folder))
    if keys.mark != contents.key:
        raise NoStore(f"has another secret than its lines were kept with; take the file {SECRET} from a backup")
    return Store(folder, contents, keys)


@contextmanager
def adding(folder: Path) -> Iterator["Adding"]:
    """Add to the history in a folder, which is made where it is not there. All that was added is in it at the end, or
    nothing. Raises ``NoStore``; ``OSError``."""
    made = not folder.exists()
    folder.mkdir(mode=0o700, exist_ok=True)
    if not is_store(folder) and any(not _is_ours(each.name) for each in folder.iterdir()):
        raise NoStore("is a folder with other files in it; give one that is empty, or a name that is not there yet")
    lock = folder / LOCK
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise NoStore(f"is being added to by another run; if there is none any more, remove {lock}") from None
    try:
        if not is_store(folder):
            _make_secret(folder)
            store = Store(folder, Contents(), Keys(_secret(folder)))
            store = replace(store, contents=Contents(key=store.keys.mark))
        else:
            store = opened(folder)
        with Buckets(pl.Schema(STORED), SPILL_LINES, buckets=BUCKETS) as rows:
            yield (own := Adding(store, rows))
            own.commit()
    finally:
        lock.unlink(missing_ok=True)
        if made and not is_store(folder):
            shutil.rmtree(folder)


class Adding:
    """Takes in lines; ``batches`` are those that will be named."""

    def __init__(self, store: Store, rows: Buckets):
        self.store, self._rows = store, rows
        self.batches: list[Batch] = []

    def has(self, sha256: str) -> bool:
        """Whether a file with these bytes is in it already."""
        return any(each.sha256 == sha256 for each in (*self.store.contents.batches, *self.batches))

    def add(self, claims: pl.DataFrame, lines: pl.DataFrame) -> None:
        """Take in the lines of some claims (``CLAIMS``, ``LINES``, these perhaps with ``outcome``)."""
        self._rows.add(stored(claims, lines, self.store.keys))

    def commit(self) -> None:
        """Write everything; from the moment on in which the list of what is in it is replaced it is there."""
        if not self.batches:
            return
        folder, parts = self.store.folder, dict(self.store.contents.parts)
        written: list[Path] = []
        old: list[Path] = []
        try:
            self._rows.spill()
            for bucket in self._rows.numbers():
                rows = self._rows.bucket(bucket)
                if rows.is_empty():
                    continue
                before = self.store.paths(bucket)
                merged = len(before) >= MOST_PARTS
                if merged:
                    rows = pl.concat([*(pl.read_parquet(path, hive_partitioning=False) for path in before), rows])
                    old += before
                written.append(_written(folder, bucket, rows))
                parts[str(bucket)] = (*(() if merged else parts.get(str(bucket), ())), written[-1].name)
            if hasattr(os, "sync"):
                os.sync()
            batches = (*self.store.contents.batches, *self.batches)
            contents = replace(self.store.contents, batches=batches, parts=parts)
            with placed(folder / MANIFEST) as part:
                part.write_text(json.dumps(asdict(contents), indent=1), encoding="utf-8")
        except BaseException:
            for path in written:
                path.unlink(missing_ok=True)
            raise
        for path in old:
            path.unlink(missing_ok=True)
        self._sweep(parts)

    def _sweep(self, parts: Mapping[str, Sequence[str]]) -> None:
        """Remove what runs left behind that were killed."""
        for each in self.store.folder.glob("bucket=*/*.parquet"):
            if each.name not in parts.get(str(int(each.parent.name.partition("=")[2])), ()):
                each.unlink(missing_ok=True)


def stored(claims: pl.DataFrame, lines: pl.DataFrame, keys: Keys) -> pl.DataFrame:
    """The lines as they are kept: those with a beneficiary, a code and a day. Columns: ``STORED``."""
    npi = pl.when(pl.col("billing_npi") != "").then("billing_npi")
    texts = claims.select(
        "claim", "filing_indicator", beneficiary_text(), npi.alias("npi"),
        frequency=pl.col("frequency").cast(pl.UInt8, strict=False).fill_null(1),
    )  # fmt: skip
    texts = texts.with_columns(beneficiary=keys.of(texts["beneficiary_text"]), supplier=keys.of(texts["npi"]))
    outcome = pl.col("outcome").cast(pl.String) if "outcome" in lines.columns else pl.lit(None, pl.String)
    own = lines.select("claim", "code", "modifiers", outcome.alias("outcome"), day="service_from")
    rows = own.join(texts, on="claim", maintain_order="left").filter(
        pl.all_horizontal(pl.col("beneficiary", "code", "day").is_not_null())
    )
    return rows.select(pl.col(name).cast(dtype) for name, dtype in STORED.items())


def _is_ours(name: str) -> bool:
    """What a run that was killed before its first history was there may have left."""
    return name in (SECRET, LOCK) or name.startswith((f".{MANIFEST}.", f".{SECRET}.", "bucket="))


def _folder_of(folder: Path, bucket: int) -> Path:
    return folder / f"bucket={bucket:03}"


def _written(folder: Path, bucket: int, rows: pl.DataFrame) -> Path:
    path = _folder_of(folder, bucket) / f"{secrets.token_hex(8)}.parquet"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    # Nobody looks for it before it is named; it is on the disk by then.
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "wb") as out:
        rows.sort("beneficiary", "day", "code", maintain_order=True).write_parquet(out, row_group_size=ROWS_IN_GROUP)
        out.flush()
        if not hasattr(os, "sync"):
            os.fsync(out.fileno())
    return path


def _make_secret(folder: Path) -> None:
    path = folder / SECRET
    if not path.exists():
        with placed(path) as part:
            part.write_text(secrets.token_hex(32) + "\n", encoding="ascii")


def _secret(folder: Path) -> bytes:
    path = folder / SECRET
    try:
        text = path.read_text(encoding="ascii").strip()
        is_open = os.name == "posix" and path.stat().st_mode & _OTHERS
    except (OSError, UnicodeDecodeError):
        raise NoStore(f"lacks its file {SECRET}, without which nobody is found in it; take it from a backup") from None
    if is_open:
        raise NoStore(f"has a {SECRET} that others may read; let its owner alone read it: chmod 600 {path}")
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise NoStore(f"has a {SECRET} that is none; take it from a backup") from None
