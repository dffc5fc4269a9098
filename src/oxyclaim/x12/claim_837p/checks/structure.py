"""The order, the number and the presence of segments and loops against the guide: SNIP levels 1 and 2.

In most files each segment follows the one before it in the guide's order and skips nothing that is required. Whether
it does is a question of the two definitions alone (``succession``). Only where the answer is no are the loops around
counted and compared.
"""

from collections.abc import Sequence

import polars as pl

from oxyclaim.x12.claim_837p.checks.succession import LINES, Grammar
from oxyclaim.x12.claim_837p.loops import CODE, NO_LOOP
from oxyclaim.x12.core.checks.findings import ERROR, none_found, together
from oxyclaim.x12.core.checks.reporting import report
from oxyclaim.x12.core.guide import Guide, Usage
from oxyclaim.x12.core.kinds import FILE, file_begins, file_ends, in_file
from oxyclaim.x12.core.segment_ids import OF_OTHERS

_TRAILERS = frozenset({"SE", "GE", "IEA"})
"""Counted and missed by the checks of the envelopes."""

_LOOP_ITEMS = 10_000
"""Numbers of a loop's child loops begin here, those of its segments are their definitions'."""


def structure_findings(segments: pl.DataFrame, guide: Guide, loops: Sequence[str]) -> pl.DataFrame:
    """What is wrong with the structure of placed segments that have a ``definition``.

    ``loops`` are the ids that the column ``loop`` counts. Rows marked ``context`` stood in an earlier piece of the
    stream: they count as there, and nothing is found for them. A piece ends before an HL or at the end of the file.
    """
    found = [_unknown(segments, guide, loops), _line_numbers(segments)]
    files = [FILE] if FILE in segments.columns else []
    known = segments.select("segment", "definition", "loop", "instance", "context", *files)
    if known["definition"].null_count():
        known = known.filter(pl.col("definition").is_not_null())
    grammar = Grammar.of(guide)
    doubtful = grammar.doubtful(known)
    if len(doubtful):
        if files:
            of_doubt = known.filter(pl.col("segment").is_in(doubtful.implode()))[FILE].unique()
            known = known.filter(pl.col(FILE).is_in(of_doubt.implode()))
        found.extend(_close_look(_around(known, doubtful, grammar), guide, loops))
    return together(found)


_OPENS = {"NM1": "NM101"}
"""The segment that opens different loops, and the element that says which."""


def _unknown(segments: pl.DataFrame, guide: Guide, loops: Sequence[str]) -> pl.DataFrame:
    if not segments["definition"].null_count():
        return none_found()
    unknown = segments.filter(pl.col("definition").is_null() & ~pl.col("context"))
    # What stands behind the segment that should open a loop goes with it: told once.
    behind = pl.col("loop").is_in([n for n, loop in enumerate(loops) if loop == NO_LOOP]) & (
        pl.col("instance") != pl.col("segment")
    )
    rows = unknown.filter(~behind).select("segment", "id", "loop")
    ids = {segment.id for segment in guide.segments}
    faults = []
    for id, number in rows.select("id", "loop").unique().iter_rows():
        loop = loops[number] if number is not None and 0 <= number < len(loops) else ""
        uses = [segment for segment in guide.segments if segment.loop == loop and segment.id == id]
        places = sorted({place for segment in uses for place in list(segment.qualifiers)[:1]})
        if loop == NO_LOOP and id in _OPENS:
            element, level, loop = _OPENS[id], 2, ""
            message = f"{element} is not one of the codes allowed at this place"
        elif places:
            codes = sorted({code for segment in uses for code in segment.qualifiers[places[0]]})
            element, level = places[0], 2
            message = f"{element} is not one of the codes allowed in loop {loop}: {', '.join(codes)}"
        elif id in ids:
            element, level = id, 2
            message = f"{id} is not allowed at this place" + (f" of loop {loop}" if loop else "")
        else:
            # What stands there may be a piece of a broken segment, a name or a number: it is not shown.
            element, level = id if id in OF_OTHERS else "", 1
            message = "the guide of the 837P has no segment of this id"
        faults.append(
            {
                "id": id,
                "loop": number,
                "shown": loop,
                "element": element,
                "snip_level": level,
                "message": message,
                "rule": f"X12-{element or 'UNKNOWN-ID'}",
            }
        )
    schema = {"id": pl.String, "loop": pl.Int16, "shown": pl.String, "element": pl.String, "snip_level": pl.Int8}
    told = pl.DataFrame(faults, schema=schema | {"message": pl.String, "rule": pl.String}, orient="row")
    joined = rows.join(told, on=["id", "loop"], nulls_equal=True, maintain_order="left")
    return _report(joined.drop("loop").rename({"shown": "loop"}))


