"""The elements of segments against the guide: SNIP levels 1 and 2, below the envelopes.

Two questions are asked: which elements are there (``element_shapes``) and what stands in them (``element_values``).
The second is asked of all segments of one id at once, cheaply; only elements that may be wrong are looked at closely.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from oxyclaim.x12.characters import COMPONENT, REPETITION
from oxyclaim.x12.checks.element_shapes import shape_findings, shapes_of, unpacked
from oxyclaim.x12.checks.element_values import faults, suspect
from oxyclaim.x12.checks.findings import ERROR, none_found
from oxyclaim.x12.checks.reporting import loop_shown, report
from oxyclaim.x12.guide import ElementDef, Guide, Usage

_DELIMITERS_THEMSELVES = frozenset({"ISA11", "ISA16"})

_Uses = dict[ElementDef, list[int]]
"""Definitions' numbers by what they say of one element of an id."""


def element_findings(
    segments: pl.DataFrame,
    guide: Guide,
    component: str = COMPONENT,
    repetition: str = REPETITION,
    *,
    plain: bool = False,
) -> pl.DataFrame:
    """What is wrong with elements, of all segments that have a ``definition`` and are no ``context``.

    ``plain`` says that the caller knows there are no characters outside the X12 extended set, which saves looking.
    """
    if "context" in segments.columns:
        segments = segments.filter(~pl.col("context")) if segments["context"].any() else segments
    shapes = shapes_of(segments)
    kinds = shapes.drop_nulls().unique().sort().to_list()
    found = [shape_findings(segments, shapes, kinds, guide)]
    used = _used(kinds, guide)
    order = {id: number for number, id in enumerate(used)}
    numbers = pl.Series([order.get(segment.id, len(order)) for segment in guide.segments], dtype=pl.UInt8)
    ids = numbers.gather(segments["definition"].cast(pl.UInt32))
    for id, columns in used.items():
        needed = segments.select("segment", "definition", *(_column(number) for number in columns))
        rows = needed.filter(ids == order[id])
        found.extend(_id_findings(rows, columns, guide, component + repetition, plain=plain))
    return pl.concat(found)


def _used(kinds: list[int], guide: Guide) -> dict[str, dict[int, _Uses]]:
    """What the guide says of the elements that are there, by id and number of the element."""
    used: dict[str, dict[int, _Uses]] = {}
    present: dict[int, int] = defaultdict(int)
    for kind in kinds:
        shape = unpacked(kind)
        present[shape.definition] |= shape.present
    for definition, places in present.items():
        segment = guide.segments[definition]
        for number, element in enumerate(segment.elements, 1):
            checked = element.usage is not Usage.NOT_USED and element.place not in _DELIMITERS_THEMSELVES
            if checked and places >> (number - 1) & 1:
                uses = used.setdefault(segment.id, {}).setdefault(number, {})
                uses.setdefault(replace(element, usage=Usage.SITUATIONAL, external=None), []).append(definition)
    return used


def _id_findings(
    rows: pl.DataFrame, columns: dict[int, _Uses], guide: Guide, delimiters: str, *, plain: bool
) -> Iterator[pl.DataFrame]:
    simple = [
        (number, element, definitions, len(uses) == 1)
        for number, uses in columns.items()
        for element, definitions in uses.items()
        if not element.parts
    ]
    questions = (
        _of(suspect(element, _column(number), delimiters, plain=plain), definitions, alone=alone).any()
        for number, element, definitions, alone in simple
    )
    answers = rows.select(question.alias(str(n)) for n, question in enumerate(questions)).row(0) if simple else ()
    for (number, element, definitions, alone), answer in zip(simple, answers, strict=True):
        if answer:
            wrong = suspect(element, _column(number), delimiters, plain=plain)
            qualifier = _column(_number(element.format_by)) if element.format_by else ""
            form = pl.col(qualifier) if qualifier in rows.columns else pl.lit(None, pl.String)
            few = rows.filter(_of(wrong, definitions, alone=alone))
            yield _found(few, element, pl.col(_column(number)), form, guide, delimiters)
    for number, uses in columns.items():
        for element, definitions in uses.items():
            if element.parts:
                at = rows.select("segment", "definition", value=_column(number))
                at = at if len(uses) == 1 else at.filter(_of(pl.lit(True), definitions, alone=False))
                yield from _composite_findings(at, element, guide, delimiters)


