"""Claims from tables: Parquet, CSV or JSON Lines, laid out as ``table_layout`` says, read piece by piece."""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import polars as pl

from oxyclaim.bulk.table_layout import BY_NAME, COLUMNS, REQUIRED, WRITTEN, Column
from oxyclaim.case.problems import shown
from oxyclaim.x12.claim_837p.schema import CLAIMS, LINES

CLAIMS_AT_ONCE = 25_000
_ROWS_AT_ONCE = 2 * CLAIMS_AT_ONCE
"""Rows that are read together: an oxygen claim has about two lines."""

JSON_LINES = (".jsonl", ".ndjson")
CSV = (".csv", ".csv.gz", ".tsv")

PROBLEMS = {"row": pl.Int64, "column": pl.String, "claim_id": pl.String, "message": pl.String}
"""One row a cell that cannot be read. A message never repeats the cell: it could be a patient's."""

OUTCOME = pl.Enum(["paid", "denied", "pending"])
_LINES = LINES | {"outcome": OUTCOME}
_MORE = "_more"


class Refused(Exception):
    """The table cannot be read at all; the text says why and what to do."""


@dataclass(frozen=True)
class ClaimPiece:
    """Some whole claims of a table, in its order: the frames ``CLAIMS`` and ``LINES``.

    ``claim`` is the number of the claim in the table, from 0, those set aside counted; ``segment`` the row of the
    claim's first line, and of the line. Lines have one column more, ``outcome``: what the payer
    said, where the table tells.
    """

    claims: pl.DataFrame
    lines: pl.DataFrame
    problems: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PROBLEMS))
    claims_set_aside: int = 0
    lines_set_aside: int = 0


@dataclass(frozen=True)
class ClaimTable:
    """A table whose columns are known to be right."""

    path: Path
    columns: tuple[str, ...]
    """Those that are read."""
    unknown: tuple[str, ...]
    """Those that are there and not read."""
    _rows: pl.LazyFrame
    _first_row: int

    def pieces(self, rows_at_once: int = _ROWS_AT_ONCE) -> Iterator[ClaimPiece]:
        """The claims, piece by piece; a claim is never divided. Raises ``Refused`` where the file breaks off."""
        left, row, claim = None, self._first_row, 0
        for batch, is_last in _telling_the_last(self._batches(rows_at_once)):
            numbered = batch.with_row_index("row", row).with_columns(pl.col("row").cast(pl.Int64))
            row += batch.height
            rows = _with_claims(numbered if left is None else pl.concat([left, numbered]))
            # The last claim may go on in the next batch.
            whole = rows if is_last else rows.filter(pl.col("claim") < rows["claim"][-1])
            left = rows[whole.height :].drop("claim")
            if whole.height:
                yield _piece(whole, claim)
                claim += whole["claim"][-1] + 1

    def _batches(self, rows_at_once: int) -> Iterator[pl.DataFrame]:
        held: list[pl.DataFrame] = []
        rows = 0
        try:
            for batch in self._rows.collect_batches(chunk_size=rows_at_once, engine="streaming"):
                held.append(batch)
                rows += batch.height
                if rows >= rows_at_once:
                    yield pl.concat(held)
                    held, rows = [], 0
        except (pl.exceptions.PolarsError, OSError) as error:
            raise Refused(f"breaks off and cannot be read on: {_first_line(error)}") from None
        if rows:
            yield pl.concat(held)


def _telling_the_last(batches: Iterator[pl.DataFrame]) -> Iterator[tuple[pl.DataFrame, bool]]:
    held = next(batches, None)
    while held is not None:
        following = next(batches, None)
        yield held, following is None
        held = following


def open_table(path: Path) -> ClaimTable:
    """The table, or ``Refused`` where it is none of claims."""
    try:
        rows, first_row = _opened(path)
        schema = rows.collect_schema()
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError, csv.Error) as error:
        raise Refused(f"cannot be read: {_first_line(error)}") from None
    names = [name for name in schema if name != _MORE]
    known = [name for name in names if name in BY_NAME]
    missing = [name for name in REQUIRED if name not in known]
    if missing:
        raise Refused(_what_is_missing(missing, names))
    for one, other in (("charge", "charge_cents"), ("modifiers", "modifier_1")):
        if one in known and other in known:
            raise Refused(f"has the columns {one} and {other}; which one counts is not known. Leave one out")
    for name in known:
        if not _is_readable(BY_NAME[name], schema[name]):
            wanted = WRITTEN[BY_NAME[name].kind]
            raise Refused(f"has the column {name} with values of the type {schema[name]}; it must hold {wanted}")
    more = [_MORE] if _MORE in schema else []
    return ClaimTable(
        path, tuple(known), tuple(n for n in names if n not in known), rows.select(known + more), first_row
    )


