"""A guide as pyx12 ships it, read into the guide's own classes.

Only pyx12's data files are read, with the standard library: its classes take seconds to walk a file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib.resources import files
from xml.etree import ElementTree

from oxyclaim.x12.core.guide.model import ElementDef, LoopDef, SegmentDef, Usage

_DATA_ELEMENTS = "dataele.xml"
_UNLIMITED = ">1"
_ENVELOPES = {"ISA_LOOP": "ISA", "GS_LOOP": "GS", "ST_LOOP": "ST"}
_TABLE = 100_000
"""The tables of a transaction set (header, detail, trailer) count their positions anew; this keeps them apart."""

_AMOUNT = "782"
"""Data element: monetary amount. The guides take up to 99,999,999.99."""
_QUANTITY = "380"
"""Data element: quantity. The guides take eight digits before the point and three behind it."""

_FORMAT_QUALIFIER, _FORMATTED = "1250", "1251"
"""Data elements: date time period format qualifier, and the date time period right behind it."""


@dataclass
class _Reader:
    """Gathers loops and segments; the second copy of a loop (2300 and below, under 2000C) adds its parent only."""

    data_elements: dict[str, tuple[str, int, int]]
    loops: dict[str, LoopDef] = field(default_factory=dict)
    segments: list[SegmentDef] = field(default_factory=list)

    def loop(self, node: ElementTree.Element, parent: str | None, table: int) -> None:
        parents = () if parent is None else (parent,)
        id = _ENVELOPES.get(node.get("xid", ""), node.get("xid", ""))
        known = self.loops.get(id)
        if known:
            if parent not in known.parents:
                self.loops[id] = replace(known, parents=known.parents + parents)
            return
        self.loops[id] = LoopDef(
            id,
            _text(node, "name"),
            parents,
            Usage(_text(node, "usage")),
            _limit(node, "repeat"),
            _position(node, table),
        )
        self.children(node, id)

    def children(self, node: ElementTree.Element, loop: str, table: int = 0) -> None:
        for child in node:
            if child.tag == "segment":
                self.segments.append(self.segment(child, loop, table))
            elif child.tag == "loop" and child.get("type") == "wrapper":
                table += 1
                self.children(child, loop, table)
                table += 1
            elif child.tag == "loop":
                self.loop(child, loop, table)

    def segment(self, node: ElementTree.Element, loop: str, table: int) -> SegmentDef:
        return SegmentDef(
            number=len(self.segments),
            loop=loop,
            id=node.get("xid", ""),
            name=_text(node, "name"),
            usage=Usage(_text(node, "usage")),
            max_use=_limit(node, "max_use"),
            position=_position(node, table),
            qualifiers={},
            elements=tuple(self.elements(node)),
            syntax=tuple(note.text or "" for note in node.iterfind("syntax")),
        )

    def elements(self, node: ElementTree.Element) -> Iterator[ElementDef]:
        before = None
        for child in node:
            if child.tag == "composite":
                yield ElementDef(
                    _place(child), Usage(_text(child, "usage")), "", 0, 0,
                    repeat=_limit(child, "repeat"), parts=tuple(self.elements(child)),
                )  # fmt: skip
            elif child.tag == "element":
                yield self.element(child, before)
            before = child

    def element(self, node: ElementTree.Element, before: ElementTree.Element | None) -> ElementDef:
        number = _text(node, "data_ele")
        codes = node.find("valid_codes")
        dated = number == _FORMATTED and before is not None and before.findtext("data_ele") == _FORMAT_QUALIFIER
        return ElementDef(
            _place(node),
            Usage(_text(node, "usage")),
            *self.data_elements[number],
            codes=frozenset(code.text for code in codes if code.text) if codes is not None else frozenset(),
            external=codes.get("external") if codes is not None else None,
            digits=(8, 2) if number == _AMOUNT else (8, 15) if number == _QUANTITY else None,
            digits_level=1 if number == _QUANTITY else 2,
            format_by=_place(before) if dated and before is not None else None,
        )


def read(map_file: str) -> tuple[dict[str, LoopDef], list[SegmentDef]]:
    """Loops by id and segments as pyx12's map of a guide gives them: uncorrected, without qualifiers."""
    folder = files("pyx12") / "map"
    reader = _Reader(
        {
            node.get("ele_num", ""): (
                node.get("data_type", ""),
                int(node.get("min_len", 0)),
                int(node.get("max_len", 0)),
            )
            for node in ElementTree.fromstring((folder / _DATA_ELEMENTS).read_bytes())
        }
    )
    for node in ElementTree.fromstring((folder / map_file).read_bytes()).iterfind("loop"):
        reader.loop(node, None, 0)
    return reader.loops, reader.segments


def _text(node: ElementTree.Element, tag: str) -> str:
    return node.findtext(tag) or Usage.REQUIRED


def _limit(node: ElementTree.Element, tag: str) -> int | None:
    text = node.findtext(tag) or "1"
    return None if text == _UNLIMITED else int(text)


def _position(node: ElementTree.Element, table: int) -> int:
    return table * _TABLE + int(node.findtext("pos") or 0)


def _place(node: ElementTree.Element) -> str:
    segment, _, component = (node.get("xid") or "").partition("-")
    return f"{segment}-{int(component)}" if component else segment
