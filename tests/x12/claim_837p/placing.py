"""Cuts a made-up 837P into a placed segments frame, one segment after the other. For tests of the checks only."""

import polars as pl

from oxyclaim.x12.claim_837p.guide import guide
from oxyclaim.x12.claim_837p.loops import CODE
from oxyclaim.x12.core.guide import Guide, SegmentDef
from oxyclaim.x12.core.schema import ELEMENTS

LOOPS = tuple(guide().loops)


def placed(text: str, component: str = ":", *, context: int = 0, first: int = 0) -> pl.DataFrame:
    """Cut text into segments (from number ``first``) and place them; the first ``context`` are marked as known."""
    rows = [segment.strip().split("*") for segment in text.strip().split("~") if segment.strip()]
    known = guide()
    stack: list[tuple[str, int]] = []
    claim, line = -1, None
    out = []
    for number, (id, *elements) in enumerate(rows, first):
        at = _step(known, stack, id, [e.split(component)[0] for e in elements], number)
        if id == "CLM":
            claim, line = claim + 1, None
        elif id == "HL":
            line = None
        elif id == "LX":
            line = number
        inside = any(loop == "2300" for loop, _ in stack)
        out.append(
            {"segment": number, "id": id}
            | {f"e{n:02d}": (elements[n - 1] or None) if n <= len(elements) else None for n in range(1, ELEMENTS + 1)}
            | {"loop": LOOPS.index(at[0]), "instance": at[1]}
            | {"claim": claim if inside else None, "line": line if inside else None}
        )
    frame = pl.DataFrame(
        out,
        schema_overrides={"loop": pl.Int16, "claim": pl.Int64, "line": pl.Int64, "segment": pl.Int64}
        | {f"e{n:02d}": pl.String for n in range(1, ELEMENTS + 1)},
        infer_schema_length=None,
    )
    frame = frame.with_columns(code=pl.col("id").replace_strict(CODE, default=None, return_dtype=pl.Int16))
    return frame.with_columns(known.definition_of(frame, LOOPS, component), context=pl.int_range(pl.len()) < context)


def _step(known: Guide, stack: list[tuple[str, int]], id: str, firsts: list[str], number: int) -> tuple[str, int]:
    """Find the innermost open loop that has the segment, or that has a loop which the segment opens."""
    for depth in range(len(stack), -1, -1):
        loop = stack[depth - 1][0] if depth else None
        opened = next(
            (child.id for child in known.loops.values() if (loop in child.parents if loop else not child.parents)
             and _opens(_opener(known, child.id), id, firsts)), None,
        )  # fmt: skip
        if opened:
            stack[depth:] = [(opened, number)]
            return stack[-1]
        if depth and any(s.id == id and s is not _opener(known, s.loop) and _fits(s, firsts)
                         for s in known.segments if s.loop == loop):  # fmt: skip
            stack[depth:] = []
            return stack[-1]
    return stack[-1]


def _opener(known: Guide, loop: str) -> SegmentDef:
    return next(segment for segment in known.segments if segment.loop == loop)


def _opens(opener: SegmentDef, id: str, firsts: list[str]) -> bool:
    return opener.id == id and _fits(opener, firsts)


def _fits(segment: SegmentDef, firsts: list[str]) -> bool:
    for place, codes in segment.qualifiers.items():
        at = int(place[len(segment.id) : len(segment.id) + 2])
        return at <= len(firsts) and firsts[at - 1] in codes
    return True
