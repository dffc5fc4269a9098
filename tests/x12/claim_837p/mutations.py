"""Files damaged at random: reading may find faults or refuse one, but never fails, hangs or loses a claim in silence.

A damaged file hangs on the seed and its number alone, so that any of them can be made again. ``judge`` is what is put
to the test; ``problem`` says what it did wrong with a file, if anything.
"""

import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import polars as pl
from faults import FAULTS
from valid_files import VALID

from bench.claim_files import write_claims
from oxyclaim.bulk.claim_files import parts
from oxyclaim.bulk.made import Made, made
from oxyclaim.bulk.parts import Part
from oxyclaim.bulk.small_files import outcomes
from oxyclaim.policy import load
from oxyclaim.x12.claim_837p.checks.levels import Beyond
from oxyclaim.x12.claim_837p.reader import UnreadableFile
from oxyclaim.x12.core.pieces import PIECE

AS_OF = date(2026, 3, 10)
HUGE = 1_000_000
"""Characters of a huge element."""
BLANKS = b" \t\r\n\x00\x1a"

Mutation = Callable[[bytes, Random], bytes]


@dataclass(frozen=True)
class Counts:
    """What became of the claims of a file."""

    read: int
    set_aside: int = 0
    refused: str = ""
    """Why the whole file was refused; empty where it was not."""


@cache
def _made() -> Made:
    return made(load(), AS_OF, {})


@cache
def _beyond() -> Beyond:
    return Beyond((_made().front_end, _made().diagnoses))


def judge(data: bytes, at_once: int = PIECE) -> Counts:
    """Read, check and judge a file that lies in memory, in pieces of about so many bytes."""
    found: list[Part] = []
    refused = ""
    try:
        found.extend(parts(data, AS_OF, at_once, beyond=_beyond()))
    except UnreadableFile as refusal:
        refused = str(refusal)
    _judge_lines(found)
    return _counts(found, data, refused)


def judge_together(files: Sequence[bytes]) -> list[Counts]:
    """Read, check and judge small files together."""
    read = outcomes(files, AS_OF, _beyond())
    _judge_lines([part for outcome in read for part in outcome.parts])
    return [
        _counts(outcome.parts, data, "" if outcome.unreadable is None else str(outcome.unreadable))
        for data, outcome in zip(files, read, strict=True)
    ]


def _judge_lines(found: Sequence[Part]) -> None:
    numbered = [
        [frame.with_columns(pl.col("claim") + (number << 32)) for frame in part.readable()]
        for number, part in enumerate(found)
        if part.claims.height
    ]
    if numbered:
        claims, lines = (pl.concat(frames) for frames in zip(*numbered, strict=True))
        assert _made().judge(claims, lines).lines.height == lines.height, "a line was lost"


def _counts(found: Sequence[Part], data: bytes, refused: str) -> Counts:
    for part in found:
        positions = part.findings["byte_position"]
        assert positions.is_between(0, len(data)).all(), "a finding points outside the file"
    claims = sum(part.claims.height + part.other_claims for part in found)
    aside = sum(len(part.set_aside) + part.other_claims for part in found)
    return Counts(claims - aside, aside, refused)


def problem(data: bytes, at_once: int = PIECE, judged: Callable[[bytes, int], Counts] = judge) -> str:
    """What is wrong with how a file was judged; empty where nothing is."""
    try:
        counts = judged(data, at_once)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # also a panic of Polars, which is no Exception
        return f"{type(error).__name__}: {str(error)[:200]}"
    return _lost(data, counts)


def problems(
    files: Sequence[tuple[bytes, int]], judged: Callable[[Sequence[bytes]], list[Counts]] = judge_together
) -> list[str]:
    """The same of several files, those that are read in one piece together; where that fails, each alone too."""
    whole = [number for number, (_, at_once) in enumerate(files) if at_once == PIECE]
    found = ["" if at_once == PIECE else problem(data, at_once) for data, at_once in files]
    try:
        counted = judged([files[number][0] for number in whole])
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        alone = {number: problem(*files[number]) for number in whole}
        if not any(alone.values()):
            alone[whole[0]] = f"together with those behind it: {type(error).__name__}: {str(error)[:200]}"
        counted = []
        for number, what in alone.items():
            found[number] = what
    for number, counts in zip(whole, counted, strict=False):
        found[number] = _lost(files[number][0], counts)
    return found


def _lost(data: bytes, counts: Counts) -> str:
    if counts.refused:
        return ""
    there = claims_in(data)
    if counts.read + counts.set_aside != there:
        return f"{there} claims in the file, {counts.read} read and {counts.set_aside} set aside"
    return ""


