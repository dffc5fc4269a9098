"""What the rule book says of billing month by month: which codes, which rules belong to the month, which end it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from oxyclaim.case.models import BilledMonth, Item
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import value_on

LOOK_UPS = "ELG-"
"""How the ids of the look-ups before billing begin."""

CONTINUED = ("PAP-300", "PAP-310")
"""Continued need and continued use."""

END_OF_RENT = "LED-010"
"""The rule that ends the rent; what comes after it is no month that falls due."""

BilledAs = Literal["rental", "contents", "maintenance"]


def belongs_to_the_month(rule: str) -> bool:
    """Whether a rule asks for a look-up or a confirmation that each month needs anew."""
    return rule.startswith(LOOK_UPS) or rule in CONTINUED


@dataclass(frozen=True)
class Billed:
    """What a line bills month by month, and for which kind of equipment (empty for a visit, which is for all)."""

    what: BilledAs
    kind: str


class Values:
    """A payer's parameters on a day, by name."""

    def __init__(self, catalogue: Catalogue, payer: str, day: date):
        self._values = catalogue.values[payer]
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
