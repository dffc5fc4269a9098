"""Bars for lists: each row of a table with its length, its kind of colour and its words.

A page draws them as SVG beside the figures; the figures are always there, so that nobody depends on the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from oxyclaim.services.desk import states
from oxyclaim.services.desk.by_practitioner import Ordered
from oxyclaim.services.desk.standing import Aged, OfficeStanding

LONGEST = 1000
"""The length of the longest bar, in units of the drawing."""
KINDS = {
    states.READY: "billable", states.WRITTEN: "billable", states.SENT: "billable",
    states.ACCEPTED: "billable", states.PAID: "billable",
    states.PAPERS: "hold", states.LOOK_UPS: "hold", states.BEFORE_DELIVERY: "hold", states.PAID_SHORT: "hold",
    states.TO_DECIDE: "review", states.APPEALED: "review",
    states.NOT_TO_BILL: "not-covered", states.DENIED: "not-covered", states.REJECTED: "not-covered",
    states.NOT_DUE: "not-payable", states.CLOSED: "not-payable",
}  # fmt: skip
"""The colour of each state: that of the verdict from which it follows."""


@dataclass(frozen=True)
class Bar:
    """``length``: of ``LONGEST``; ``kind``: the colour; ``link``: the filter that shows these, where there is one."""

    label: str
    owner: str
    lines: int
    cents: int
    length: int
    kind: str
    link: str


def money_bars(standing: OfficeStanding) -> tuple[Bar, ...]:
    """Money by state and owner."""
    lengths = _lengths([each.charge_cents for each in standing.money])
    return tuple(
        Bar(each.state, each.owner, each.lines, each.charge_cents, length, KINDS.get(each.state, "hold"), each.state)
        for each, length in zip(standing.money, lengths, strict=True)
    )


def age_bars(aged: Sequence[Aged]) -> tuple[Bar, ...]:
    """Papers that are missing, by the time since the service date."""
    lengths = _lengths([each.charge_cents for each in aged])
    return tuple(
        Bar(each.age, "", each.lines, each.charge_cents, length, "hold", "")
        for each, length in zip(aged, lengths, strict=True)
    )


def with_lengths(ordered: Sequence[Ordered]) -> tuple[tuple[Ordered, int], ...]:
    """Practitioners, each with the length of the bar of what was charged."""
    return tuple(zip(ordered, _lengths([each.charged for each in ordered]), strict=True))


def _lengths(amounts: Sequence[int]) -> list[int]:
    """The longest is whole; what is more than nothing is always to be seen."""
    most = max(amounts, default=0)
    return [max(round(each / most * LONGEST), 8) if each else 0 for each in amounts]
