"""A file in pieces of some megabytes, each cut before a level (HL) or what else begins, so that nothing is divided."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from oxyclaim.x12.core.delimiters import (
    BLANKS,
    BYTE_ORDER_MARK,
    Delimiters,
    UnreadableFile,
    declared,
)

PIECE = 4 * 1024 * 1024
"""Bytes read at once: about 10,000 claims."""
LONGEST_UNCUT = 256 * 1024 * 1024
"""A file in which so many bytes follow each other without an HL segment is cut before another segment."""


@dataclass(frozen=True)
class RawPiece:
    """Some whole segments as bytes, without blanks around them, and where they begin in the file."""

    data: bytes
    position: int
    delimiters: Delimiters
    last: bool


LEVEL = (b"HL",)
"""What a piece of claims is cut before."""


def raw_pieces(file: BinaryIO, at_once: int = PIECE, before: tuple[bytes, ...] = LEVEL) -> Iterator[RawPiece]:
    """Cut an open file, each piece but the first one before a segment with one of the ids ``before``.

    Raises ``UnreadableFile`` where it does not begin as X12 does.
    """
    buffer, position = _beginning(file, at_once)
    delimiters = declared(buffer, position)
    while True:
        block = file.read(max(at_once - len(buffer), at_once // 2, 1))
        ended = not block
        buffer += block
        cut = len(buffer) if ended else _cut(buffer, delimiters, before)
        if cut is None:
            continue
        begun, buffer = buffer[:cut], buffer[cut:]
        for start, end, found in _interchanges(begun, position, delimiters):
            last = ended and end == len(begun)
            yield _raw(begun[start:end], position + start, found, last)
            delimiters = found
        position += cut
        if ended:
            return


def _beginning(file: BinaryIO, at_once: int) -> tuple[bytes, int]:
    """The first bytes behind a byte order mark and blanks, and their position."""
    buffer = file.read(at_once)
    skipped = len(BYTE_ORDER_MARK) if buffer.startswith(BYTE_ORDER_MARK) else 0
    if buffer.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile("the file is written in UTF-16; save it as UTF-8 or plain ASCII")
    buffer = buffer[skipped:]
    stripped = buffer.lstrip(BLANKS)
    return stripped, skipped + len(buffer) - len(stripped)


def _cut(buffer: bytes, delimiters: Delimiters, before: tuple[bytes, ...]) -> int | None:
    """Where to cut: before the last such segment, which may follow line breaks; None where more must be read first."""
    found = max(_last(buffer, delimiters, identifier) for identifier in before)
    if found > 0:
        return found
    if len(buffer) < LONGEST_UNCUT:
        return None
    found = max(buffer.rfind(delimiters.terminator + b"CLM" + delimiters.element), 0) or buffer.rfind(
        delimiters.terminator
    )
    if found <= 0:
        raise UnreadableFile(f"no segment ends within {len(buffer):,} bytes")
    return found + 1


def _last(buffer: bytes, delimiters: Delimiters, identifier: bytes) -> int:
    """Where the last segment with this id begins; 0 for none."""
    end = len(buffer)
    begin = identifier + delimiters.element
    while (found := buffer.rfind(begin, 1, end)) > 0:
        behind = buffer[max(0, found - 64) : found].rstrip(_beside(delimiters))
        if behind.endswith(delimiters.terminator) and not (
            identifier == b"HL" and _is_first_level(buffer, found, delimiters)
        ):
            return found
        end = found + len(begin) - 1
    return 0


def _is_first_level(buffer: bytes, level: int, delimiters: Delimiters) -> bool:
    """Whether no other HL stands between it and the ST before it: the header is complete only with what follows."""
    begun = buffer.rfind(b"ST" + delimiters.element, 0, level)
    return begun >= 0 and buffer.find(b"HL" + delimiters.element, begun, level) < 0


def _interchanges(data: bytes, position: int, delimiters: Delimiters) -> Iterator[tuple[int, int, Delimiters]]:
    """Parts of the piece that were written with the same delimiters: a new interchange may declare others."""
    start, searched = 0, 1
    while (found := _next_isa(data, searched, delimiters)) is not None:
        searched = found + 1
        try:
            new = declared(data[found : found + 512], position + found)
        except UnreadableFile:
            continue  # a segment like any other; the checks say what is wrong with it
        if new != delimiters:
            yield start, found, delimiters
            start, delimiters = found, new
    yield start, len(data), delimiters


def _next_isa(data: bytes, start: int, delimiters: Delimiters) -> int | None:
    """Where the next ISA begins behind a segment's end and perhaps blanks."""
    blanks = _beside(delimiters)
    before = delimiters.terminator + blanks
    found = start - 1
    while (found := data.find(b"ISA", found + 1)) > 0:
        if data[found - 1] in before and data[max(0, found - 64) : found].rstrip(blanks)[-1:] == delimiters.terminator:
            return found
    return None


def _beside(delimiters: Delimiters) -> bytes:
    """The blanks that may stand beside segments."""
    return bytes(byte for byte in BLANKS if byte != delimiters.terminator[0])


def _raw(data: bytes, position: int, delimiters: Delimiters, last: bool) -> RawPiece:
    blanks = _beside(delimiters)
    stripped = data.lstrip(blanks)
    return RawPiece(stripped.rstrip(blanks), position + len(data) - len(stripped), delimiters, last)