def _line_numbers(segments: pl.DataFrame) -> pl.DataFrame:
    """Lines of a claim are numbered 1, 2, 3 ... and are no more than the guide allows."""
    is_line = segments["code"] == CODE["LX"]
    lines = segments.select("segment", "claim", "e01").filter(is_line & segments["claim"].is_not_null())
    row = pl.int_range(pl.len())
    first = pl.when(pl.col("claim") != pl.col("claim").shift().fill_null(-1)).then(row).forward_fill()
    lines = lines.with_columns(number=row - first + 1)
    wrong = lines.filter(pl.col("e01").cast(pl.Int64, strict=False).ne_missing(pl.col("number")))
    many = lines.filter(pl.col("number") == LINES + 1)
    if not len(wrong) and not len(many):
        return none_found()
    return together(
        [
            _report(
                wrong.with_columns(
                    loop=pl.lit("2400"),
                    element=pl.lit("LX01"),
                    snip_level=pl.lit(1),
                    message=pl.format("LX01 must be {} here: a claim's lines are numbered 1, 2, 3 ...", "number"),
                )
            ),
            _report(
                many.with_columns(
                    loop=pl.lit("2400"),
                    element=pl.lit("LX"),
                    snip_level=pl.lit(2),
                    rule=pl.lit("X12-2400"),
                    message=pl.lit(f"this claim has more than {LINES} lines; at most {LINES} are allowed"),
                )
            ),
        ]
    )


def _around(known: pl.DataFrame, doubtful: pl.Series, grammar: Grammar) -> pl.DataFrame:
    """The rows that a close look needs: subscribers with a doubtful segment whole (``whole``), of the others only
    the HL, and what stands outside subscribers."""
    begins = pl.lit(file_begins(known)).alias("begins")
    block = ((pl.col("definition") == grammar.subscriber) | pl.int_range(pl.len()).is_in(begins.implode())).cum_sum()
    known = known.with_columns(block=block, outside=~pl.col("definition").is_in(grammar.below_subscriber))
    blocks = known.filter(pl.col("segment").is_in(doubtful.implode()))["block"].unique()
    # A segment that leaves a subscriber (the next HL) may show that the one before lacks something.
    blocks = pl.concat([blocks, blocks - 1]).unique()
    whole = pl.col("outside") | pl.col("block").is_in(blocks.implode())
    return known.with_columns(whole=whole).filter(pl.col("whole") | (pl.col("definition") == grammar.subscriber))


def _close_look(rows: pl.DataFrame, guide: Guide, loops: Sequence[str]) -> list[pl.DataFrame]:
    rows = _with_parents(rows, guide, loops)
    items, limits = _catalogue(guide, loops)
    events = _events(rows).join(items, on="item", how="left", maintain_order="left")
    return [_disorder(events), _too_many(events), _missing(rows, events, limits, guide, loops)]


def _with_parents(rows: pl.DataFrame, guide: Guide, loops: Sequence[str]) -> pl.DataFrame:
    """Each opener of a loop with the instance of its parent (``above``) and that one's loop (``within``)."""
    opens = pl.col("segment") == pl.col("instance")
    there = [number for number in rows["loop"].unique() if number is not None]
    parents = {
        number: [loops.index(parent) for parent in guide.loops[loops[number]].parents if loops.index(parent) in there]
        for number in there
        if loops[number] in guide.loops
    }
    within_file = in_file(rows)
    last = {
        number: within_file(pl.when(opens & (pl.col("loop") == number)).then(pl.col("instance")).forward_fill())
        for number in sorted({parent for above in parents.values() for parent in above})
    }
    rows = rows.with_columns(opens=opens, **{f"last{number}": expression for number, expression in last.items()})
    above, within = pl.lit(None, pl.Int64), pl.lit(None, pl.Int16)
    for number, around in parents.items():
        if around:
            this = pl.col("opens") & (pl.col("loop") == number)
            nearest = pl.max_horizontal(f"last{parent}" for parent in around)
            of = pl.coalesce(pl.when(pl.col(f"last{p}") == nearest).then(pl.lit(p, pl.Int16)) for p in around)
            above = pl.when(this).then(nearest).otherwise(above)
            within = pl.when(this).then(of).otherwise(within)
    return rows.with_columns(above=above, within=within).drop(f"last{number}" for number in last)


def _events(rows: pl.DataFrame) -> pl.DataFrame:
    """What stands in each instance: its segments, and the loops that open in it."""
    kept = ["segment", "context", "whole"]
    own = rows.select(*kept, "instance", within="loop", item=pl.col("definition").cast(pl.Int32))
    children = rows.filter(pl.col("above").is_not_null()).select(
        *kept, "within", instance="above", item=pl.col("loop").cast(pl.Int32) + _LOOP_ITEMS
    )
    children = children.select(own.columns)
    return pl.concat([own, children]).sort("instance", "segment")


