"""Answers damaged at random, and what must hold of each however it is damaged.

The file is split here by hand, with Decimal, so that an error of the readers is not made twice.
"""

import random
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

import polars as pl

from oxyclaim.remittance.proof import BARS
from oxyclaim.x12.core.delimiters import UnreadableFile
from tests.remittance.reading import whole
from tests.remittance.written import (
    DENIED,
    R1,
    REVERSED,
    Claim,
    Line,
    Payment,
    Signs,
    Told,
    acknowledged,
    file_acknowledged,
    interchange,
    remittance,
)

_MANY = Claim(
    (
        Line(10000, 2000, tuple((group, str(n), 1000) for n, group in enumerate(["CO"] * 7 + ["OA"]))),
        Line(500, 600, (("OA", "94", -100),), control="L2"),
    ),
    id="OXY0009", adjustments=(("CO", "24", 100),),
)  # fmt: skip
_ERRORS = ["IK3*CLM*22*2300*8", "CTX*CLM01:OXY7", "IK4*2*782*1"]
BASES = (
    remittance(Payment((R1, DENIED, _MANY)), Payment((REVERSED, _MANY), (("WO", "A", -3136), ("L6", "", -27)))),
    remittance(Payment((R1,)), signs=Signs("|", ">", "\n", "")),
    acknowledged([Told("OXY1"), Told("OXY2", (("A7:507", "U"),), lines=(("E1392:RR", "A7:507"),))]),
    file_acknowledged([("0001", "A"), ("0002", "R")], "P", _ERRORS, accepted=1),
    interchange([], "", "", before=["TA1*000000017*260105*1200*R*025"]) + remittance(Payment((R1, _MANY))),
)
_PARTS = (b"", b"*", b"~", b":", b"-", b"0.005", b"1e9", b"\xff\xfe", b"CLP*X*1*5*5~", b"SE*1*1~", b"SVC*HC:A*1*1~",
          b"ISA*", b"9" * 30, b"\n", b"ST*835*0007~", b"PLB*1*20261231*WO:X*5~", b"NaN", b"HL*9*9*PT~")  # fmt: skip


def mutated(seed: int, number: int) -> tuple[bytes, int, list[str]]:
    """A damaged file, how many bytes of it to read at once, and what was done to it. The same for the same numbers."""
    chance = random.Random(f"{seed}/{number}")
    data = chance.choice(BASES)
    done = []
    for _ in range(chance.randint(1, 4)):
        damage = chance.choice(DAMAGES)
        data = damage(data, chance)
        done.append(damage.__name__)
    return data, chance.choice((4 << 20, 4 << 20, 1000, 250)), done


def a_byte_changed(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(max(1, len(data)))
    return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]


def something_put_in(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(_PARTS) + data[place:]


def cut_off(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def a_segment_left_out(data: bytes, chance: random.Random) -> bytes:
    segments = data.split(b"~")
    del segments[chance.randrange(len(segments))]
    return b"~".join(segments)


def a_segment_twice(data: bytes, chance: random.Random) -> bytes:
    segments = data.split(b"~")
    place = chance.randrange(len(segments))
    return b"~".join([*segments[:place], segments[place], *segments[place:]])


def two_segments_changed_over(data: bytes, chance: random.Random) -> bytes:
    segments = data.split(b"~")
    one, other = chance.randrange(len(segments)), chance.randrange(len(segments))
    segments[one], segments[other] = segments[other], segments[one]
    return b"~".join(segments)


def an_element_replaced(data: bytes, chance: random.Random) -> bytes:
    elements = data.split(b"*")
    elements[chance.randrange(len(elements))] = chance.choice(_PARTS)
    return b"*".join(elements)


def another_file_behind(data: bytes, chance: random.Random) -> bytes:
    return data + chance.choice(BASES)


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    a_byte_changed, something_put_in, cut_off, a_segment_left_out, a_segment_twice, two_segments_changed_over,
    an_element_replaced, another_file_behind,
)  # fmt: skip


def problem(data: bytes, at_once: int = 4 << 20) -> str:
    """What is wrong with how the file is read; empty where nothing is."""
    try:
        frames = whole(data, at_once)
    except UnreadableFile:
        return ""
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    barred = set(frames["wrong"].filter(pl.col("rule").is_in(list(BARS)))["set"].to_list())
    begun = frames["begun"].filter((pl.col("kind") == "835") & ~pl.col("set").is_in(list(barred)))
    for position, terminator in begun.select("position", "terminator").iter_rows():
        if what := _not_money(data[position:].decode("latin-1"), terminator):
            return what
    return ""


def _not_money(text: str, terminator: str) -> str:
    """Why a payment that may be posted is none: added up by hand from its ST on."""
    said, total, claims = None, Decimal(0), 0
    element = text[2]
    for number, segment in enumerate(text.split(terminator)):
        elements = segment.strip(" \t\r\n\x00\x1a").split(element)
        match elements[0]:
            case "BPR":
                said = said if said is not None else _amount(elements, 2)
            case "CLP":
                total, claims = total + (_amount(elements, 4) or 0), claims + 1
            case "PLB":
                total -= sum((_amount(elements, n) or Decimal(0) for n in range(4, 15, 2)), Decimal(0))
            case "SE":
                break
            case "ST" | "GS" | "GE" | "IEA" | "ISA" if number:
                return "a payment without an end may be posted"
    if said is None or said != total:
        return f"a payment of {said} may be posted, and its {claims} claims come to {total}"
    return ""


def _amount(elements: list[str], place: int) -> Decimal | None:
    try:
        return Decimal(elements[place]) if len(elements) > place and elements[place] else None
    except InvalidOperation:
        return None
