"""SNIP level 1, the levels (HL): billing provider (20), its subscribers (22), their dependents (23)."""

from collections.abc import Callable

import polars as pl

from oxyclaim.x12.claim_837p.loops import CODE
from oxyclaim.x12.core.checks.findings import ERROR, FINDINGS, none_found
from oxyclaim.x12.core.kinds import FILE, in_file

_PROVIDER, _SUBSCRIBER, _DEPENDENT = "20", "22", "23"
_COLUMNS = ("segment", "id", "e01", "e02", "e03", "e04", "context")


def hierarchy_findings(segments: pl.DataFrame, number_before: int | None, last: bool) -> pl.DataFrame:
    """What is wrong with the levels of a piece. Columns: ``FINDINGS``.

    ``number_before``: see ``Piece``. ``last``: no segment follows. Of the context only the last level is looked at
    again, since what follows it decides whether it should have children.
    """
    files = [FILE] if FILE in segments.columns else []
    rows = segments.select(*_COLUMNS, *files).filter(segments["code"].is_in([CODE["ST"], CODE["HL"], CODE["SE"]]))
    levels = _levels(rows, number_before, last)
    wrong = levels.select("segment", **_problems()).filter(pl.any_horizontal(list(_MESSAGES)))
    if wrong.is_empty():
        return none_found()
    told = [
        wrong.filter(pl.col(name)).select("segment", element=pl.lit(name[:4]), message=pl.lit(_MESSAGES[name]))
        for name in _MESSAGES
    ]
    return (
        pl.concat(told)
        .select(
            "segment",
            snip_level=pl.lit(1, pl.Int8),
            rule="X12-" + pl.col("element"),
            severity=pl.lit(ERROR),
            loop=pl.lit(""),
            element="element",
            claim=pl.lit(None, pl.Int64),
            line_number=pl.lit(None, pl.Int64),
            message="message",
        )
        .select(pl.col(name).cast(dtype) for name, dtype in FINDINGS.items())
    )


def _levels(rows: pl.DataFrame, number_before: int | None, last: bool) -> pl.DataFrame:
    """One row a level, with the number before it, the open levels above it and the kind of the next one."""
    is_level = pl.col("id") == "HL"
    begins = pl.col("id") == "ST"
    nothing_follows = pl.lit("" if last else None)
    within = in_file(rows)
    return (
        rows.with_columns(
            # ST begins a count anew, and behind ST and SE no level of before is open.
            number=pl.when(is_level).then(pl.col("e01").cast(pl.Int64, strict=False)).otherwise(0),
            row=pl.int_range(pl.len(), dtype=pl.Int64),
            provider=_latest(_PROVIDER, begins, within),
            subscriber=_latest(_SUBSCRIBER, begins, within),
            follows=within(pl.when(is_level).then(pl.col("e03").fill_null("")).otherwise(pl.lit("")).shift(-1)),
        )
        .with_columns(drift=_drift(number_before), follows=pl.col("follows").fill_null(nothing_follows))
        # One wrong number is one fault: the next level goes on from it, or from the one before it.
        .with_columns(
            before=within(pl.col("drift").shift(1)),
            before_that=within(pl.col("drift").shift(2)),
            again=_ends_context(),
        )
        .filter(is_level)
    )


def _drift(number_before: int | None) -> pl.Expr:
    """How far the number of a level is from its place among the rows; ST stands for a level 0.

    Of the context only the last level is where it was in the file: the one before it was ``number_before``.
    """
    ends_context = _ends_context()
    known = pl.when(~pl.col("context") | ends_context).then("number")
    number = known.when(ends_context.shift(-1)).then(pl.lit(number_before, pl.Int64))
    return number - pl.col("row")


def _ends_context() -> pl.Expr:
    return pl.col("context") & ~pl.col("context").shift(-1, fill_value=False)


def _latest(kind: str, begins: pl.Expr, within: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """HL01 of the latest level of a kind before this one in its transaction, as written; empty where there is none."""
    latest = pl.when(begins).then(pl.lit("")).when(pl.col("e03") == kind).then("e01")
    return within(latest.forward_fill().shift(1))


def _problems() -> dict[str, pl.Expr]:
    own = ~pl.col("context")
    kind, parent, child = pl.col("e03"), pl.col("e02"), pl.col("e04")
    judged = (own | pl.col("again")) & pl.col("follows").is_not_null()
    has_dependent = pl.col("follows") == _DEPENDENT
    problems = {
        "HL01": own & (pl.col("drift").is_null() | ~_goes_on("before") & ~_goes_on("before_that")),
        "HL02 of a provider": own & (kind == _PROVIDER) & parent.is_not_null(),
        "HL02 of a subscriber": own & (kind == _SUBSCRIBER) & parent.ne_missing(pl.col("provider")),
        "HL02 of a dependent": own & (kind == _DEPENDENT) & parent.ne_missing(pl.col("subscriber")),
        "HL04 of a provider": judged & (kind == _PROVIDER) & ((pl.col("follows") != _SUBSCRIBER) | (child != "1")),
        "HL04 without dependent": judged & (kind == _SUBSCRIBER) & ~has_dependent & (child == "1"),
        "HL04 with dependent": judged & (kind == _SUBSCRIBER) & has_dependent & (child != "1"),
        "HL04 of a dependent": own & (kind == _DEPENDENT) & (child != "0"),
    }
    return {name: problem.fill_null(False) for name, problem in problems.items()}


def _goes_on(before: str) -> pl.Expr:
    return (pl.col("drift") == pl.col(before)).fill_null(False)


_MESSAGES = {
    "HL01": "levels are numbered 1, 2, 3 through the transaction set; this one does not follow the one before",
    "HL02 of a provider": "a billing provider (HL03 20) has no level above it, so HL02 must be empty",
    "HL02 of a subscriber": "must be the number (HL01) of the billing provider above this subscriber",
    "HL02 of a dependent": "must be the number (HL01) of the subscriber above this dependent",
    "HL04 of a provider": "a billing provider has subscribers below it: HL04 must be 1 and a level 22 must follow",
    "HL04 without dependent": "says that a dependent follows (1), but none does; without one it must be 0",
    "HL04 with dependent": "a dependent (HL03 23) follows, so HL04 must be 1",
    "HL04 of a dependent": "a dependent has no level below it, so HL04 must be 0",
}