def _opened(path: Path) -> tuple[pl.LazyFrame, int]:
    name = path.name.lower()
    if name.endswith(JSON_LINES):
        found = pl.scan_ndjson(path, infer_schema_length=1000).collect_schema().names()
        return pl.scan_ndjson(path, schema=dict.fromkeys(found, pl.String)), 1
    if not name.endswith(CSV):
        return pl.scan_parquet(path, glob=False), 1
    header, separator = _header(path)
    doubled = sorted({each for each in header if header.count(each) > 1})
    if doubled:
        raise Refused(f"has two columns of the name {shown(doubled[0])}")
    # One column more than the header has, to see rows with too many cells.
    schema = dict.fromkeys([*header, _MORE], pl.String)
    rows = pl.scan_csv(
        path, has_header=False, skip_rows=1, schema=schema, separator=separator, infer_schema=False,
        truncate_ragged_lines=True, missing_columns="insert", encoding="utf8-lossy", glob=False,
    )  # fmt: skip
    return rows, 2


def _is_readable(column: Column, dtype: Any) -> bool:
    if isinstance(dtype, pl.List):
        return column.kind == "words" and (dtype.inner == pl.String or dtype.inner.is_integer())
    if dtype.is_temporal():
        return column.kind == "date" and dtype in (pl.Date, pl.Datetime)
    return dtype.is_numeric() or dtype in (pl.String, pl.Boolean, pl.Categorical, pl.Enum, pl.Null)


def _header(path: Path) -> tuple[list[str], str]:
    opened = gzip.open if path.name.lower().endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8-sig", errors="replace", newline="") as file:
        first = file.readline(1_000_000)
    separator = max(",;\t|", key=first.count)
    names = next(csv.reader([first], delimiter=separator), [])
    return [name.strip() or f"(column {at})" for at, name in enumerate(names, 1)], separator


def _first_line(error: Exception) -> str:
    return shown(str(error).partition("\n")[0], 200)


def _what_is_missing(missing: list[str], names: list[str]) -> str:
    told = []
    for name in missing:
        near = get_close_matches(name, [each for each in names if each not in BY_NAME], n=1, cutoff=0.6)
        told.append(f"{name} (is it {shown(near[0])}?)" if near else name)
    there = ", ".join(shown(name) for name in names) or "none"
    allowed = ", ".join(column.name for column in COLUMNS)
    return f"lacks the column{'s'[: len(missing) > 1]} {', '.join(told)}. It has: {there}. Allowed are: {allowed}"


def _with_claims(rows: pl.DataFrame) -> pl.DataFrame:
    """Number the claims of the rows from 0."""
    changes = [pl.col(name).ne_missing(pl.col(name).shift(1)) for name in ("claim_id", "member_id")]
    if "line_number" in rows.columns:
        number = _parsed(BY_NAME["line_number"], rows.schema["line_number"])
        changes.append((number <= number.shift(1)).fill_null(False))
    new = pl.any_horizontal(changes).cast(pl.Int64)
    return rows.with_columns((new.cum_sum() - new.first()).alias("claim"))


def _piece(rows: pl.DataFrame, first_claim: int) -> ClaimPiece:
    given = [BY_NAME[name] for name in rows.columns if name in BY_NAME]
    parsed = rows.select("claim", "row", *(_parsed(each, rows.schema[each.name]).alias(each.name) for each in given))
    first = parsed["claim"].search_sorted(pl.Series(range(parsed["claim"][-1] + 1), dtype=pl.Int64))
    problems = _problems(rows, parsed, first, given)
    claims = _claims(parsed[first], parsed, {each.name for each in given})
    lines = _lines(parsed, first)
    claims_aside = lines_aside = 0
    if not problems.is_empty():
        bad = rows.filter(pl.col("row").is_in(problems["row"].implode()))["claim"].unique()
        kept_claims, kept_lines = (each.filter(~pl.col("claim").is_in(bad.implode())) for each in (claims, lines))
        claims_aside, lines_aside = claims.height - kept_claims.height, lines.height - kept_lines.height
        claims, lines = kept_claims, kept_lines
    number = pl.col("claim") + first_claim
    return ClaimPiece(claims.with_columns(number), lines.with_columns(number), problems, claims_aside, lines_aside)