def _composite_findings(
    rows: pl.DataFrame, element: ElementDef, guide: Guide, delimiters: str
) -> Iterator[pl.DataFrame]:
    """What is wrong with components. Values of composites repeat much in a file, so each is looked at once."""
    separator, repetition = delimiters[0], delimiters[1:]
    values = rows.select(pl.col("value").unique()).drop_nulls()
    most = values.select(pl.col("value").str.count_matches(separator, literal=True).max()).item()
    if most is None:
        return
    # Components that no value comes to need no look; a required one is missed all the same.
    met = [part for n, part in enumerate(element.parts) if n <= most or part.usage is Usage.REQUIRED]
    once = (
        pl.lit(False)
        if not repetition or element.repeat != 1
        else pl.col("value").str.contains(repetition, literal=True)
    )
    texts = pl.col("value").str.split(separator)
    nth = [texts.list.get(n, null_on_oob=True) for n, part in enumerate(element.parts) if part in met]
    parts = values.select(
        "value",
        once.alias("repeated"),
        texts.list.len().alias("count"),
        *(pl.when(text != "").then(text).alias(part.place) for text, part in zip(nth, met, strict=True)),
    )
    wrong: list[tuple[pl.Expr, int, str, str]] = [
        (pl.col("repeated"), 1, element.place, f"{element.place} is repeated; it may stand once"),
        (
            pl.col("count") > len(element.parts),
            1,
            element.place,
            f"{element.place} has more components than the {len(element.parts)} that are allowed",
        ),
    ]
    for part in met:
        if part.usage is Usage.REQUIRED:
            message = f"{part.place} is missing; it is required where {element.place} is there"
            wrong.append((pl.col(part.place).is_null(), 2, part.place, message))
        elif part.usage is Usage.NOT_USED:
            wrong.append((pl.col(part.place).is_not_null(), 2, part.place, f"{part.place} must be left empty here"))
    used = [part for part in met if part.usage is not Usage.NOT_USED]
    odd = [suspect(part, part.place, delimiters, plain=False) for part in used]
    questions = [condition for condition, *_ in wrong] + odd
    answers = parts.select(question.any().alias(str(n)) for n, question in enumerate(questions)).row(0)
    loops = _loops(guide)
    for (condition, level, place, message), answer in zip(wrong, answers[: len(wrong)], strict=True):
        if answer:
            at = rows.join(parts.filter(condition).select("value"), on="value", how="semi")
            yield report(
                at.with_columns(
                    loops,
                    snip_level=pl.lit(level),
                    severity=pl.lit(ERROR),
                    element=pl.lit(place),
                    message=pl.lit(message),
                )
            )
    for part, strange, answer in zip(used, odd, answers[len(wrong) :], strict=True):
        if answer:
            few = rows.join(parts.filter(strange), on="value")
            form = pl.lit(None, pl.String)
            yield _found(few, part, pl.col(part.place), form, guide, delimiters)


def _found(
    rows: pl.DataFrame, element: ElementDef, value: pl.Expr, form: pl.Expr, guide: Guide, delimiters: str
) -> pl.DataFrame:
    found = rows.select("segment", _loops(guide), faults(element, value, form, delimiters).alias("fault"))
    found = found.explode("fault").drop_nulls("fault").unnest("fault")
    return report(found.with_columns(pl.lit(element.place).alias("element"))) if len(found) else none_found()


def _of(condition: pl.Expr, definitions: list[int], *, alone: bool) -> pl.Expr:
    if alone:
        return condition
    first, *others = definitions
    return condition & (pl.col("definition").is_in(definitions) if others else pl.col("definition") == first)


def _loops(guide: Guide) -> pl.Expr:
    shown = {segment.number: loop_shown(segment) for segment in guide.segments}
    return pl.col("definition").replace_strict(shown, return_dtype=pl.String).alias("loop")


def _column(number: int) -> str:
    return f"e{number:02d}"


def _number(place: str) -> int:
    return int(place[-2:])
