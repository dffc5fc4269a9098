"""Small files that are read together come out as each does alone. All files are made up."""

import csv
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from more_faults import EVERY_FAULT
from mutations import mutated
from polars.testing import assert_frame_equal, assert_series_equal
from valid_files import BASE, VALID, written

import oxyclaim
from oxyclaim.bulk.claim_files import parts
from oxyclaim.bulk.made import made
from oxyclaim.bulk.parts import Part
from oxyclaim.bulk.small_files import SMALL, Outcome, outcomes
from oxyclaim.policy import load
from oxyclaim.x12.claim_837p.checks.levels import Beyond
from oxyclaim.x12.claim_837p.reader import UnreadableFile

AS_OF = date(2026, 3, 10)


@pytest.fixture(scope="module")
def beyond() -> Beyond:
    tools = made(load(), AS_OF, {})
    return Beyond((tools.front_end, tools.diagnoses))


def alone(data: bytes, beyond: Beyond) -> Outcome:
    found: list[Part] = []
    try:
        found.extend(parts(data, AS_OF, beyond=beyond))
    except UnreadableFile as error:
        return Outcome(tuple(found), error)
    return Outcome(tuple(found))


def assert_as_alone(files: Sequence[bytes], beyond: Beyond) -> None:
    together = outcomes(files, AS_OF, beyond)
    assert len(together) == len(files)
    for data, here in zip(files, together, strict=True):
        there = alone(data, beyond)
        assert str(here.unreadable) == str(there.unreadable)
        assert len(here.parts) == len(there.parts)
        for one, other in zip(here.parts, there.parts, strict=True):
            assert_frame_equal(one.claims, other.claims)
            assert_frame_equal(one.lines, other.lines)
            assert_frame_equal(one.findings.sort(pl.all()), other.findings.sort(pl.all()))
            assert_series_equal(one.set_aside.sort(), other.set_aside.sort(), check_names=False)
            assert_series_equal(one.rejected.sort(), other.rejected.sort(), check_names=False)
            counts = [(each.more_claims, each.other_claims, each.segments, each.size) for each in (one, other)]
            assert counts[0] == counts[1]
            rows = one.lines["segment"]
            assert_series_equal(one.positions(rows), other.positions(rows))


def test_files_with_a_fault_and_valid_ones(beyond: Beyond) -> None:
    assert_as_alone([*VALID.values(), *(fault.file() for fault in EVERY_FAULT[::4])], beyond)


@pytest.mark.parametrize("seed", [1, 2])
def test_damaged_files(seed: int, beyond: Beyond) -> None:
    assert_as_alone([mutated(seed, number)[0] for number in range(40)], beyond)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(30, 50))
def test_many_damaged_files(seed: int, beyond: Beyond) -> None:
    assert_as_alone([mutated(seed, number)[0] for number in range(100)], beyond)


@pytest.mark.slow
def test_every_fault(beyond: Beyond) -> None:
    assert_as_alone([fault.file() for fault in EVERY_FAULT], beyond)


def test_nothing_of_a_file_hangs_on_the_one_before(beyond: Beyond) -> None:
    """What would go on in the same file ends with it: an open transaction, level, claim or line."""
    cut = [written(BASE[:length]) for length in range(3, len(BASE), 4)]
    without = [written([*BASE[:2], *BASE[start:]]) for start in (3, 8, 14, 21, 23, len(BASE) - 3)]
    assert_as_alone([file for pair in zip(cut, without * 3, strict=False) for file in pair], beyond)


def test_files_of_other_kinds_and_signs_keep_their_places(beyond: Beyond) -> None:
    base = written(BASE)
    files = [
        base,
        base.replace(b"005010X222A1", b"005010X223A2"),
        b"no X12 at all",
        base.replace(b":", b">"),
        b"",
        base + base.replace(b"000000101", b"000000102"),
        base.replace(b"~", b"'").replace(b"*", b"|"),
        base + b" " * (SMALL + 1),
        base,
    ]
    assert_as_alone(files, beyond)
    assert [len(each.parts) and each.parts[0].claims.height for each in outcomes(files, AS_OF)] == [
        2, 0, 0, 2, 0, 4, 2, 2, 2,
    ]  # fmt: skip


def test_a_run_over_small_files_finds_what_runs_over_each_find(tmp_path: Path) -> None:
    book = oxyclaim.rule_book()
    names = []
    for number, fault in enumerate(EVERY_FAULT[::12]):
        data = fault.file().replace(b"1EG4TE5MK73", b"1EG4TE5MK%02d" % number)
        path = tmp_path / f"{number:02}.x12"
        path.write_bytes(data.replace(b"2AC3DE4FG56", b"2AC3DE4FG%02d" % number))
        names.append(path)
    (tmp_path / "05b.x12").write_bytes(b"ISA")  # a file that cannot be read, amid the others
    names.append(tmp_path / "05b.x12")

    def scrubbed(files: list[Path]) -> tuple[oxyclaim.ScrubAnswer, list[tuple[str, ...]]]:
        out = tmp_path / "found.csv"
        answer = oxyclaim.scrub(oxyclaim.ScrubRequest(files, as_of=AS_OF, findings=out), book)
        with out.open(encoding="utf-8", newline="") as rows:
            found = [tuple(row.values()) for row in csv.DictReader(rows)] if out.exists() else []
        out.unlink()
        return answer, sorted(found)

    together, rows = scrubbed(names)
    each = [scrubbed([name]) for name in names]
    assert rows == sorted(row for _, own in each for row in own)
    assert together.at_risk_cents == sum(answer.at_risk_cents for answer, _ in each)
    for count in ("found", "read", "set_aside", "rejected"):
        assert getattr(together.claims, count) == sum(getattr(answer.claims, count) for answer, _ in each)
    assert together.lines["found"] == sum(answer.lines["found"] for answer, _ in each)
    assert set(together.unreadable) == {str(tmp_path / "05b.x12")}


def test_threads_share_what_was_made_of_the_rule_book(tmp_path: Path) -> None:
    """A service that answers several at once: no answer hangs on the others, nor on what was asked before."""
    book = oxyclaim.rule_book()
    files = []
    for number, fault in enumerate(EVERY_FAULT[5::30]):
        files.append(tmp_path / f"{number}.x12")
        files[-1].write_bytes(fault.file())

    def told(path: Path) -> object:
        return oxyclaim.plain(oxyclaim.scrub(oxyclaim.ScrubRequest([path], as_of=date(2026, 3, 11)), book))

    with ThreadPoolExecutor(4) as threads:
        at_once = list(threads.map(told, files))
    assert at_once == [told(path) for path in files]
