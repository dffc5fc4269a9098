"""The rule book's data as it was last read and checked, kept beside the byte code.

Reading and checking forty payer files takes longer than judging a case. As Python keeps the byte code of a module, what
was read is kept in ``__pycache__``, under the contents of every file that it came from; where one has changed, it is
read again. Only what stands in the package is kept: no payer file of a user's, no case, no verdict.
"""

import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import polars as pl

PACKAGE = Path(__file__).parents[1]
RESTS_ON = ("case", "engine", "policy")
"""The rooms whose files decide what the rule book holds."""
SUFFIXES = (".py", ".yaml")
NOT_LAW = ("cases.yaml", "assumed.yaml")
"""Worked cases, which the rule book does not hold."""
_DIGEST = 32


def key(package: Path = PACKAGE) -> bytes:
    """A digest over all that decides what is read."""
    digest = blake2b(f"{sys.version} {pl.__version__}".encode(), digest_size=_DIGEST)
    for room in RESTS_ON:
        for path in _files(str(package / room)):
            with open(path, "rb") as file:
                digest.update(b"\0" + path.encode() + b"\0" + file.read())
    return digest.digest()


def _files(folder: str) -> Iterator[str]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry.path)
        elif entry.name.endswith(SUFFIXES) and entry.name not in NOT_LAW:
            yield entry.path


def place() -> Path:
    """The file in which it is kept."""
    return Path(cache_from_source(__file__)).with_suffix(".book")


def found(under: bytes) -> dict[str, Any] | None:
    """What is kept under a key; None where nothing is, or nothing whole."""
    try:
        content = place().read_bytes()
        data: dict[str, Any] | None = pickle.loads(content[_DIGEST:]) if content[:_DIGEST] == under else None
    except Exception:  # whatever is wrong with it, it can be read again from the files
        return None
    return data


def keep(under: bytes, data: dict[str, Any]) -> None:
    """Keep data under a key, in the place of what was kept before; nothing where Python may not write byte code."""
    if sys.dont_write_bytecode:
        return
    path = place()
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        draft.write_bytes(under + pickle.dumps(data, pickle.HIGHEST_PROTOCOL))
        os.replace(draft, path)
    with suppress(OSError):
        draft.unlink(missing_ok=True)
