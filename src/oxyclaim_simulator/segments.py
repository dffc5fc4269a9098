"""Plain segments of an X12 file: the delimiters stand in the ISA; nothing else is known here."""

from dataclasses import dataclass

_ISA_LENGTH = 106


@dataclass(frozen=True)
class Segments:
    """The segments of one interchange as lists of elements, ISA to IEA, and what divides a composite."""

    rows: tuple[tuple[str, ...], ...]
    composite: str


def interchanges(text: str) -> list[Segments]:
    """Every interchange in a text. Raises ValueError where it does not begin with an ISA."""
    rest, found = text.lstrip("\ufeff \r\n\t"), []
    while rest:
        if not rest.startswith("ISA") or len(rest) < _ISA_LENGTH:
            raise ValueError("does not begin with an ISA segment")
        element, composite, terminator = rest[3], rest[104], rest[105]
        rows = []
        while rest:
            row, _, rest = rest.partition(terminator)
            rest = rest.lstrip("\r\n\t ")
            rows.append(tuple(row.split(element)))
            if rows[-1][0] == "IEA":
                break
        found.append(Segments(tuple(rows), composite))
    if not found:
        raise ValueError("is empty")
    return found


def at(row: tuple[str, ...], index: int) -> str:
    """An element, or nothing."""
    return row[index].strip() if index < len(row) else ""
