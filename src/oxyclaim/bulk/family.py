"""What a billed line is for, as the rule book's lists of codes tell it from its code, day and modifiers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import Value

KIND = pl.Enum(["stationary", "portable", "contents", "maintenance", "accessory", "purchase only", "topical", "sale"])
"""stationary and portable: rent of such equipment; contents: of oxygen; maintenance: a visit to equipment."""

NATIONAL = "national"
"""The values that do not depend on the payer."""

_LISTS = {
    "stationary_codes": "stationary",
    "portable_codes": "portable",
    "purchase_only_codes": "purchase only",
    "contents_codes": "contents",
    "accessory_codes": "accessory",
    "topical_codes": "topical",
}


@dataclass(frozen=True)
class _Days:
    first: date
    last: date

    def covers(self, days: pl.Series) -> bool:
        """Whether all days lie within; so it is for no days."""
        return bool(days.is_between(self.first, self.last).all())


@dataclass(frozen=True)
class Family:
    """The codes of home oxygen: the same lists that the rules read."""

    code: pl.Enum
    """Every code that any list ever named."""
    _kinds: pl.DataFrame
    """One row a code: its ``kind`` from ``first`` to ``last``."""
    _always: "_Days"
    """The days on which every code is in force."""
    _visits: tuple[Value, ...]
    _sales: tuple[Value, ...]
    _replacement: tuple[str, ...]

    @classmethod
    def of(cls, catalogue: Catalogue) -> "Family":
        """The codes that the rule book names."""
        values = catalogue.values[NATIONAL]
        rows = {
            (code, value.first, value.last): kind
            for name, kind in reversed(_LISTS.items())  # the first list that names a code decides
            for value in values[name]
            for code in value.value
        }
        codes = sorted({code for code, _, _ in rows})
        merged = [{"code": c, "first": f, "last": last, "kind": kind} for (c, f, last), kind in rows.items()]
        schema: dict[str, Any] = {"code": pl.Enum(codes), "first": pl.Date, "last": pl.Date, "kind": KIND}
        kinds = pl.DataFrame(merged, schema=schema).sort("code", "first")
        joined = _joined(kinds)
        always = _Days(max(joined["first"]), min(joined["last"]))
        visits, sales = (tuple(values[name]) for name in ("modifier_maintenance", "sale_modifiers"))
        words = {value.value for own in catalogue.values.values() for value in own.get("modifier_replacement", ())}
        return cls(pl.Enum(codes), joined, always, visits, sales, tuple(sorted(word for word in words if word)))

    def begins_anew(self) -> pl.Expr:
        """Whether the line bears the modifier of the first month of a replacement, which begins new rental months."""
        found = pl.lit(False)
        for word in self._replacement:
            found = found | pl.col("modifiers").list.contains(word)
        return found.fill_null(False)

    def lines(self, lines: pl.DataFrame) -> pl.DataFrame:
        """The oxygen lines: those whose code is of the family, with ``code`` as an Enum and their ``kind``.

        A code that is not in force on the day has no kind; nor has one whose day is not known.
        """
        own = lines.with_columns(pl.col("code").cast(self.code, strict=False)).filter(pl.col("code").is_not_null())
        return own.with_columns(self._kind(own))

    def _kind(self, lines: pl.DataFrame) -> pl.Series:
        at = lines["code"].to_physical()
        table = lines.select("service_from", "modifiers").with_columns(self._kinds["kind"].gather(at))
        days = table["service_from"]
        if days.null_count() or not self._always.covers(days):
            first, last = (self._kinds[name].gather(at) for name in ("first", "last"))
            table = table.with_columns(kind=pl.when(days.is_between(first, last)).then("kind"))
        sold = pl.when(self._has(self._sales)).then(pl.lit("sale", KIND)).otherwise("kind")
        visit = pl.when(self._has(self._visits)).then(pl.lit("maintenance", KIND)).otherwise(sold)
        return table.select(visit.alias("kind"))["kind"]

    @staticmethod
    def _has(values: Iterable[Value]) -> pl.Expr:
        """Whether the line bears a modifier of those in force on its day."""
        found = pl.lit(False)
        for value in values:
            words = value.value if isinstance(value.value, list) else [value.value]
            in_force = pl.col("service_from").is_between(value.first, value.last or date.max)
            for word in words:
                found = found | (pl.col("modifiers").list.contains(word) & in_force)
        return found.fill_null(False)


def _joined(kinds: pl.DataFrame) -> pl.DataFrame:
    """Ranges of a code that follow each other with the same kind as one; one row a code, in the order of the Enum."""
    return kinds.group_by("code", maintain_order=True).agg(
        pl.col("kind").first(), pl.col("first").min(), pl.col("last").fill_null(date.max).max()
    )
