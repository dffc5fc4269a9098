"""The elements of segments against the guide: SNIP levels 1 and 2, below the envelopes.

Two questions are asked: which elements are there (``element_shapes``) and what stands in them (``element_values``).
The second is asked of all segments of one definition at once, cheaply; only elements that may be wrong are looked at
closely.
"""

from collections.abc import Iterator

import polars as pl

from oxyclaim.x12.core.characters import COMPONENT, REPETITION
from oxyclaim.x12.core.checks.element_shapes import shape_findings, shapes_of, unpacked
from oxyclaim.x12.core.checks.element_values import any_suspect, faults, suspect
from oxyclaim.x12.core.checks.findings import ERROR, none_found, together
from oxyclaim.x12.core.checks.reporting import loop_shown, report
from oxyclaim.x12.core.guide import ElementDef, Guide, SegmentDef, Usage
from oxyclaim.x12.core.known import KnownGood
from oxyclaim.x12.core.schema import ELEMENTS

_DELIMITERS_THEMSELVES = frozenset({"ISA11", "ISA16"})


def element_findings(
    segments: pl.DataFrame,
    guide: Guide,
    component: str = COMPONENT,
    repetition: str = REPETITION,
) -> pl.DataFrame:
    """What is wrong with elements, of all segments that have a ``definition`` and are no ``context``."""
    if "context" in segments.columns:
        segments = segments.filter(~pl.col("context")) if segments["context"].any() else segments
    rows, asked = segments.select("definition", *_ELEMENTS), (id(guide), component, repetition)
    unknown = _KNOWN.unknown(rows, asked)
    if unknown is None:
        return _asked(segments, guide, component, repetition)
    if unknown.is_empty():
        return none_found()
    segments, rows = segments[unknown], rows[unknown]
    found = _asked(segments, guide, component, repetition)
    wrong = set(found["segment"].to_list())
    _KNOWN.learn(rows, (number not in wrong for number in segments["segment"]), asked)
    return found


_KNOWN = KnownGood()
_ELEMENTS = tuple(f"e{n:02d}" for n in range(1, ELEMENTS + 1))


def _asked(segments: pl.DataFrame, guide: Guide, component: str, repetition: str) -> pl.DataFrame:
    shapes = shapes_of(segments)
    kinds = shapes.unique().drop_nulls().sort().to_list()
    found = [shape_findings(segments, shapes, kinds, guide)]
    present: dict[int, int] = {}
    for shape in map(unpacked, kinds):
        present[shape.definition] = present.get(shape.definition, 0) | shape.present
    for definition, places in present.items():
        segment = guide.segments[definition]
        simple, composite = _checked(segment, places)
        if simple or composite:
            columns = [_column(number) for number in (*simple, *composite)]
            rows = segments.select("segment", *columns).filter(segments["definition"] == definition)
            found.extend(_simple_findings(rows, segment, simple, component + repetition))
            for number, element in composite.items():
                at = rows.select("segment", value=_column(number))
                found.extend(_composite_findings(at, element, loop_shown(segment), component + repetition))
    return together(found)


def _checked(segment: SegmentDef, places: int) -> tuple[dict[int, ElementDef], dict[int, ElementDef]]:
    """The simple and the composite elements, by number, that are there in any segment and may be there."""
    there = {
        number: element
        for number, element in enumerate(segment.elements, 1)
        if places >> (number - 1) & 1
        and element.usage is not Usage.NOT_USED
        and element.place not in _DELIMITERS_THEMSELVES
    }
    return (
        {number: element for number, element in there.items() if not element.parts},
        {number: element for number, element in there.items() if element.parts},
    )


def _simple_findings(
    rows: pl.DataFrame, segment: SegmentDef, simple: dict[int, ElementDef], delimiters: str
) -> Iterator[pl.DataFrame]:
    if not simple:
        return
    asked = [(element, _column(number), _form(element, rows), delimiters) for number, element in simple.items()]
    answers = rows.select(
        any_suspect(element, column, delimiters, form).alias(column) for element, column, form, delimiters in asked
    ).row(0)
    for (element, column, form, _), answer in zip(asked, answers, strict=True):
        if answer:
            few = rows.filter(suspect(element, column, delimiters, form))
            yield _found(few, element, column, form, loop_shown(segment), delimiters)


def _form(element: ElementDef, rows: pl.DataFrame) -> str:
    """The column of the qualifier that says how a date is written, where it is there."""
    column = _column(int(element.format_by[-2:])) if element.format_by else ""
    return column if column in rows.columns else ""


def _composite_findings(rows: pl.DataFrame, element: ElementDef, loop: str, delimiters: str) -> Iterator[pl.DataFrame]:
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
    odd = [suspect(part, part.place, delimiters) for part in used]
    questions = [condition for condition, *_ in wrong] + odd
    answers = parts.select(question.any().alias(str(n)) for n, question in enumerate(questions)).row(0)
    for (condition, level, place, message), answer in zip(wrong, answers[: len(wrong)], strict=True):
        if answer:
            at = rows.join(parts.filter(condition).select("value"), on="value", how="semi")
            yield report(
                at.with_columns(
                    loop=pl.lit(loop),
                    snip_level=pl.lit(level),
                    severity=pl.lit(ERROR),
                    element=pl.lit(place),
                    message=pl.lit(message),
                )
            )
    for part, strange, answer in zip(used, odd, answers[len(wrong) :], strict=True):
        if answer:
            few = rows.join(parts.filter(strange), on="value")
            yield _found(few, part, part.place, "", loop, delimiters)


def _found(rows: pl.DataFrame, element: ElementDef, column: str, form: str, loop: str, delimiters: str) -> pl.DataFrame:
    # One chunk: Polars 2.1 stops in format() where one column has more chunks than another.
    rows = rows.select("segment", value=column, form=pl.col(form) if form else pl.lit(None, pl.String))
    rows = rows.drop_nulls("value").rechunk()  # that an element is missing is told by its shape
    once = rows.select("value", "form").unique()
    told = once.with_columns(faults(element, pl.col("value"), pl.col("form"), delimiters).alias("fault"))
    told = told.explode("fault").drop_nulls("fault").unnest("fault")
    if told.is_empty():
        return none_found()
    found = rows.join(told, on=["value", "form"], nulls_equal=True, maintain_order="left_right")
    return report(found.with_columns(element=pl.lit(element.place), loop=pl.lit(loop)))


def _column(number: int) -> str:
    return f"e{number:02d}"