def claims_in(data: bytes) -> int:
    """The CLM segments of a file, counted by splitting; each interchange by the delimiters that it declares."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(BLANKS)
    declared = _declared(data)
    if declared is None:
        return 0
    element, terminator = declared
    found, position = 0, 0
    while position < len(data):
        end = data.find(terminator, position)
        end = len(data) if end < 0 else end
        text = data[position:end]
        begin = position + len(text) - len(text.lstrip(BLANKS))
        position = end + 1
        if data.startswith(b"ISA", begin):
            element, terminator = _declared(data[begin : begin + 512]) or (element, terminator)
            if (end := data.find(terminator, begin)) >= 0:
                position = end + 1
        elif data[begin:end].split(element, 1)[0] == b"CLM":
            found += 1
    return found


def _declared(data: bytes) -> tuple[bytes, bytes] | None:
    """Element separator and terminator that an ISA declares; None where it declares none that can be."""
    match = re.match(rb"ISA(?P<e>[^A-Za-z0-9 \x7f-\xff])((?:(?!(?P=e)).)*(?P=e)){15}(.)(.)", data[:402], re.DOTALL)
    if match is None:
        return None
    element, component, terminator = match["e"], match[3], match[4]
    usable = all(not sign.isalnum() and sign != b" " and sign[0] < 127 for sign in (component, terminator))
    different = len({element, component, terminator}) == 3
    return (element, terminator) if usable and different else None


@cache
def base_files() -> tuple[bytes, ...]:
    """Small files to be damaged: valid ones, made ones, and ones with a fault."""
    with tempfile.TemporaryDirectory() as folder:
        made = []
        for seed in range(8):
            path = Path(folder, str(seed))
            write_claims(path, 2 + seed % 3, seed=seed, faults=0.5)
            made.append(path.read_bytes())
    return (*VALID.values(), *made, *(fault.file() for fault in FAULTS[::5]))


def mutated(seed: int, number: int) -> tuple[bytes, int, list[str]]:
    """The file of this number, the size of pieces to read it in, and what was done to it."""
    chance = Random(seed * 1_000_003 + number)
    data = chance.choice(base_files())
    names = chance.choices(
        list(MUTATIONS), [weight for _, weight in MUTATIONS.values()], k=chance.choice((1, 1, 1, 2, 3))
    )
    for name in names:
        data = MUTATIONS[name][0](data, chance)
    return data, chance.choice((*[PIECE] * 98, 200, 700)), names


def _split(data: bytes) -> tuple[list[bytes], bytes, bytes]:
    """Segments, terminator, element separator; of a file that begins with no ISA any."""
    element, terminator = _declared(data.removeprefix(b"\xef\xbb\xbf")) or (b"*", b"~")
    return data.split(terminator), terminator, element


def _segmentwise(change: Callable[[list[bytes], Random], None]) -> Mutation:
    def mutation(data: bytes, chance: Random) -> bytes:
        segments, terminator, _ = _split(data)
        if len(segments) > 3:
            change(segments, chance)
        return terminator.join(segments)

    return mutation


def _anywhere(segments: list[bytes], chance: Random) -> int:
    return chance.randrange(len(segments))


def _flip(data: bytes, chance: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20)) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _set_bytes(data: bytes, chance: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 10)) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.choice(b"~*:^|\n\r\"'\x00\xff ,A9")
    return bytes(changed)


def _cut_end(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _cut_middle(data: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.choice((1, 3, 30, 300)) :]


def _insert(data: bytes, what: bytes, chance: Random) -> bytes:
    where = chance.randrange(len(data) + 1)
    return data[:where] + what + data[where:]


def _drop(segments: list[bytes], chance: Random) -> None:
    for _ in range(chance.choice((1, 1, 2, 5))):
        del segments[_anywhere(segments, chance)]
        if not segments:
            segments.append(b"")


def _double(segments: list[bytes], chance: Random) -> None:
    start = _anywhere(segments, chance)
    some = segments[start : start + chance.choice((1, 1, 3, 20))]
    segments[start:start] = some * chance.choice((1, 1, 2, 10))


def _swap(segments: list[bytes], chance: Random) -> None:
    one, other = _anywhere(segments, chance), _anywhere(segments, chance)
    segments[one], segments[other] = segments[other], segments[one]


def _reorder(segments: list[bytes], chance: Random) -> None:
    start = _anywhere(segments, chance)
    end = chance.choice((start + 4, start + 12, len(segments)))
    some = segments[start:end]
    chance.shuffle(some)
    segments[start:end] = some


def _huge(data: bytes, chance: Random) -> bytes:
    segments, terminator, element = _split(data)
    where = _anywhere(segments, chance)
    what = chance.choice((b"A", b"9", b":", b"\xc3\xbc", element, b" ", b'"'))
    segments[where] += element + what * (HUGE // len(what))
    return terminator.join(segments)


def _many_elements(data: bytes, chance: Random) -> bytes:
    segments, terminator, element = _split(data)
    segments[_anywhere(segments, chance)] += (element + b"X") * chance.choice((10, 24, 25, 300))
    return terminator.join(segments)


def _wrong_number(data: bytes, chance: Random) -> bytes:
    """Another number in a count, a control number, HL or LX."""
    found = list(re.finditer(rb"(?:SE|GE|IEA|HL|LX|CLM|ST)[*|]\w*", data))
    if not found:
        return data
    match = chance.choice(found)
    number = chance.choice((b"0", b"-1", b"99999999999999999999", b"", b"1e9", b"1.5", b"\xb2", b" 1", b"0001", b"7"))
    return data[: match.start()] + re.sub(rb"[*|]\w*$", b"*" + number, match[0]) + data[match.end() :]


def _other_delimiter(data: bytes, chance: Random) -> bytes:
    """From somewhere on another sign for one of the delimiters."""
    where = chance.randrange(len(data) + 1)
    _, terminator, element = _split(data)
    old, new = chance.choice((element, terminator, b":")), chance.choice((b"|", b"\n", b"~", b"*", b"\x1c", b";"))
    return data[:where] + data[where:].replace(old, new)


def _double_terminators(data: bytes, chance: Random) -> bytes:
    segments, terminator, _ = _split(data)
    start = _anywhere(segments, chance)
    return terminator.join(segments[:start]) + chance.choice((terminator, terminator * 2, terminator + b" ")).join(
        [b"", *segments[start:]]
    )


def _damaged_isa(data: bytes, chance: Random) -> bytes:
    where = chance.randrange(110)
    gone = chance.choice((0, 1, 2, 20))
    return data[:where] + chance.choice((b"", b" ", b"*", b"~", b"X", b"\x00")) + data[where + gone :]


def _nulls(data: bytes, chance: Random) -> bytes:
    return _insert(data, b"\x00" * chance.choice((1, 2, 500)), chance)


def _unicode(data: bytes, chance: Random) -> bytes:
    signs = "".join(chr(chance.choice((0xE9, 0x2028, 0x85, 0x1F600, 0x202E, 0xFEFF, 0x660, 0xA0))) for _ in range(3))
    return _insert(data, signs.encode(chance.choice(("utf-8", "utf-16-le"))), chance)


def _nested_isa(data: bytes, chance: Random) -> bytes:
    segments, terminator, _ = _split(data)
    other = chance.choice(base_files())
    inner = other[: chance.choice((106, 300, len(other)))]
    return (
        terminator.join([*segments[:3], inner, *segments[3:]])
        if chance.random() < 0.5
        else _insert(data, inner, chance)
    )


def _renumbered(data: bytes, chance: Random) -> bytes:
    how = chance.choice((b"HL*1*", b"HL*0*", b"HL**", b"HL*5*"))
    return re.sub(rb"HL[*]\d+[*]", how, data)


def _line_ends(data: bytes, chance: Random) -> bytes:
    segments, terminator, _ = _split(data)
    return (terminator + chance.choice((b"\r\n", b"\n", b" ", b"\n\n", b"\x1a"))).join(segments)


def _lower(data: bytes, chance: Random) -> bytes:
    where = chance.randrange(len(data) + 1)
    return data[:where] + data[where:].lower()


MUTATIONS: dict[str, tuple[Mutation, float]] = {
    "bytes flipped": (_flip, 12),
    "bytes set": (_set_bytes, 10),
    "cut off": (_cut_end, 8),
    "a part cut out": (_cut_middle, 8),
    "segments left out": (_segmentwise(_drop), 10),
    "segments doubled": (_segmentwise(_double), 8),
    "segments swapped": (_segmentwise(_swap), 8),
    "segments reordered": (_segmentwise(_reorder), 8),
    "a huge element": (_huge, 0.5),
    "many elements": (_many_elements, 3),
    "a wrong number": (_wrong_number, 10),
    "another delimiter from the middle on": (_other_delimiter, 6),
    "terminators doubled": (_double_terminators, 4),
    "ISA damaged": (_damaged_isa, 6),
    "nulls": (_nulls, 4),
    "odd characters": (_unicode, 4),
    "an ISA within": (_nested_isa, 5),
    "quotes": (lambda data, chance: _insert(data, chance.choice((b'"', b'""', b"'", b'*"', b'"~')), chance), 4),
    "empty": (lambda data, chance: chance.choice((b"", b" ", b"\xef\xbb\xbf", b"ISA", b"ISA*", b"\x00")), 0.5),
    "levels renumbered": (_renumbered, 4),
    "line ends": (_line_ends, 3),
    "lower case": (_lower, 2),
}
"""What is done to a file, and how often."""
