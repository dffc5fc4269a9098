"""Files in object stores and on servers, fetched through fsspec.

Credentials are those that the library of the store finds for itself (environment, its own files); none is read, kept or
told here.
"""

import re
from collections.abc import Iterator
from glob import has_magic
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit, urlunsplit

from oxyclaim.sources.packed import Counts, Source, unpacked
from oxyclaim.sources.room import Damaged, Room

BLOCK = 4 * 1024 * 1024
LIBRARIES = {
    "s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "abfs": "adlfs", "abfss": "adlfs", "az": "adlfs",
    "http": "aiohttp", "https": "aiohttp", "file": "", "memory": "",
}  # fmt: skip
"""What begins an address, and the package that it needs beside fsspec."""
_SINGLE = ("http", "https")
"""Servers that list no folders."""
_ADDRESS = re.compile(rf"({'|'.join(LIBRARIES)}):/+", re.IGNORECASE)
NO_LIBRARY = "needs one more package: pip install 'oxyclaim[remote]'{more}"


def address_of(path: Path) -> str | None:
    """The address that was given as a path, which takes one of two slashes away; None where it is none."""
    text = path.as_posix()
    found = _ADDRESS.match(text)
    if found is None:
        return None
    scheme = found[1].lower()
    return f"{scheme}://{'/' if scheme == 'file' else ''}{text[found.end() :]}"


def told(address: str) -> str:
    """The address without what may be secret: user, password, and what follows the question mark."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def fetched(address: str, room: Room, counts: Counts) -> Iterator[Source]:
    """The plain files to which an address leads: a file, a folder of them, or a pattern.

    Raises ``Damaged`` where it leads to none or its store cannot be asked.
    """
    store, inner = _opened(address)
    scheme = urlsplit(address).scheme
    for found in _found(store, inner, scheme, address, counts):
        name = told(address) if scheme in _SINGLE else _name(scheme, found)
        own_name = Path(urlsplit(found).path if scheme in _SINGLE else found).name
        source = Source(name, room.new(own_name), own_name, Path(name))
        try:
            with store.open(found, "rb") as file:
                room.fill(source.path, _blocks(file), None)
        except Damaged as error:
            yield Source(name, source.path, own_name, source.origin, str(error))
        except Exception as error:  # what a store raises is its own; its words may hold secrets
            yield Source(name, source.path, own_name, source.origin, _why(error))
        else:
            yield from unpacked(source, room, counts)


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block


def _opened(address: str) -> tuple[Any, str]:
    more = LIBRARIES[urlsplit(address).scheme]
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 (an extra)

        store, inner = url_to_fs(address)
    except ImportError:
        raise Damaged(NO_LIBRARY.format(more=f" {more}" if more else "")) from None
    except Exception as error:
        raise Damaged(_why(error)) from None
    return store, str(inner)


def _found(store: Any, inner: str, scheme: str, address: str, counts: Counts) -> list[str]:
    if scheme in _SINGLE:
        return [inner]
    try:
        if has_magic(inner):
            found = [str(each) for each in store.glob(inner) if not store.isdir(each)]
        elif store.isdir(inner):
            within = (str(each) for each in store.find(inner))
            start = len(inner.rstrip("/"))
            found = [
                each for each in within
                if counts(Path(each).name) and not any(part.startswith(".") for part in Path(each[start:]).parts)
            ]  # fmt: skip
        else:
            found = [inner] if store.exists(inner) else []
    except Exception as error:
        raise Damaged(_why(error)) from None
    if not found:
        raise Damaged("leads to no claim file; check the address")
    return sorted(found)


def _name(scheme: str, inner: str) -> str:
    return f"{scheme}://{inner if scheme == 'file' else inner.lstrip('/')}"


def _why(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "does not exist; check the address"
    if isinstance(error, PermissionError):
        return "may not be read with the credentials that were found"
    return f"cannot be fetched ({type(error).__name__}); check the address, the network and the credentials"