def _text(name: str, dtype: Any) -> pl.Expr:
    """The cell as text; a number with a fraction is no text, since an id has none."""
    value = pl.col(name)
    if dtype.is_float():  # a column of whole numbers with empty cells becomes one of floats in some programs
        value = pl.when(value == value.floor()).then(value).cast(pl.Int64, strict=False)
    text = value.cast(pl.String).str.strip_chars()
    return pl.when(text != "").then(text)


_CENTS = r"^(-?)(\d{1,15})(?:\.(\d{1,2}))?0*$"


def _parsed(column: Column, dtype: Any) -> pl.Expr:
    """The column as its frame has it; null where the cell is empty or cannot be read."""
    value, text = pl.col(column.name), _text(column.name, dtype)
    match column.kind:
        case "words":
            return _words(value, text, dtype)
        case "date":
            if dtype.is_temporal():
                return _believable(value.cast(pl.Date))
            digits = text.str.extract(r"^(\d{8})$").str.to_date("%Y%m%d", strict=False)
            return _believable(pl.coalesce(text.str.to_date("%Y-%m-%d", strict=False), digits))
        case "number" | "cents":
            whole = value if dtype.is_integer() else text.str.extract(r"^(-?\d{1,18})(?:\.0+)?$")
            return whole.cast(pl.Int64, strict=False)
        case "units":
            number = (value if dtype.is_numeric() else text).cast(pl.Float64, strict=False)
            return pl.when(number.is_finite()).then(number)
        case "dollars":
            if dtype.is_float():
                cents = (value * 100).round(mode="half_away_from_zero")
                return pl.when((value * 100 - cents).abs() < 1e-4).then(cents).cast(pl.Int64, strict=False)
            whole = text.str.extract(_CENTS, 2).cast(pl.Int64) * 100
            cents = text.str.extract(_CENTS, 3).fill_null("").str.pad_end(2, "0").cast(pl.Int64)
            return (whole + cents) * pl.when(text.str.starts_with("-")).then(-1).otherwise(1)
        case "truth":
            said = text.str.to_uppercase()
            yes, no = said.is_in(["Y", "YES", "TRUE", "1"]), said.is_in(["N", "NO", "FALSE", "0"])
            return pl.when(yes).then(True).when(no).then(False)
        case "outcome":
            return text.str.to_lowercase().cast(OUTCOME, strict=False)
    return text


def _believable(day: pl.Expr) -> pl.Expr:
    """A day of a year with four digits of our time; 25-05-08 is none."""
    return pl.when(day.dt.year().is_between(1800, 2200)).then(day)


def _words(value: pl.Expr, text: pl.Expr, dtype: Any) -> pl.Expr:
    if isinstance(dtype, pl.List):
        return value.cast(pl.List(pl.String)).list.drop_nulls()
    # In JSON Lines a list comes as the text ["RR","N1"].
    split = text.str.replace_all(r'[\s,;|\[\]"]+', " ").str.strip_chars().str.split(" ")
    return pl.when(text.is_not_null()).then(split)


def _problems(rows: pl.DataFrame, parsed: pl.DataFrame, first: pl.Series, given: list[Column]) -> pl.DataFrame:
    """What cannot be read, or contradicts the claim's first row: asked of whole columns before any row is."""
    at = first.gather(parsed["claim"])
    found: list[tuple[pl.Series, str, str]] = []
    for each in given:
        read = parsed[each.name]
        empty = rows.select(_is_empty(each.name, rows.schema[each.name]))[each.name]
        if read.null_count() > int(empty.sum()):
            found.append((read.is_null() & ~empty, each.name, f"cannot be read; write {WRITTEN[each.kind]}"))
        if each.required and each.of == "line" and read.null_count():
            found.append((empty, each.name, "is empty; every row needs it"))
        if each.of == "claim":
            whole = read.gather(at)
            if each.required and whole.null_count():
                found.append((whole.is_null(), each.name, "is empty; every claim needs it"))
            if len(first) < len(read):
                other = read.ne_missing(whole) & read.is_not_null()
                if other.any():
                    found.append((other, each.name, "differs from the first row of the same claim"))
    if _MORE in rows.columns and rows[_MORE].null_count() < rows.height:
        found.append((rows[_MORE].is_not_null(), "", "the row has more cells than the header has columns"))
    told = [
        rows.filter(mask).select(
            "row", pl.lit(name).alias("column"), pl.col("claim_id").cast(pl.String), pl.lit(message).alias("message")
        )
        for mask, name, message in found
    ]
    return pl.concat(told).sort("row", "column") if told else pl.DataFrame(schema=PROBLEMS)