def _catalogue(guide: Guide, loops: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the guide says of each item; and what each loop must have, apart from trailers."""
    segments = [
        (loops.index(s.loop), s.number, s.position, s.max_use, s.id, s.loop, f"{s.id} ({s.name})", s.usage, s.id)
        for s in guide.segments
        if s.loop in loops
    ]
    openers = {segment.loop: segment.id for segment in reversed(guide.segments)}
    children = [
        (loops.index(parent), _LOOP_ITEMS + loops.index(loop.id), loop.position,
         None if loop.id == "2400" else loop.repeat,
         openers[loop.id], loop.id, f"loop {loop.id} ({loop.name})", loop.usage, loop.id)
        for loop in guide.loops.values()
        for parent in loop.parents
        if loop.id in loops
    ]  # fmt: skip
    schema = {
        "within": pl.Int16, "item": pl.Int32, "position": pl.Int32, "limit": pl.Int32,
        "element": pl.String, "loop": pl.String, "named": pl.String, "usage": pl.String, "rule": pl.String,
    }  # fmt: skip
    in_envelope = pl.col("loop").is_in(["ISA", "GS", "ST"])
    items = pl.DataFrame(segments + children, schema=schema, orient="row").with_columns(
        rule=pl.lit("X12-") + pl.col("rule"), loop=pl.when(in_envelope).then(pl.lit("")).otherwise("loop")
    )
    must = (pl.col("usage") == Usage.REQUIRED.value) & ~pl.col("element").is_in(sorted(_TRAILERS))
    return items.drop("usage", "within").unique("item"), items.filter(must)


def _disorder(events: pl.DataFrame) -> pl.DataFrame:
    same = pl.col("instance") == pl.col("instance").shift()
    wrong = events.with_columns(before=pl.when(same).then(pl.col("named").shift())).filter(
        same & (pl.col("position") < pl.col("position").shift()) & ~pl.col("context")
    )
    wrong = wrong.rechunk()  # Polars 2.1 stops in format() where one column has more chunks than another
    message = pl.format("{} stands behind {}, but belongs before it", "named", "before")
    return _report(wrong.with_columns(message=message, snip_level=pl.lit(1)))


def _too_many(events: pl.DataFrame) -> pl.DataFrame:
    counts = events.group_by("instance", "item").agg(times=pl.len(), most=pl.col("limit").first())
    many = counts.filter(pl.col("times") > pl.col("most"))
    if not len(many):
        return none_found()
    over = events.join(many, on=["instance", "item"], maintain_order="left").filter(
        pl.int_range(pl.len()).over("instance", "item") >= pl.col("most")
    )
    over = over.filter(~pl.col("context")).unique(["instance", "item"], keep="first", maintain_order=True)
    message = pl.format("{} stands here {} times; at most {} allowed", "named", "times", "most")
    return _report(over.with_columns(message=message, snip_level=pl.lit(2)))


def _missing(
    rows: pl.DataFrame, events: pl.DataFrame, required: pl.DataFrame, guide: Guide, loops: Sequence[str]
) -> pl.DataFrame:
    opened = rows.filter(pl.col("opens") & pl.col("whole") & ~pl.col("context"))
    opened = opened.select("segment", "instance", within="loop")
    expected = opened.join(required, on="within", maintain_order="left")
    missing = expected.join(events, on=["instance", "item"], how="anti")
    # What still may come in the next piece, behind the HL that it begins with, is not missing yet.
    later = [f"X12-{id}" for id in ("ST", "2000A", "2000B")]
    waiting = pl.col("instance").is_in(_still_open(rows)) & pl.col("rule").is_in(later)
    missing = missing.filter(~waiting)
    outer = pl.col("within").replace_strict(dict(enumerate(loops)), return_dtype=pl.String)
    message = pl.format("{} is missing; it is required in loop {}", "named", outer)
    return _report(missing.with_columns(message=message, snip_level=pl.lit(2)))


def _still_open(rows: pl.DataFrame) -> list[int]:
    """Instances that the last segment stands in, of each file."""
    parents = dict(rows.filter("opens").select("segment", "above").iter_rows())
    chain: dict[int, None] = {}
    for row in file_ends(rows):
        above: int | None = rows["instance"][row]
        while above is not None and above not in chain:
            chain[above] = None
            above = parents.get(above)
    return list(chain)


def _report(rows: pl.DataFrame) -> pl.DataFrame:
    return report(rows.with_columns(severity=pl.lit(ERROR)))
