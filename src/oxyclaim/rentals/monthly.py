"""What the rule book says of billing month by month: which codes, which rules belong to the month, which end it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from oxyclaim.case.models import BilledMonth, Case, Item
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import value_on
from oxyclaim.engine.roles import Role

CONTINUED = (Role.CONTINUED_NEED, Role.CONTINUED_USE)
"""What each month's line needs a recent record of."""

BilledAs = Literal["rental", "contents", "maintenance"]


def of_each_month(catalogue: Catalogue) -> frozenset[str]:
    """The rules that ask for a look-up or a confirmation which each month needs anew."""
    return catalogue.in_role(Role.LOOK_UP, *CONTINUED)


@dataclass(frozen=True)
class Billed:
    """What a line bills month by month, and for which kind of equipment (empty for a visit, which is for all)."""

    what: BilledAs
    kind: str


class Values:
    """A payer's parameters on a day, by name."""

    def __init__(self, catalogue: Catalogue, payer: str, day: date):
        self._values = catalogue.values[payer]
        self.rule_of = catalogue.one_in_role
        self._day = day
        self._kinds: dict[str | None, str] = {}

    def __call__(self, name: str) -> Any:
        """The value; None where the payer has none, or the rule book no such parameter."""
        return value_on(self._values.get(name, ()), self._day)

    def names(self, parameter: str, code: str | None) -> bool:
        """Whether a list names a code."""
        return code in (self(parameter) or ())

    def kind_of(self, code: str | None) -> str:
        """stationary or portable equipment, stationary or portable contents; empty for other codes."""
        if code not in self._kinds:
            self._kinds[code] = next((kind for kind, parameter in _KINDS.items() if self.names(parameter, code)), "")
        return self._kinds[code]


_KINDS = {
    "stationary": "stationary_codes",
    "portable": "portable_codes",
    "portable contents": "portable_contents_codes",
    "stationary contents": "contents_codes",
}
"""Kinds and the lists that name their codes; the first that does decides."""


def billed_monthly(item: Item, values: Values) -> Billed | None:
    """What of a line is billed month by month; None for a sale, an accessory and the like."""
    modifiers = set(item.modifiers or ())
    if item.acquisition == "maintenance" or values("modifier_maintenance") in modifiers:
        return Billed("maintenance", "")
    if item.acquisition == "purchase" or modifiers & set(values("sale_modifiers") or ()):
        return None
    kind = values.kind_of(item.code)
    return Billed(_billed_as(kind), kind) if kind else None


def of_series(billed: Billed, history: Sequence[BilledMonth], values: Values) -> list[BilledMonth]:
    """The claims of a line's series among the months billed before, to whatever payer and with whatever answer.

    Where the history does not say what a claim was for, it is for what its code is billed as.
    """
    equipment = _equipment(billed.kind)
    return [
        month
        for month in history
        if month.service_date is not None
        and (month.kind or _billed_as(values.kind_of(month.code))) == billed.what
        and equipment in ("", _equipment(values.kind_of(month.code)))
    ]


def known_of_series(billed: Billed, claims: Sequence[BilledMonth]) -> list[BilledMonth]:
    """Of the claims of a series, those known to be of it and not denied.

    A claim of which kind or answer is not known is left out: the line then falls due, and its verdict says what is not
    known.
    """
    return [claim for claim in claims if claim.kind == billed.what and claim.outcome in ("paid", "pending")]


def _billed_as(kind: str) -> BilledAs:
    return "contents" if kind.endswith("contents") else "rental"


def _equipment(kind: str) -> str:
    return kind.removesuffix(" contents")


def months_billed_to(case: Case, item: Item) -> int | None:
    """The number of the line's month among those of its code billed to the case's payer since the rental began.

    None where the history leaves it open: it is not listed, or the payer denied a month, which may count or not.
    """
    if item.rental_start is None:
        return None
    if item.rental_start == item.service_date:
        return 1
    if case.history is None:
        return None
    family = case.coverage.payer.split("/")[0]
    months = [
        month
        for month in case.history
        if month.code == item.code
        and month.kind in ("rental", None)
        and month.service_date is not None
        and item.rental_start <= month.service_date < item.service_date
    ]
    own = [month for month in months if month.payer is not None and month.payer.split("/")[0] == family]
    doubtful = [month for month in months if month.payer in (None, "other")]
    if doubtful or any(month.kind is None or month.outcome in (None, "denied") for month in own):
        return None
    return len(own) + 1
