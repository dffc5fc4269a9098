"""What an error rejects is counted and priced, over every fault, whatever the pieces. All files are made up."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from faults import Fault
from more_faults import EVERY_FAULT as FAULTS
from valid_files import BASE, VALID, place, recounted, swapped, written

from oxyclaim.bulk.claim_files import parts
from oxyclaim.bulk.scrub import Settings, scrub
from oxyclaim.policy import load
from oxyclaim.x12.core.delimiters import UnreadableFile
from oxyclaim.x12.core.pieces import PIECE
from tests.sampling import one_in

AS_OF = date(2026, 3, 10)
MANY = 100
_DEPTH = {"ISA": 0, "GS": 1, "ST": 2, "20": 3, "22": 4, "23": 5, "CLM": 6}
_ENDS = {"SE": 2, "GE": 1, "IEA": 0}


def taken(data: bytes, at_once: int = PIECE) -> tuple[dict[int, int], set[int], pl.DataFrame]:
    """The charges of the claims by number, the rejected ones, and the findings; a refused file has no more."""
    charges: dict[int, int] = {}
    rejected: list[int] = []
    found = []
    try:
        for part in parts(data, AS_OF, at_once):
            charges |= dict(part.claims.select("claim", pl.col("charge_cents").fill_null(0)).iter_rows())
            rejected += [*part.rejected, *part.late]
            found.append(part.findings)
    except UnreadableFile:
        pass
    assert len(rejected) == len(set(rejected)), "a claim is rejected twice"
    return (
        charges,
        set(rejected),
        pl.concat(found) if found else pl.DataFrame(schema={"amount_at_risk_cents": pl.Int64}),
    )


def below(data: bytes) -> dict[int, set[int]]:
    """By byte position: the claims that stand in what holds the segment there; a walk of its own."""
    stack: dict[int, int] = {}
    claims: list[tuple[int, ...]] = []
    owner: dict[int, int] = {}
    position, number = 0, 0
    for segment in data.decode().split("~"):
        elements = segment.split("*")
        name = elements[0]
        if name == "HL":
            _, _, parent, kind, *_ = [*elements, "", "", ""]
            # A level of no known kind is taken for a subscriber if it has one above it.
            name = kind if kind in _DEPTH else "22" if parent else "20"
        if name in _DEPTH:
            stack = {depth: begun for depth, begun in stack.items() if depth < _DEPTH[name]} | {_DEPTH[name]: position}
        elif name in _ENDS:
            stack = {depth: begun for depth, begun in stack.items() if depth <= _ENDS[name]}
        if stack:
            owner[position] = stack[max(stack)]
        if name == "CLM":
            claims.append(tuple(stack.values()))
            number += 1
        if name in _ENDS:
            stack.pop(_ENDS[name], None)
        position += len(segment.encode()) + 1
    return {at: {n for n, above in enumerate(claims) if begun in above} for at, begun in owner.items()}


@pytest.mark.parametrize("fault", one_in(4, FAULTS), ids=[fault.name for fault in FAULTS])
def test_counts_and_money_add_up_for_every_fault(fault: Fault) -> None:
    data = fault.file()
    charges, rejected, found = taken(data)
    assert found["amount_at_risk_cents"].sum() == sum(charges[claim] for claim in rejected)
    for at_once in (200, 700):
        again = taken(data, at_once)
        assert again[1] == rejected
        assert again[2]["amount_at_risk_cents"].sum() == found["amount_at_risk_cents"].sum()


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_what_holds_the_faulty_segment_is_rejected_and_nothing_else(fault: Fault) -> None:
    data = fault.file()
    charges, rejected, found = taken(data)
    if not charges:
        return
    at = below(data)
    errors = found.filter(pl.col("severity") == "error")
    # A missing trailer is told where it is missed, behind what it should end; a strange sign where it is first seen.
    missed = pl.col("message").str.contains("is missing") & pl.col("segment").is_in(["ST", "GE", "IEA", "GS", "ISA"])
    plain = errors.filter(~missed & (pl.col("rule") != "X12-ISA16"))
    expected = {claim for position in plain["byte_position"] for claim in at.get(position, set())}
    if plain.height == errors.height:
        assert rejected == expected
    else:
        assert rejected >= expected


def many(*changes: tuple[str, str]) -> bytes:
    """A hundred claims of one billing provider, each of a subscriber of its own."""
    head, level, tail = BASE[: place(BASE, "HL*2")], BASE[place(BASE, "HL*3") : -3], BASE[-3:]
    levels = [
        segment.replace("HL*3*", f"HL*{number + 2}*").replace("A1002", f"C{number}")
        for number in range(MANY)
        for segment in level
    ]
    segments = [*head, *levels, *tail]
    for old, new in changes:
        segments = [s for s in swapped(segments, old, new) if s]
    return written(recounted(segments))


@pytest.mark.parametrize("at_once", [PIECE, 2000])
@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("N3*12 MARKET STREET", "", "X12-N3"),
        ("N4*SPRINGFIELD*IL*627011234", "N4*SPRINGFIELD*XX*627011234", "X12-SET-STATE"),
        ("PER*IC*BEN MUSTER*TE*2175550100", "", "X12-PER"),
        ("GE*1*101", "GE*2*101", "X12-GE01"),
        ("IEA*1*000000101", "IEA*1*000000109", "X12-IEA02"),
    ],
)
def test_a_fault_above_the_claims_rejects_and_prices_all_of_them(old: str, new: str, rule: str, at_once: int) -> None:
    charges, rejected, found = taken(many((old, new)), at_once)
    assert len(charges) == MANY
    assert rejected == set(charges)
    priced = found.filter(pl.col("amount_at_risk_cents") > 0)
    assert priced["rule"].to_list() == [rule]
    assert priced["amount_at_risk_cents"].sum() == MANY * 38_000
    assert f"{MANY} claims are rejected for it" in priced["message"][0]


@pytest.mark.parametrize("at_once", [PIECE, 2000, 700])
def test_a_fault_of_one_level_rejects_one_claim(at_once: int) -> None:
    charges, rejected, found = taken(many(("HL*7*1*22*0", "HL*70*1*22*0")), at_once)
    assert len(charges) == MANY
    assert rejected == {5}
    assert found["rule"].to_list() == ["X12-HL01"]
    assert found["amount_at_risk_cents"].sum() == 38_000


@pytest.mark.parametrize("at_once", [PIECE, 700])
@pytest.mark.parametrize("number", [1, 2, 400])
def test_a_wrong_number_is_told_of_its_level_wherever_a_piece_ends(number: int, at_once: int) -> None:
    """A number may go on from the one before the last, never from a level that stands farther away."""
    _, rejected, found = taken(many(("HL*40*1*22*0", f"HL*{number}*1*22*0")), at_once)
    assert found["rule"].to_list() == ["X12-HL01"]
    assert rejected == {38}


def test_what_lines_cost_already_is_not_counted_again_by_a_trailer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trailer is read when the claims have been judged, and their lines priced."""
    monkeypatch.setattr("oxyclaim.bulk.scrub._AT_ONCE", 1)
    path = tmp_path / "a.x12"
    path.write_bytes(many(("GE*1*101", "GE*2*101"), ("RR:N2", "RR:N1:N2")))
    rows: list[pl.DataFrame] = []

    class Kept:
        def add(self, findings: pl.DataFrame) -> None:
            rows.append(findings)

    summary = scrub([path], Settings(as_of=AS_OF, piece=2000), load(), Kept())
    found = pl.concat(rows)
    assert (summary.claims, summary.claims_rejected) == (MANY, MANY)
    assert summary.at_risk_cents == found["amount_at_risk_cents"].sum() == MANY * 38_000
    assert found.filter(pl.col("snip_level") > 5)["amount_at_risk_cents"].sum() > 0


def test_a_valid_file_rejects_nothing() -> None:
    assert all(taken(data)[1] == set() for data in VALID.values())
