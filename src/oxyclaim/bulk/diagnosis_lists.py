"""Diagnoses of claim files against the lists of complete ICD-10-CM codes that the rule book holds."""

from bisect import bisect_right
from datetime import date
from functools import cached_property

import polars as pl

from oxyclaim.claims.filing import part_b_payer
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.x12.claim_837p.reader import Piece
from oxyclaim.x12.core.checks.findings import WARNING, as_findings, none_found
from oxyclaim.x12.core.kinds import first_between, following

_WHOLE = "diagnosis_whole_categories"
_CATEGORIES = "diagnosis_categories"
_CODES = ("diagnosis_codes", "diagnosis_codes_changed")
_ICD_10 = ("ABK", "ABF")


class DiagnosisLists:
    """Which codes are known not to exist on a day: a bare category that is subdivided, a code that a list lacks.

    A warning, since a list may be older than the claim; of oxygen lines the rule book says more.
    """

    def __init__(self, catalogue: Catalogue):
        holder = part_b_payer(catalogue)
        self._values = {name: catalogue.own_values(holder, name) for name in (_WHOLE, _CATEGORIES, *_CODES)}
        self._starts = sorted({value.first for values in self._values.values() for value in values})
        self._by_range: dict[int, _Lists] = {}
        self._known: dict[tuple[int, str], bool] = {}

    def __call__(self, piece: Piece) -> pl.DataFrame:
        """Columns: ``FINDINGS``."""
        claims = piece.claims
        if claims.is_empty():
            return none_found()
        given = claims.select("claim", "diagnoses", "diagnosis_qualifiers").with_columns(piece.first_days)
        pairs = given.select("day", "diagnoses").explode("diagnoses", empty_as_null=True).unique().drop_nulls()
        odd = [(day, code) for day, code in pairs.iter_rows() if self._is_wrong(day, code)]
        if not odd:
            return none_found()
        wrong = pl.DataFrame(odd, schema={"day": pl.Date, "diagnosis": pl.String}, orient="row")
        each = given.select(
            "claim", "day", row=pl.int_range(pl.len()), diagnosis="diagnoses", qualifier="diagnosis_qualifiers",
            number=pl.int_ranges(1, pl.col("diagnoses").list.len() + 1),
        ).explode("diagnosis", "qualifier", "number", empty_as_null=True)  # fmt: skip
        hit = each.filter(pl.col("qualifier").is_in(_ICD_10)).join(wrong, on=["day", "diagnosis"], how="semi")
        if hit.is_empty():
            return none_found()
        heads = piece.heads.claims
        named = first_between(piece.kinds.rows("2300", "HI"), heads, following(heads, piece.segments.height))
        segments = piece.segments["segment"].gather(named.gather(hit["row"]))
        message = "no complete ICD-10-CM code of the date of service: a subdivided category, or a code not on the list"
        return as_findings(
            [
                {
                    "segment": segment, "snip_level": 5, "rule": "X12-SET-ICD-10-LIST", "severity": WARNING,
                    "loop": "2300", "element": f"HI{number:02d}-2", "claim": claim, "line_number": None,
                    "message": message,
                }
                for segment, claim, number in zip(segments, hit["claim"], hit["number"], strict=True)
            ]
        )  # fmt: skip

    def _is_wrong(self, day: date, code: str) -> bool:
        place = bisect_right(self._starts, day)
        key = (place, code)
        known = self._known.get(key)
        if known is None:
            if len(self._known) > 100_000:
                self._known = {}
            lists = self._by_range.get(place)
            if lists is None:
                lists = self._by_range[place] = _Lists({name: self._on(name, day) for name in self._values})
            known = self._known[key] = lists.lack(code)
        return known

    def _on(self, name: str, day: date) -> frozenset[str]:
        return frozenset(
            code
            for value in self._values[name]
            if value.first <= day and (value.last is None or day <= value.last)
            for code in value.value or ()
        )


class _Lists:
    def __init__(self, lists: dict[str, frozenset[str]]):
        self._lists = lists

    @cached_property
    def _complete(self) -> frozenset[str]:
        return frozenset().union(*(self._lists[name] for name in _CODES))

    def lack(self, code: str) -> bool:
        """Whether the code is surely none that is complete."""
        if len(code) == 3 and self._lists[_WHOLE]:
            return code not in self._lists[_WHOLE] and code not in self._complete
        return code[:3] in self._lists[_CATEGORIES] and code not in self._complete