def _is_empty(name: str, dtype: Any) -> pl.Expr:
    value = pl.col(name)
    return value.is_null() | (value.str.strip_chars() == "") if dtype == pl.String else value.is_null()


def _claims(heads: pl.DataFrame, parsed: pl.DataFrame, given: set[str]) -> pl.DataFrame:
    named = {each.target: pl.col(each.name) for each in COLUMNS if each.of == "claim" and each.name in given}
    named |= {"claim": pl.col("claim"), "segment": pl.col("row")}
    if "place_of_service" in given:
        named["place_of_service"] = pl.col("place_of_service")
    claims = heads.select(**named)
    cents = next((name for name in ("charge", "charge_cents") if name in given), None)
    if "charge_cents" not in claims.columns and cents:
        known = pl.when(pl.col(cents).null_count() == 0).then(pl.col(cents).sum())
        claims = claims.with_columns(
            parsed.group_by("claim", maintain_order=True).agg(known.alias("charge_cents"))["charge_cents"]
        )
    codes = pl.col("diagnoses") if "diagnoses" in given else pl.lit(None, pl.List(pl.String))
    ranked = pl.when(codes.is_not_null()).then(codes.fill_null([]).list.eval(_qualifier()))
    claims = claims.with_columns(ranked.alias("diagnosis_qualifiers"))
    if "frequency" in given:
        claims = claims.with_columns(pl.col("frequency").fill_null("1"))
    else:
        claims = claims.with_columns(pl.lit("1").alias("frequency"))
    return _complete(claims, CLAIMS)


def _qualifier() -> pl.Expr:
    """ABK for the principal diagnosis, ABF for the others: the layout takes ICD-10-CM codes only."""
    return pl.when(pl.int_range(pl.len()) == 0).then(pl.lit("ABK")).otherwise(pl.lit("ABF"))


def _lines(parsed: pl.DataFrame, first: pl.Series) -> pl.DataFrame:
    names = set(parsed.columns)
    named = {each.target: pl.col(each.name) for each in COLUMNS if each.of == "line" and each.name in names}
    single = [f"modifier_{n}" for n in range(1, 5) if f"modifier_{n}" in names]
    if single:
        named["modifiers"] = pl.concat_list(single).list.drop_nulls()
    elif "modifiers" in names:
        named["modifiers"] = pl.col("modifiers").fill_null([])
    row = pl.int_range(pl.len(), dtype=pl.Int64)
    place = (row - pl.lit(first.cast(pl.Int64)).gather(pl.col("claim")) + 1).alias("position")
    number = pl.col("line_number").fill_null(place) if "line_number" in names else place
    day = pl.col("service_from")
    named |= {
        "claim": pl.col("claim"),
        "segment": pl.col("row"),
        "position": place,
        "line_number": number,
        "service_to": pl.col("service_to").fill_null(day) if "service_to" in names else day,
        "code_qualifier": pl.lit("HC"),
        "code": pl.col("code").str.to_uppercase(),
        "unit": pl.col("unit").fill_null("UN") if "unit" in names else pl.lit("UN"),
    }
    return _complete(parsed.select(**{k: v for k, v in named.items() if k in _LINES}), _LINES)


def _complete(frame: pl.DataFrame, schema: dict[str, Any]) -> pl.DataFrame:
    """The columns of a schema, null where the table has none."""
    there = set(frame.columns)
    return frame.select(
        pl.col(name).cast(kind) if name in there else pl.lit(None, kind).alias(name) for name, kind in schema.items()
    )
