"""The edits of the payers' front ends on claim files, with the values of the payer files."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from oxyclaim.bulk.evidence import payers_of
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import Value
from oxyclaim.x12.claim_837p.checks.payer_edits import Edits, payer_edit_findings
from oxyclaim.x12.claim_837p.reader import Piece
from oxyclaim.x12.core.checks.findings import none_found

_NAMES = "front_end_edits"


class FrontEnd:
    """Asks each claim of a piece what its payer's front end asks on the claim's day (its first line's, else BHT04)."""

    def __init__(self, catalogue: Catalogue, payers: Mapping[str, str] | None, as_of: date):
        self._catalogue, self._payers, self._as_of = catalogue, payers or {}, as_of
        self._edits = {
            payer: [(each.first, each.last or date.max, _edits(catalogue, payer, each.first)) for each in values]
            for payer in catalogue.payers
            if (values := [each for each in catalogue.own_values(payer, _NAMES) if each.value])
        }

    def __call__(self, piece: Piece) -> pl.DataFrame:
        """Columns: ``FINDINGS``."""
        claims = piece.claims
        if claims.is_empty() or not self._edits:
            return none_found()
        payers = payers_of(claims, self._payers, self._catalogue)
        day = piece.first_days.fill_null(claims["created"]).fill_null(self._as_of)
        found = [none_found()]
        for payer in payers.drop_nulls().unique():
            for begin, end, edits in self._edits.get(payer, ()):
                concerned = (payers == payer).fill_null(False) & day.is_between(begin, end)
                found.append(payer_edit_findings(piece, concerned, edits, self._as_of))
        return pl.concat(found)


def _edits(catalogue: Catalogue, payer: str, day: date) -> Edits:
    def value(name: str) -> Value:
        own = catalogue.own_values(payer, name)
        return next(each for each in own if each.first <= day and (each.last is None or day <= each.last))

    return Edits(
        names=frozenset(value("front_end_edits").value),
        frequencies=frozenset(value("front_end_frequencies").value),
        sequences=frozenset(value("front_end_sequences").value),
        paper_ways=frozenset(value("front_end_paper_ways").value),
        amount_max_cents=round(value("front_end_amount_max").value * 100),
        units_max=float(value("front_end_units_max").value),
        edition=value("front_end_edition").value,
    )
