"""Facts that contradict a break in need: a rental never opens on them."""

import polars as pl

from oxyclaim.engine.words import (
    absence,
)  # fmt: skip

BREAK = "the break in need from {absence.first_day} to {absence.last_day}"


def inside(day):
    """Within the break, behind its first day, on which the equipment may still have been used.

    Of a break that nobody has listed or dated nothing disagrees; what it opens is another rule's question.
    """
    inside = (day > absence.first_day) & (day <= absence.last_day)
    return pl.when(absence.first_day.is_not_null()).then(inside).otherwise(pl.lit(False))
