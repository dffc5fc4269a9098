"""Where findings point: at the segment, in the claim and line that they name, however the file is laid out.

And the same findings, whether a file is read in one piece or in many. All files are made up.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

import polars as pl
import pytest
from faults import FAULTS, Fault
from polars.testing import assert_frame_equal

from oxyclaim.bulk.claim_files import parts
from oxyclaim.x12.core.delimiters import UnreadableFile
from oxyclaim.x12.core.pieces import PIECE

AS_OF = date(2026, 3, 10)
BOM = b"\xef\xbb\xbf"
SMALL = 120
"""Bytes at once: more than the ISA, less than a level."""


def _named(data: bytes, supplier: bytes, patient: bytes) -> bytes:
    return data.replace(b"EXAMPLE OXYGEN INC", supplier).replace(b"O'BRIEN", patient)


LAYOUTS: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda data: data,
    "line breaks": lambda data: data.replace(b"~", b"~\r\n"),
    "BOM and line breaks": lambda data: BOM + data.replace(b"~", b"~\n"),
    "blank lines before and behind": lambda data: b"\r\n \n" + data.replace(b"~", b"~ \r\n\r\n"),
    "newline as terminator": lambda data: data.replace(b"~", b"\n"),
    "other delimiters": lambda data: data.translate(bytes.maketrans(b"~*:^", b"\x1c\x1d\x1f\x1e")),
    "Latin-1": lambda data: _named(data, b"M\xdcLLER OXYG\xc8NE", b"\xd3BRIEN"),
    "UTF-8": lambda data: _named(data, "MÜLLER 酸素".encode(), "Ó’BRIEN".encode()),
}


def found(data: bytes, at_once: int = PIECE) -> pl.DataFrame:
    return pl.concat([part.findings for part in parts(data, AS_OF, at_once)])


def segments(data: bytes) -> Iterator[tuple[int, bytes, str, int | None]]:
    """Of each segment, found by splitting: where it begins, its id, the claim and the line that have last begun."""
    start = data.index(b"ISA")
    element = data[start + 3 : start + 4]
    terminator = data[start:].split(element, 16)[16][1:2]  # behind ISA16
    claim, line = "", None
    for match in re.finditer(rb"[^%b]*(?=%b)" % ((re.escape(terminator),) * 2), data[start:]):
        text = match[0].lstrip()
        id, *rest = text.rstrip().split(element)
        if id in (b"HL", b"SE"):
            claim, line = "", None
        if id == b"CLM":
            claim, line = rest[0].decode("latin-1") if rest else "", None
        if id == b"LX":
            line = int(rest[0]) if rest and rest[0].isdigit() else None
        yield start + match.end() - len(text), id, claim, line


ON_FILES = [fault for fault in FAULTS if min(fault.levels) < 6]
SOME = ON_FILES[::4]
# Where a level's own segments are missing, what is told of its neighbours hangs on whether they are in the same piece.
UNLIKE = ("no billing provider",)


@pytest.mark.parametrize("fault", SOME, ids=lambda fault: fault.name)
def test_a_finding_points_at_its_segment_in_every_layout_and_in_pieces(fault: Fault) -> None:
    for number, (name, laid_out) in enumerate(LAYOUTS.items()):
        if number % 4 != SOME.index(fault) % 4:
            continue
        data = laid_out(fault.file())
        there = {start: (id, claim, line) for start, id, claim, line in segments(data)}
        findings = found(data)
        assert findings.height, name
        assert not any(findings.select("rule", "message", "byte_position").null_count().row(0)), name
        for row in findings.iter_rows(named=True):
            assert row["byte_position"] in there, (name, row)
            id, claim, line = there[row["byte_position"]]
            assert id.decode("latin-1") == row["segment"], (name, row)
            # A finding about a level above may name the claim that it rests on, one about a claim a line.
            assert not claim or row["claim_id"] == claim, (name, row)
            assert line is None or row["line_number"] == line, (name, row)


@pytest.mark.parametrize(
    "fault",
    [
        *(fault for fault in ON_FILES[::12] if fault.name not in UNLIKE),
        *(
            pytest.param(
                f,
                marks=pytest.mark.xfail(
                    strict=True, reason="what lacks its provider is told a little otherwise where a piece ends"
                ),
            )
            for f in ON_FILES
            if f.name in UNLIKE
        ),
    ],
    ids=lambda fault: fault.name,
)
def test_small_pieces_give_the_same_findings(fault: Fault) -> None:
    data = LAYOUTS["line breaks"](fault.file())
    order = ["byte_position", "rule", "message"]
    whole = found(data).sort(order)
    assert_frame_equal(found(data, SMALL).sort(order), whole)


def test_a_file_that_is_refused_in_one_piece_is_refused_in_many() -> None:
    data = SOME[0].file().replace(b"ST*837*", b"ST*835*")
    reasons = []
    for at_once in (PIECE, SMALL):
        with pytest.raises(UnreadableFile) as refusal:
            found(data, at_once)
        reasons.append(refusal.value.reason)
    assert reasons[0] == reasons[1]
    assert reasons[0].startswith("it holds remittance advice (835); professional claims (837P")
