"""A hundred thousand claim answers: read, proved, matched and posted; and beside it, in the same run, other readers.

Made-up claims and answers. ``python -m bench.posting [ANSWERS]``. A reader of another project that is installed
(``edi-835-parser``) reads the same files; it proves, matches and posts nothing.
"""

import importlib
import importlib.util
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from oxyclaim.services.posting import PostRequest, post
from oxyclaim.services.replies import RepliesRequest, replies
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.store.kept import Change
from oxyclaim.store import SqlPlaces

A_FILE = 10_000
"""Answers in a file."""
DAY = date(2026, 1, 20)
ISA = "ISA*00*          *00*          *ZZ*{:<15}*ZZ*{:<15}*260120*1200*^*00501*{:09d}*0*P*:"


def claims(first: int, count: int, control: int) -> Iterator[str]:
    """A claim file, segment by segment."""
    yield ISA.format("OXYGEN", "PAYER", control)
    yield f"GS*HC*OXYGEN*PAYER*20260105*1200*{control}*X*005010X222A1"
    yield "ST*837*0001*005010X222A1"
    yield f"BHT*0019*00*B{control:08d}*20260105*1200*CH"
    yield "NM1*41*2*EXAMPLE OXYGEN*****46*SENDER1"
    yield "PER*IC*OFFICE*TE*8005550100"
    yield "NM1*40*2*EXAMPLE DME PAYER*****46*16013"
    yield "HL*1**20*1"
    yield "NM1*85*2*EXAMPLE OXYGEN*****XX*1234567893"
    yield from ("N3*1 OXYGEN STREET", "N4*TROY*NY*121800001", "REF*EI*123456789")
    for number in range(first, first + count):
        level = number - first + 2
        yield f"HL*{level}*1*22*0"
        yield "SBR*P*18*******MB"
        yield f"NM1*IL*1*ALDER*ADA****MI*{member(number)}"
        yield from ("N3*1 QUARRY ROAD", "N4*TROY*NY*12180", "DMG*D8*19400101*F")
        yield "NM1*PR*2*EXAMPLE DME PAYER*****PI*16013"
        yield f"CLM*C{number:09d}*635***12:B:1*Y*A*Y*Y"
        yield "HI*ABK:J449"
        for line, (code, charge) in enumerate((("E1390", 240), ("E1392", 395)), 1):
            yield f"LX*{line}"
            yield f"SV1*HC:{code}:RR:N1*{charge}*UN*1***1"
            yield "DTP*472*D8*20260105"
            yield f"REF*6R*{number:09d}L{line}"
    segments = 10 + count * 17 + 2
    yield f"SE*{segments}*0001"
    yield f"GE*1*{control}"
    yield f"IEA*1*{control:09d}"


def answers(first: int, count: int, control: int) -> Iterator[str]:
    """A remittance for them."""
    yield ISA.format("PAYER", "OXYGEN", control)
    yield f"GS*HP*PAYER*OXYGEN*20260120*1200*{control}*X*005010X221A1"
    yield "ST*835*0001"
    each = 10_035
    yield (f"BPR*I*{each * count / 100:.2f}*C*ACH*CCP*01*121000248*DA*111*1205296137**01*121000358*DA*222*20260120")
    yield f"TRN*1*EFT{control:09d}*1205296137"
    yield from ("DTM*405*20260119", "N1*PR*EXAMPLE DME PAYER", "N3*1 PAYER STREET", "N4*FARGO*ND*58103")
    yield from ("REF*2U*16013", "PER*BL*HELP DESK*TE*8005550100", "N1*PE*EXAMPLE OXYGEN*XX*1234567893", "LX*1")
    for number in range(first, first + count):
        yield f"CLP*C{number:09d}*1*635*100.35*25.6*MB*26005{number:09d}*12*1"
        yield f"NM1*QC*1*ALDER*ADA****MI*{member(number)}"
        for line, (code, charge, cut, paid, share, held) in enumerate(
            (("E1390", 240, 140, "78.4", 20, "1.6"), ("E1392", 395, 367, "21.95", "5.6", ".45")), 1
        ):
            yield f"SVC*HC:{code}:RR:N1*{charge}*{paid}**1"
            yield "DTM*472*20260105"
            yield f"CAS*CO*45*{cut}**253*{held}"
            yield f"CAS*PR*2*{share}"
            yield f"REF*6R*{number:09d}L{line}"
    yield f"SE*{12 + count * 12}*0001"
    yield f"GE*1*{control}"
    yield f"IEA*1*{control:09d}"


def member(number: int) -> str:
    """A made-up member id."""
    return f"9AA{number % 10}A{number // 10 % 10}MZ{number // 100 % 10000:04d}"


def written(folder: Path, count: int) -> tuple[list[Path], list[Path]]:
    """Claim files and remittances."""
    sent, came = [], []
    for control, first in enumerate(range(0, count, A_FILE), 1):
        some = min(A_FILE, count - first)
        for paths, name, made in ((sent, "837", claims), (came, "835", answers)):
            path = folder / f"{control:04d}.{name}"
            path.write_text("~\n".join(made(first, some, control)) + "~\n")
            paths.append(path)
    return sent, came


def measured(count: int) -> dict[str, object]:
    """Seconds of each step."""
    book, change = rule_book(), Change("bench", datetime.now(UTC), "bench", "import")
    found: dict[str, object] = {"answers": count, "load": os.getloadavg()[0]}
    with tempfile.TemporaryDirectory() as folder:
        sent, came = written(Path(folder), count)
        address = str(Path(folder) / "bench.db")
        SqlPlaces().make(address, datetime.now(UTC))
        store = SqlPlaces().open(address)

        def timed(name: str, request: PostRequest) -> None:
            begun, cpu = time.perf_counter(), time.process_time()
            answer = post(request, store, address, book, change)
            found[name] = round(time.perf_counter() - begun, 2)
            found[f"{name}, CPU"] = round(time.process_time() - cpu, 2)
            found[f"{name}: matched"] = answer.matched

        timed("claims taken in", PostRequest([], DAY, sent))
        timed("read, proved, matched and posted", PostRequest(came, DAY))
        timed("the same again", PostRequest(came, DAY))
        begun = time.perf_counter()
        replies(RepliesRequest(came, DAY), book)
        found["read and proved alone"] = round(time.perf_counter() - begun, 2)
        store.close()
        found["edi-835-parser, reading alone"] = _other_reader(came)
    return found


def _other_reader(paths: list[Path]) -> float | str:
    if importlib.util.find_spec("edi_835_parser") is None:
        return "not installed"
    parse = importlib.import_module("edi_835_parser").parse
    begun = time.perf_counter()
    for path in paths:
        parse(str(path))
    return round(time.perf_counter() - begun, 2)


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000), indent=1))  # noqa: T201
