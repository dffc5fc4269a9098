"""Grains: what one row of a frame stands for.

A rule is decided for a *line*. A criterion may look at finer rows, such as each test of the line's case,
or each other test beside a given test; such a row meets its coarser row only by ``exists`` or ``every``.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Grain:
    """A kind of row. ``source`` names the case records it takes; ``parent`` is the next coarser grain."""

    name: str
    parent: "Grain | None" = None
    source: str = ""

    @property
    def row(self) -> str:
        """The column that numbers this grain's rows."""
        return f"row.{self.name}"

    @property
    def is_pair(self) -> bool:
        """Whether a row pairs a record with another record of its own kind."""
        return self.parent is not None and self.parent.source == self.source


LINE = Grain("line", None, "line")
OTHER_LINE = Grain("other_line", LINE, "line")
TEST = Grain("test", LINE, "test")
OTHER_TEST = Grain("other_test", TEST, "test")
ORDER = Grain("order", LINE, "order")
OTHER_ORDER = Grain("other_order", ORDER, "order")
# A second pairing of orders, for what is asked of a pair only after the first has been answered.
RIVAL_ORDER = Grain("rival_order", ORDER, "order")
ORDER_ENCOUNTER = Grain("encounter", ORDER, "encounter")
VISIT = Grain("visit", LINE, "encounter")
DIAGNOSIS = Grain("diagnosis", LINE, "diagnosis")
DELIVERY = Grain("delivery", LINE, "delivery")
NOTICE = Grain("notice", LINE, "notice")
CERTIFICATE = Grain("certificate", LINE, "certificate")
MONTH = Grain("month", LINE, "month")
ABSENCE = Grain("absence", LINE, "absence")
FOLLOW_UP = Grain("follow_up", LINE, "follow_up")
CHECK = Grain("check", LINE, "check")
# Each month billed before beside an absence: the rental month in which it began.
ABSENCE_MONTH = Grain("absence_month", ABSENCE, "month")

GRAINS = (
    LINE, OTHER_LINE, TEST, OTHER_TEST, ORDER, OTHER_ORDER, RIVAL_ORDER, ORDER_ENCOUNTER, DIAGNOSIS, DELIVERY, NOTICE,
    CERTIFICATE, FOLLOW_UP, VISIT, MONTH, ABSENCE, ABSENCE_MONTH, CHECK,
)  # fmt: skip
