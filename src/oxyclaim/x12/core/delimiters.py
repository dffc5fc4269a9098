"""The delimiters that an interchange declares in its ISA segment, and why a file is refused."""

from dataclasses import dataclass

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
BLANKS = b" \t\r\n\x00\x1a"
"""Bytes that stand before, between or behind segments without meaning: blanks, line breaks, padding, end of file."""

_ELEMENTS = 16
_LONGEST = 400
"""An ISA has 106 bytes; one with wrong widths is still read within so many."""


class UnreadableFile(Exception):
    """A file that cannot be read as 837P: why, and at which byte."""

    def __init__(self, reason: str, position: int = 0):
        super().__init__(f"{reason} (byte {position:,})" if position else reason)
        self.reason = reason
        self.position = position


@dataclass(frozen=True)
class Delimiters:
    """Four bytes: between elements, between components, between repetitions, behind segments."""

    element: bytes
    component: bytes
    repetition: bytes
    terminator: bytes


def declared(head: bytes, position: int = 0) -> Delimiters:
    """What the ISA at the beginning of ``head`` declares.

    Widths of its elements are not asked: the delimiters are found by counting, so that an ISA with a wrong width is
    read and told. Raises ``UnreadableFile``.
    """
    if not head.startswith(b"ISA"):
        raise UnreadableFile(f"an X12 file begins with an ISA segment; this one begins with {_shown(head)}", position)
    element = head[3:4]
    if not element:
        raise UnreadableFile("the file ends within its first segment (ISA)", position)
    pieces = head[:_LONGEST].split(element)
    if len(pieces) <= _ELEMENTS:
        raise UnreadableFile("the ISA segment is cut off or damaged: it needs 16 elements", position)
    start = len(element.join(pieces[:_ELEMENTS])) + 1
    component, terminator = head[start : start + 1], head[start + 1 : start + 2]
    if not component or component in BLANKS or not terminator:
        raise UnreadableFile("the ISA segment declares no component separator (ISA16)", position)
    repetition = pieces[11][:1]
    # Before version 00402 ISA11 named a standard; and what is no sign parts nothing.
    if repetition.isalnum() or repetition > b"~":
        repetition = b""
    found = Delimiters(element, component, repetition, terminator)
    _make_sure(found, position)
    return found


def _make_sure(found: Delimiters, position: int) -> None:
    named = {
        "element separator": found.element,
        "component separator (ISA16)": found.component,
        "segment terminator": found.terminator,
    }
    for name, byte in named.items():
        if not byte or byte.isalnum() or byte == b" " or byte[0] > 126:
            raise UnreadableFile(
                f"the ISA segment declares {_shown(byte)} as {name}; it must be a sign that is no letter, digit, "
                "blank or byte above 126",
                position,
            )
    if len(set(named.values())) < len(named):
        raise UnreadableFile("the ISA segment declares one sign for two delimiters", position)


def _shown(head: bytes) -> str:
    """A few first bytes, for a message; never more than could be a mark of the kind of file."""
    return repr(head[:4].decode("latin-1")) if head else "nothing: it is empty"
