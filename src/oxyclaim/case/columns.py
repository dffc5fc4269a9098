"""Cases as a table: a row a case, a column each key of the case file, nested as the file is.

A list that is null is unknown, an empty one says that there are none, as in the file. Whoever makes such a table may
write numbers as integers, decimals or texts, dates as dates or as texts year-month-day, and leave columns out. What
the values may be is the models' business: a row becomes the text of a case file and is read as one.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import polars as pl
from pydantic import BaseModel

from oxyclaim.case.models import Case
from oxyclaim.case.problems import Problem, shown

NEEDED = ("schema_version", "case_id", "coverage", "items")
"""The columns without which no row can be a case."""

DECIMALS = 2
"""No number of a case has more."""
_AMOUNT = pl.Decimal(12, DECIMALS)
_WORDS = {pl.String: "text", pl.Boolean: "true or false", pl.Date: "a date", pl.Int64: "a whole number"}
_NUMBER = f"a number with at most {DECIMALS} decimals"
_DTYPES = {date: pl.Date, bool: pl.Boolean, str: pl.String, int: pl.Int64, Decimal: _AMOUNT}


@cache
def layout() -> Mapping[str, Any]:
    """The columns and their types, as ``table_of`` writes them."""
    return _fields(Case)


def table_of(cases: Sequence[Case]) -> pl.DataFrame:
    """The cases as rows. Columns: ``layout``."""
    return pl.DataFrame([case.model_dump(mode="python") for case in cases], schema=dict(layout()))


def wrong_columns(path: Path, columns: Mapping[str, Any]) -> list[Problem]:
    """What keeps a table with these columns from being one of cases: all of it, nested columns by their way."""
    missing = [
        Problem(
            path, None, "this column is missing; each row is a case and needs it", key=name, code="missing_column",
            allowed=tuple(layout()),
        )
        for name in NEEDED
        if name not in columns
    ]  # fmt: skip
    return [*missing, *_wrong_fields(path, "", columns, layout())]


def texts(frame: pl.DataFrame) -> pl.Series:
    """Each row as the text of a case, whose numbers stand in it as they are written in the table."""
    plain = frame.select(pl.col(name).cast(_plain(dtype)) for name, dtype in frame.schema.items())
    return plain.select(pl.struct(pl.all()).struct.json_encode().alias("text")).to_series()


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return {name: _dtype(info.annotation) for name, info in model.model_fields.items()}


def _dtype(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return pl.Struct(_fields(annotation))
    if annotation in _DTYPES:
        return _DTYPES[annotation]
    options = [option for option in get_args(annotation) if option is not NoneType]
    if get_origin(annotation) is list:
        return pl.List(_dtype(options[0]))
    if get_origin(annotation) is Literal:
        return pl.String
    return _dtype(options[0])


def _plain(dtype: Any) -> Any:
    """The type with texts in the place of all that is not true or false, so that no number changes its digits."""
    if isinstance(dtype, pl.Struct):
        return pl.Struct({field.name: _plain(field.dtype) for field in dtype.fields})
    if isinstance(dtype, pl.List):
        return pl.List(_plain(dtype.inner))
    return dtype if dtype in (pl.Boolean, pl.Null) else pl.String


def _wrong_fields(path: Path, begin: str, found: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[Problem]:
    for name, dtype in found.items():
        way = f"{begin}{name}"
        if name in wanted:
            yield from _wrong_type(path, way, dtype, wanted[name])
            continue
        near = get_close_matches(name.casefold(), wanted, n=1)
        advice = f"did you mean {near[0]}?" if near else f"there may be {', '.join(wanted)}"
        message = f"there is no such column in a table of cases; {advice}"
        yield Problem(path, None, message, key=shown(way), code="unknown_column", allowed=tuple(wanted))


def _wrong_type(path: Path, way: str, found: Any, wanted: Any) -> Iterator[Problem]:
    if found == pl.Null:
        return
    if isinstance(wanted, pl.Struct):
        if isinstance(found, pl.Struct):
            yield from _wrong_fields(path, f"{way}.", _by_name(found), _by_name(wanted))
        else:
            yield _of_type(path, way, found, "a group of columns (a struct)")
    elif isinstance(wanted, pl.List):
        if isinstance(found, pl.List):
            yield from _wrong_type(path, f"{way}[]", found.inner, wanted.inner)
        else:
            yield _of_type(path, way, found, "a list")
    elif not _may_be(found, wanted):
        other = "" if wanted == pl.String else ", or text"
        yield _of_type(path, way, found, _WORDS.get(wanted, _NUMBER) + other)


def _of_type(path: Path, way: str, found: Any, wanted: str) -> Problem:
    return Problem(path, None, f"the column holds {found}; it must hold {wanted}", key=way, code="wrong_column")


def _by_name(struct: pl.Struct) -> dict[str, Any]:
    return {field.name: field.dtype for field in struct.fields}


def _may_be(found: Any, wanted: Any) -> bool:
    if found == pl.String or isinstance(found, (pl.Enum, pl.Categorical)):
        return True
    if wanted in (pl.Date, pl.Boolean):
        return bool(found == wanted)
    if wanted == pl.String:
        return bool(found.is_integer())
    if isinstance(found, pl.Decimal):
        return found.scale is not None and found.scale <= DECIMALS
    return bool(found.is_numeric())
