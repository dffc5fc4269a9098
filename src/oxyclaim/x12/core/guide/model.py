"""What an implementation guide says of loops, segments and elements, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Usage(StrEnum):
    """Whether a loop, a segment or an element has to be there."""

    REQUIRED = "R"
    SITUATIONAL = "S"
    NOT_USED = "N"


@dataclass(frozen=True, slots=True)
class ElementDef:
    """One element of a segment, or one component of a composite."""

    place: str
    """Segment and number, for example NM109; of a component SV101-2."""
    usage: Usage
    data_type: str
    """AN, ID, R, N0, DT or TM; empty for a composite."""
    shortest: int
    longest: int
    codes: frozenset[str] = frozenset()
    """Values that the guide allows; empty where it lists none."""
    external: str | None = None
    """Name of the code list outside the guide (states, country, pos ...) that holds its values."""
    repeat: int | None = 1
    """How often it may stand in its place, parted by the repetition separator."""
    format_by: str | None = None
    """Place of the qualifier (D8, RD8 ...) that says how this date or time is written."""
    digits: tuple[int, int] | None = None
    """Most digits before and behind the point, where the guides allow fewer of them than X12 does."""
    digits_level: int = 2
    """SNIP level of more digits than that."""
    parts: "tuple[ElementDef, ...]" = ()
    """The components; empty for a simple element."""


@dataclass(frozen=True, slots=True)
class SegmentDef:
    """One use of a segment in one loop."""

    number: int
    """Index in ``Guide.segments``."""
    loop: str
    id: str
    name: str
    usage: Usage
    max_use: int | None
    """How often it may stand in one instance of its loop; None: without limit."""
    position: int
    """Its place among the segments and loops within its loop; those of one position come in any order."""
    qualifiers: Mapping[str, frozenset[str]]
    """The codes that tell it from its siblings of the same id, by place: ``{"REF01": {"EI", "SY"}}``."""
    elements: tuple[ElementDef, ...]
    syntax: tuple[str, ...]
    """Notes on which elements need each other, such as P0304: a letter and element numbers of two digits."""


@dataclass(frozen=True, slots=True)
class LoopDef:
    """One loop, with where it stands in its parents."""

    id: str
    name: str
    parents: tuple[str, ...]
    """The loops that it may stand in: 2300 stands in 2000B or 2000C, every other loop in one or (ISA) in none."""
    usage: Usage
    repeat: int | None
    """How often it may stand in one instance of its parent; None: without limit."""
    position: int
    """Its place among the segments and loops of its parent; those of one position come in any order."""

    @property
    def parent(self) -> str | None:
        """The first loop that it may stand in."""
        return self.parents[0] if self.parents else None
