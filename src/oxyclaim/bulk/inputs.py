"""Find claim files, named, in folders or by a pattern, and tell what kind each is."""

import gzip
import os
from collections.abc import Iterable, Iterator
from enum import Enum
from glob import glob, has_magic
from pathlib import Path

from oxyclaim.bulk.claim_tables import CSV, JSON_LINES, Refused
from oxyclaim.sources.packed import ARCHIVES, ENDINGS

SUFFIXES = (".x12", ".edi", ".837", ".837p", ".txt", ".dat", ".clm", ".parquet", *CSV, *JSON_LINES)
"""The ends of names that count in a folder; a file that is named itself may have any."""


class Kind(Enum):
    """What a file of claims is."""

    X12 = "837P"
    PARQUET = "Parquet"
    CSV = "CSV"
    JSON_LINES = "JSON Lines"


def counts(name: str) -> bool:
    """Whether a file in a folder or an archive is meant, by its name; packed ones are too."""
    own = name.lower()
    ending = next((each for each in ENDINGS if own.endswith(each)), "")
    return own.endswith(ARCHIVES) or own.removesuffix(ending).endswith(SUFFIXES) or own.endswith(SUFFIXES)


def found(paths: Iterable[Path]) -> list[Path]:
    """The claim files that the paths lead to, each once, in the order of their names.

    Folders are searched with all folders in them; names that begin with a dot are passed over. Raises ``Refused``
    where a path leads to no file.
    """
    files: dict[Path, Path] = {}
    for path in paths:
        for one in _expanded(path):
            files.setdefault(one.resolve(), one)
    return sorted(files.values())


def _expanded(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from _in_folder(path)
    elif path.exists():
        yield path
    elif not has_magic(str(path)):
        raise Refused(f"{path}: does not exist; check the name and the folder")
    else:
        matches = [Path(name) for name in glob(str(path), recursive=True)]
        if not matches:
            raise Refused(f"{path}: matches no file; check the pattern and the folder")
        for match in matches:
            if not match.is_dir():
                yield match
            elif "**" not in str(path):  # a recursive pattern names the files in its folders itself
                yield from _in_folder(match)


def _in_folder(folder: Path) -> Iterator[Path]:
    def cannot_read(error: OSError) -> None:
        raise Refused(f"{error.filename}: this folder cannot be read: {error.strerror}")

    empty = True
    for where, folders, names in os.walk(folder, onerror=cannot_read):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and counts(name):
                empty = False
                yield Path(where, name)
    if empty:
        raise Refused(
            f"{folder}: this folder holds no claim file; their names end in one of: {', '.join(SUFFIXES)}, and "
            f"packed {', '.join((*ENDINGS, *ARCHIVES))}"
        )


_BOM = b"\xef\xbb\xbf"
_LOOKED_AT = 4096


_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PDF = b"%PDF"


def _is_utf_16(start: bytes) -> bool:
    """By its mark, or, without one, since every second byte of plain text is nothing then."""
    some = start[:64]
    return start.startswith(_UTF_16) or (len(some) > 3 and any(some) and not (any(some[::2]) and any(some[1::2])))


def _make_sure_not_packed(start: bytes, name: str) -> None:
    """Raises ``Refused`` for a file that holds its text in another form."""
    if start[:2] == _GZIP:
        raise Refused("is packed (gzip), although its name does not end in .gz; unpack it first (gunzip)")
    if start[:4] == _ZIP and not name.endswith(".parquet"):
        raise Refused("is a packed archive (zip); unpack it first and give the files in it")
    if _is_utf_16(start):
        raise Refused("is written in UTF-16; save it as UTF-8 or plain ASCII")
    if start[:4] == _PDF:
        raise Refused("is a PDF; an 837P file begins with ISA")


def kind_of(path: Path) -> Kind:
    """What the file is, by how it begins, else by its name; ``Refused`` with the reason where it is none."""
    try:
        with path.open("rb") as file:
            start = file.read(_LOOKED_AT)
        name = path.name.lower()
        if name.endswith(".gz"):
            with gzip.open(path, "rb") as packed:
                start = packed.read(_LOOKED_AT)
    except (OSError, EOFError) as error:
        raise Refused(f"cannot be opened: {getattr(error, 'strerror', None) or 'it is damaged'}") from None
    _make_sure_not_packed(start, name)
    if start[:4] == b"PAR1":
        return Kind.PARQUET
    start = start.removeprefix(_BOM).lstrip()
    if start[:3] == b"ISA":
        if name.endswith(".gz"):
            raise Refused("is a packed 837P file; unpack it first (gunzip)")
        return Kind.X12
    if not start:
        raise Refused("is empty")
    if name.endswith(CSV):
        return Kind.CSV
    if name.endswith(JSON_LINES):
        return Kind.JSON_LINES
    if name.endswith(".parquet"):
        raise Refused("is no Parquet file, although its name says so: it does not begin with PAR1")
    raise Refused(
        "is of no known kind: an 837P file begins with ISA, a Parquet file with PAR1, the name of a CSV file ends in "
        f"{', '.join(CSV)}, that of JSON Lines in {', '.join(JSON_LINES)}"
    )
