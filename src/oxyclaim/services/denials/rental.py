"""Which lines bill a month of a rental, by the payer's own lists."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from oxyclaim.case.models import Item
from oxyclaim.claims.filing import part_b_payer
from oxyclaim.rentals.monthly import Values, billed_monthly
from oxyclaim.services.rule_book import RuleBook

RENTAL = "rental"


class Rentals:
    """Asks of each kind of line once."""

    def __init__(self, book: RuleBook):
        self._otherwise = part_b_payer(book)
        known: Mapping[str, object] = book.values

        @cache
        def is_month(code: str, modifiers: str, day: date, payer: str) -> bool:
            item = Item.model_construct(code=code, modifiers=tuple(modifiers.split()), acquisition=None)
            billed = billed_monthly(item, Values(book, payer, day))
            return billed is not None and billed.what == RENTAL

        self._known, self._is_month = known, is_month

    def is_month(self, code: str | None, modifiers: str | None, day: date | None, payer: str | None = None) -> bool:
        """Whether a line bills a month of a rental. ``payer``: its file, or ``file/plan``; Medicare's lists where that
        is not known."""
        if not code or day is None:
            return False
        file = (payer or "").partition("/")[0]
        return self._is_month(code, modifiers or "", day, file if file in self._known else self._otherwise)
