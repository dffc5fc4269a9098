"""Cases as they stand on other days than their own: their lines dated on a day, as models or as frames.

Whether a line's own month stays among those billed before is for the caller to say (``keep_own_month``). It is left
out where that very month is asked about although it was billed, for a billed month stands in its own way; it is kept
where the month may be billed only if nothing that the case says of its day speaks against it, such as a claim of which
the answer is not known.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import polars as pl

from oxyclaim.case.models import BilledMonth, Case, Item
from oxyclaim.case.tables import DOCUMENTED, Presumption, Tables, tables
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict

Dated = tuple[Case, Mapping[date, Sequence[Item]]]
"""A case with the days on which lines of it are judged; the lines of one day stand in one claim."""

Key = tuple[str, int, date]
"""Case id, line number, service date."""


def dated_case(case: Case, items: Sequence[Item], day: date, *, keep_own_month: bool) -> Case:
    """The case as if these lines were to be billed for a service date, in one claim.

    Modifiers that somebody has put on a line belong to its own month, and are left out.
    """
    left_out = set() if keep_own_month else set(_own_months(case, items, day))
    history = case.history and [month for place, month in enumerate(case.history) if place not in left_out]
    return case.model_copy(update={"items": _on(items, day), "history": history})


def verdicts_on(
    wanted: Iterable[Dated], catalogue: Catalogue, as_of: date, *, keep_own_month: bool
) -> dict[Key, LineVerdict]:
    """The verdict of each wanted line of each case on each day, with its sentences, all evaluated together.

    ``as_of`` is the day of the run, as for ``decide``.
    """
    dated = [
        dated_case(case, items, day, keep_own_month=keep_own_month)
        for case, days in wanted
        for day, items in days.items()
    ]
    return {(each.case_id, each.line_number, each.service_date): each for each in decide(dated, catalogue, as_of)}


def on_days(
    wanted: Sequence[Dated], presumptions: Iterable[Presumption], as_of: date, *, keep_own_month: bool
) -> Tables:
    """The documented view of each case on each day, as ``tables`` would lay down its ``dated_case``.

    A case's lines of all days are laid down together; its records are then repeated for each day, which is far quicker
    than to lay them down anew.
    """
    together = [
        case.model_copy(update={"items": [item for day, items in days.items() for item in _on(items, day)]})
        for case, days in wanted
    ]
    documented = dict(tables(together, presumptions, as_of, [DOCUMENTED]).frames)
    number, place = (documented["line"][key].dtype for key in ("case_view", "record"))
    view_of_line = [view for view, (_, _, items) in enumerate(_all_days(wanted)) for _ in items]
    place_of_line = [place for _, _, items in _all_days(wanted) for place in range(len(items))]
    lines = documented.pop("line").with_columns(
        pl.Series("case_view", view_of_line, number) * 2,
        pl.Series("record", place_of_line, place),
    )
    positions = [position for position, (_, days) in enumerate(wanted) for _ in days]
    views = pl.DataFrame({"case_view": positions}).select(
        pl.col("case_view").cast(number) * 2,
        (pl.int_range(pl.len()).cast(number) * 2).alias("new"),
    )
    repeated = {
        kind: views.join(frame, on="case_view", maintain_order="left_right")
        .with_columns(pl.col("new").alias("case_view"))
        .drop("new")
        .select(frame.columns)
        for kind, frame in documented.items()
    }
    if not keep_own_month:
        repeated["month"] = _without_own_months(repeated["month"], wanted)
    cases = [case for case, days in wanted for _ in days]
    return Tables({"line": lines, **repeated}, cases)


def _without_own_months(months: pl.DataFrame, wanted: Sequence[Dated]) -> pl.DataFrame:
    own = [
        (2 * view, place)
        for view, (case, day, items) in enumerate(_all_days(wanted))
        for place in _own_months(case, items, day)
    ]
    keys = ["case_view", "record"]
    left_out = pl.DataFrame(own, schema={key: months.schema[key] for key in keys}, orient="row")
    kept = months.join(left_out, on=keys, how="anti", maintain_order="left")
    place = pl.int_range(pl.len()).over("case_view").cast(months.schema["record"])
    return kept.with_columns(place.alias("record"))


def _own_months(case: Case, items: Sequence[Item], day: date) -> Iterator[int]:
    """The places in the history of what this supplier billed for these lines and this day."""
    codes = {item.code for item in items}
    return (place for place, month in enumerate(case.history or ()) if _is_own(month, codes, day))


def _is_own(month: BilledMonth, codes: set[str], day: date) -> bool:
    return month.service_date == day and month.code in codes and month.supplier != "other"


def _on(items: Sequence[Item], day: date) -> list[Item]:
    return [item.model_copy(update={"service_date": day, "modifiers": None}) for item in items]


def _all_days(wanted: Sequence[Dated]) -> Iterable[tuple[Case, date, Sequence[Item]]]:
    return ((case, day, items) for case, days in wanted for day, items in days.items())
