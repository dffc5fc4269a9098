"""Cases laid down as frames for many service dates, their records only once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import polars as pl

from oxyclaim.case.models import Case, Item
from oxyclaim.case.tables import Presumption, Tables, tables


def dated_case(case: Case, items: Sequence[Item], day: date) -> Case:
    """The case as if these lines were to be billed for a service date, in one claim.

    Modifiers that somebody has put on a line belong to its own month. What the case says of that very day, such as a
    month billed whose answer is not known, stays: it bears on whether the month may be billed.
    """
    return case.model_copy(update={"items": _dated(items, day)})


def _dated(items: Sequence[Item], day: date) -> list[Item]:
    return [item.model_copy(update={"service_date": day, "modifiers": None}) for item in items]


def on_days(
    wanted: Sequence[tuple[Case, Mapping[date, Sequence[Item]]]], presumptions: Iterable[Presumption], as_of: date
) -> Tables:
    """The documented view of each case on each day, as ``tables`` would lay down its ``dated_case``.

    A case's lines of all days are laid down together; its records are then repeated for each day, which is far quicker
    than to lay them down anew.
    """
    together = [
        case.model_copy(update={"items": [item for day, items in days.items() for item in _dated(items, day)]})
        for case, days in wanted
    ]
    frames = tables(together, presumptions, as_of).frames
    documented = {kind: frame.filter(pl.col("case_view") % 2 == 0) for kind, frame in frames.items()}
    view_of_line = [view for view, (_, items) in enumerate(_all_days(wanted)) for _ in items]
    place_of_line = [place for _, items in _all_days(wanted) for place in range(len(items))]
    lines = documented.pop("line").with_columns(
        pl.Series("case_view", view_of_line, frames["line"]["case_view"].dtype) * 2,
        pl.Series("record", place_of_line, frames["line"]["record"].dtype),
    )
    positions = [position for position, (_, days) in enumerate(wanted) for _ in days]
    views = pl.DataFrame({"case_view": positions}).select(
        pl.col("case_view").cast(frames["line"]["case_view"].dtype) * 2,
        (pl.int_range(pl.len()).cast(frames["line"]["case_view"].dtype) * 2).alias("new"),
    )
    repeated = {
        kind: views.join(frame, on="case_view", maintain_order="left_right")
        .with_columns(pl.col("new").alias("case_view"))
        .drop("new")
        .select(frame.columns)
        for kind, frame in documented.items()
    }
    cases = [case for case, days in wanted for _ in days]
    return Tables({"line": lines, **repeated}, cases)


def _all_days(wanted: Sequence[tuple[Case, Mapping[date, Sequence[Item]]]]) -> Iterable[tuple[date, Sequence[Item]]]:
    return ((day, items) for _, days in wanted for day, items in days.items())
