"""Packed files: gzip, zip and zstd, told by how they begin and unpacked as a stream."""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from oxyclaim.sources.room import Damaged, Room

BLOCK = 1024 * 1024
ZSTD_BLOCK = 4 * 1024
"""A zstd block may become 30,000 times as large: few bytes at once keep it in memory."""
NESTED = 2
"""How deep something may be packed: a gzip file in a zip archive."""
ENDINGS = (".gz", ".gzip", ".zst", ".zstd")
"""What is taken off the name of one packed file."""
ARCHIVES = (".zip",)
NO_ZSTD = (
    "is packed with zstd, which needs one more package: pip install 'oxyclaim[remote]'; or unpack it first (zstd -d)"
)
_ENCRYPTED = 1


class Form(Enum):
    """How a file is packed."""

    GZIP = "gzip"
    ZIP = "zip"
    ZSTD = "zstd"


_BEGINS = {
    b"\x1f\x8b": Form.GZIP, b"PK\x03\x04": Form.ZIP, b"PK\x05\x06": Form.ZIP, b"\x28\xb5\x2f\xfd": Form.ZSTD,
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A plain file on this machine.

    ``name``: by which it is told, never a temporary path; ``own_name``: its own, without what it was packed in;
    ``origin``: the file or address that was given or found; ``why``: for what it cannot be read, else empty.
    """

    name: str
    path: Path
    own_name: str
    origin: Path
    why: str = ""


Counts = Callable[[str], bool]
"""Whether a member of an archive is meant, by its name."""


def form_of(path: Path) -> Form | None:
    """How the file is packed; None where it is not, or cannot be opened: that is told where it is read."""
    try:
        with path.open("rb") as file:
            begin = file.read(4)
    except OSError:
        return None
    return next((form for mark, form in _BEGINS.items() if begin.startswith(mark)), None)


def unpacked(source: Source, room: Room, counts: Counts, depth: int = 0) -> Iterator[Source]:
    """The plain files in a file: itself, or what it packs. What cannot be unpacked is given with its reason."""
    form = form_of(source.path)
    if form is None:
        yield source
    elif depth == NESTED or (form is Form.ZIP and depth):
        yield replace(source, why=f"is packed ({form.value}) within an archive; unpack the archive first")
    elif form is Form.ZIP:
        yield from _members(source, room, counts, depth)
    else:
        own = _without_ending(source.own_name)
        filled = _filled(
            replace(source, own_name=own), room, lambda file: _blocks(form, file), source.path.stat().st_size
        )
        yield from [filled] if filled.why else unpacked(filled, room, counts, depth + 1)


def _members(archive: Source, room: Room, counts: Counts, depth: int) -> Iterator[Source]:
    try:
        with ZipFile(archive.path) as opened:
            members = [each for each in opened.infolist() if not each.is_dir()]
            meant = [each for each in members if _is_meant(each.filename, counts)] or members[: len(members) == 1]
            if not meant or len(members) > room.limits.members:
                yield replace(archive, why=_no_members(len(members), room.limits.members))
                return
            for member in meant:
                yield from _member(archive, opened, member, room, counts, depth)
    except (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError) as error:
        yield replace(archive, why=_damaged(Form.ZIP, error))


def _member(
    archive: Source, opened: ZipFile, member: ZipInfo, room: Room, counts: Counts, depth: int
) -> Iterator[Source]:
    shown = re.sub(r"[\x00-\x1f\x7f]", "?", member.filename)
    source = replace(archive, name=f"{archive.name}/{shown}", own_name=Path(shown).name)
    if member.flag_bits & _ENCRYPTED:
        yield replace(source, path=room.new(""), why="is encrypted in its archive; unpack it first")
        return
    try:
        path = room.new(source.own_name)
        with opened.open(member) as file:
            room.fill(path, iter(lambda: file.read(BLOCK), b""), member.compress_size)
    except Damaged as error:
        yield replace(source, path=path, why=str(error))
    except (BadZipFile, OSError, EOFError, NotImplementedError, zlib.error, ValueError) as error:
        yield replace(source, path=path, why=_damaged(Form.ZIP, error))
    else:
        yield from unpacked(replace(source, path=path), room, counts, depth + 1)


def _filled(source: Source, room: Room, blocks: Callable[[BinaryIO], Iterator[bytes]], packed: int) -> Source:
    """The unpacked file in place of the packed one, or why there is none."""
    path = room.new(source.own_name)
    try:
        with source.path.open("rb") as file:
            room.fill(path, blocks(file), packed)
    except Damaged as error:
        return replace(source, path=path, why=str(error))
    except (OSError, EOFError, zlib.error) as error:
        return replace(source, path=path, why=_damaged(Form.GZIP, error))
    return replace(source, path=path)


def _blocks(form: Form, file: BinaryIO) -> Iterator[bytes]:
    if form is Form.ZSTD:
        yield from _zstd(file)
    else:
        with gzip.GzipFile(fileobj=file) as opened:
            yield from iter(lambda: opened.read(BLOCK), b"")


def _zstd(file: BinaryIO) -> Iterator[bytes]:
    """Frame by frame; a stream that breaks off is told, which the library's own reader does not do."""
    try:
        import zstandard  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError:
        raise Damaged(NO_ZSTD) from None
    reader = zstandard.ZstdDecompressor()
    frame = None
    try:
        while block := file.read(ZSTD_BLOCK):
            while block:
                frame = frame or reader.decompressobj()
                yield frame.decompress(block)
                block, frame = (frame.unused_data, None) if frame.eof else (b"", frame)
    except zstandard.ZstdError:
        raise Damaged(_damaged(Form.ZSTD, None)) from None
    if frame is not None:
        raise Damaged(_damaged(Form.ZSTD, EOFError()))


def _damaged(form: Form, error: Exception | None) -> str:
    how = "breaks off" if isinstance(error, EOFError) else "is damaged"
    if isinstance(error, NotImplementedError):
        return f"is packed ({form.value}) in a way that is not known here; unpack it first"
    return f"{how} and cannot be unpacked ({form.value}); get it anew, nothing of it was read"


def _no_members(count: int, most: int) -> str:
    if count > most:
        return f"holds {count:,} files, more than {most:,}; unpack it and give the folder"
    return "is an archive (zip) without a claim file; files in it count by the ends of their names"


def _is_meant(name: str, counts: Counts) -> bool:
    parts = Path(name).parts
    hidden = any(part.startswith(".") and part != ".." for part in parts) or "__MACOSX" in parts
    return not hidden and counts(Path(name).name)


def _without_ending(name: str) -> str:
    ending = next((each for each in ENDINGS if name.lower().endswith(each)), "")
    return name[: len(name) - len(ending)]
