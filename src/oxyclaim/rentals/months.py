"""A case's lines as they stand for other months than the one that the case is about."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from oxyclaim.case.models import BilledMonth, Case, Item
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict

Month = tuple[str, int, date]
"""Case id, line number, service date."""


def for_day(case: Case, items: Sequence[Item], day: date) -> Case:
    """The case as if these lines were to be billed for a service date.

    Modifiers that somebody has put on the line belong to its own month and are left out, and so is the month itself
    among those billed before, since it is what is asked about.
    """
    codes = {item.code for item in items}
    history = case.history and [month for month in case.history if not _is_own(month, codes, day)]
    dated = [item.model_copy(update={"service_date": day, "modifiers": None}) for item in items]
    return case.model_copy(update={"items": dated, "history": history})


def _is_own(month: BilledMonth, codes: set[str], day: date) -> bool:
    return month.service_date == day and month.code in codes and month.supplier != "other"


def verdicts_for(
    wanted: Iterable[tuple[Case, Mapping[date, Sequence[Item]]]], catalogue: Catalogue, as_of: date
) -> dict[Month, LineVerdict]:
    """The verdict of each wanted line of each case on each day, all evaluated together.

    Lines of one day stand in one claim. ``as_of`` is the day of the run, as for ``decide``.
    """
    dated = [for_day(case, items, day) for case, days in wanted for day, items in days.items()]
    return {
        (verdict.case_id, verdict.line_number, verdict.service_date): verdict
        for verdict in decide(dated, catalogue, as_of)
    }
