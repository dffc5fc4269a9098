"""Claims that are alike for the rule book: the same codes, modifiers, places, on days that nothing tells apart.

Lines of claims repeat, so each kind of claim is judged once and its answer holds for all. Two claims are alike if every
fact that they show is the same, except their days: a claim whose lines are all of one day, of a living patient and
without a history, is compared with nothing but the rule book's own dates and the day of the run. Such days are
alike between two dates on which a value or a rule changes, on the same side of the day of the run, and timely or not.
Claims with a history are alike if their days and those of every month before are the same.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import polars as pl

from oxyclaim.bulk.evidence import Evidence
from oxyclaim.engine.catalogue import Catalogue

FACTS = (
    "line.payer", "line.code", "line.modifiers", "line.units", "line.place_of_service", "line.narrative",
    "line.certificate_attached", "line.has_primary", "line.has_secondary", "line.died_on", "given.claim", "given.line",
)  # fmt: skip
"""What a claim shows and rules read of it, apart from its days and, beside N3, its diagnoses.

Not among them is what follows from them (what is billed, the codes beside it), what only names or describes (names),
what matters to some payers only, and the patient's state, on which no rule turns without a history, an absence or a
test, other than that the claim goes to another state's contractor: then state and payer id count too. Tests hold this.
"""

OF_SOME_PAYERS = {
    "line.charge": ("authorization_triggers",),
    "line.age_years": ("age_bands", "indications"),
    "line.supplier_npi": ("exclusive_suppliers",),
}
"""Facts that rules read for a payer with a value of such a parameter."""

WITH_HISTORY = ("line.rental_start", "line.beneficiary_state", "line.payer_id")
"""What more rules read of a claim with a history."""

GROUP_3 = "modifier_group_3"
"""The parameter that names N3, the one modifier that is held against the diagnoses of a claim."""

CONTRACTORS, OF_STATE = "contractor_ids", "contractors_by_state"
"""The parameters that say which contractor's number a claim of which state carries."""

REMEMBERED = 100_000
"""Days of payers that are remembered at most."""

NOTHING = "\x00"
BETWEEN, NEXT = "\x1f", "\x1e"
"""What stands between the facts of a line, and between lines, in a key."""


class Days:
    """The service days of a run, by what the rule book's own dates make of them."""

    def __init__(self, catalogue: Catalogue, as_of: date):
        self._catalogue = catalogue
        self._as_of = as_of
        self._claim_by = next(each for each in catalogue.outputs if each.name == "line.claim_by").formula()
        self._cuts: dict[str, pl.Series] = {}
        self._known: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def classed(self, told: pl.DataFrame) -> pl.DataFrame:
        """The lines with the ``class`` of their day, and the last day for a claim (``claim_by``)."""
        by = ["line.payer", "line.service_date", "line.has_primary"]
        days = told[by].unique()
        return told.join(self._known_classes(days), on=by, how="left", nulls_equal=True, maintain_order="left")

    def _known_classes(self, days: pl.DataFrame) -> pl.DataFrame:
        """The classes of some days; each day of a payer is asked once."""
        known = self._known
        rows = days.rows()
        if new := [row for row in rows if row not in known]:
            if len(known) > REMEMBERED:
                known = self._known = {}
                new = rows
            asked = self._classes(pl.DataFrame(new, schema=days.schema, orient="row"))
            known.update((row[:-2], row[-2:]) for row in asked.iter_rows())
        schema: dict[str, Any] = {**days.schema, "claim_by": pl.Date, "class": pl.String}
        return pl.DataFrame([(*row, *known[row]) for row in rows], schema=schema, orient="row")

    def _classes(self, days: pl.DataFrame) -> pl.DataFrame:
        payers = frozenset(days["line.payer"].drop_nulls())
        values = self._catalogue.ready_for(payers).parameter_tables
        roots = [name for name in self._claim_by.meta.root_names() if name.startswith("p.")]
        not_shown = ("rental_start", "device_delivered", "primary_remittance_date", "filing_granted_to")
        given = days.with_columns(pl.lit(None, pl.Date).alias(f"line.{name}") for name in not_shown)
        given = given.hstack(values.values_at(values.rows_for(given), roots))
        day = pl.col("line.service_date")
        # By each payer's own dates, so that a class says the same whatever other payers stand beside it.
        place = pl.lit(None, pl.UInt32)
        for payer in sorted(payers):
            own = pl.lit(self.cuts(payer)).search_sorted(day, side="right")
            place = pl.when(pl.col("line.payer") == payer).then(own).otherwise(place)
        return given.select(
            *days.columns,
            self._claim_by.alias("claim_by"),
            pl.concat_str(
                place.fill_null(0),
                pl.lit(" "),
                (day > self._as_of).cast(pl.UInt8),
                (self._claim_by < self._as_of).cast(pl.UInt8).fill_null(2),
            ).alias("class"),
        )

    def cuts(self, payer: str) -> pl.Series:
        """The days on which a value or a rule of the payer begins, or has ended the day before."""
        if payer not in self._cuts:
            ready = self._catalogue.ready_for([payer])
            days = {day for some in ready.parameter_tables.days.values() for day in some}
            for rule in ready.rules:
                days |= {rule.first} | ({rule.last + timedelta(days=1)} if rule.last else set())
            self._cuts[payer] = pl.Series(sorted(days), dtype=pl.Date)
        return self._cuts[payer]


class Keys:
    """Texts that are the same for claims that are alike."""

    def __init__(self, catalogue: Catalogue):
        by_payer = catalogue.values.values()
        self._concerned = {
            parameters: {
                payer
                for payer, own in catalogue.values.items()
                if any(value.value for name in parameters for value in own.get(name, ()))
            }
            for parameters in OF_SOME_PAYERS.values()
        }
        self._derived = {each.name: each.expression for each in catalogue.derived if each.name in OF_SOME_PAYERS}
        lists = [parameter.name for parameter in catalogue.parameters if parameter.type == "list"]
        every = (value.value for values in by_payer for name in lists for value in values.get(name, ()))
        self._named = sorted({code for codes in every for code in codes or ()})
        group_3 = (value.value for values in by_payer for value in values.get(GROUP_3, ()))
        self._group_3 = sorted({modifier for modifier in group_3 if modifier})
        self._contractors, self._pairs = (
            sorted({each for values in by_payer for value in values.get(name, ()) for each in value.value or ()})
            for name in (CONTRACTORS, OF_STATE)
        )

    def of_claims(self, shown: Evidence, told: pl.DataFrame) -> pl.DataFrame:
        """The key of each claim of which the engine is told: ``claim``, ``key``; ``told`` has each day's ``class``."""
        another_day = told["line.service_date"] != told["line.service_date"].shift(1)
        several_days = told.filter(another_day & (told["claim"] == told["claim"].shift(1)))["claim"].unique()
        plain = ~pl.col("claim").is_in(several_days.implode()) & pl.col("line.died_on").is_null()
        names = [*FACTS, *(name for name in told.columns if name.startswith("presumed."))]
        facts = [*(_text(pl.col(name), told.schema[name]) for name in names), _text(self._stray())]
        facts += [_text(fact) for fact in self._of_some_payers(told)]
        if shown.months is not None:
            told = told.join(_before(shown.months), on="claim", how="left", maintain_order="left")
            alone = pl.col("before").is_null()
            plain = plain & alone
            also = [pl.when(~alone).then(name) for name in WITH_HISTORY if name in told.columns]
            facts += [_text(fact) for fact in (pl.col("before").fill_null("no months"), *also)]
        day = pl.when(plain).then(pl.col("class")).otherwise(pl.col("line.service_date").cast(pl.String))
        # Not every line is told: one without a date leaves a gap in the places of the others.
        of_lines = told.select("claim", key=pl.concat_str(day, "position", *facts, separator=BETWEEN))
        keys = of_lines.group_by("claim", maintain_order=True).agg(pl.col("key").str.join(NEXT))
        diagnoses = keys.join(self._diagnoses(told), on="claim", how="left", maintain_order="left")["diagnoses"]
        return keys.with_columns(pl.concat_str("key", diagnoses.fill_null(NOTHING), separator=NEXT).alias("key"))

    def _of_some_payers(self, told: pl.DataFrame) -> Iterator[pl.Expr]:
        payers = set(told["line.payer"].unique())
        for name, parameters in OF_SOME_PAYERS.items():
            concerned = payers & self._concerned[parameters]
            if concerned:
                fact = self._derived.get(name, pl.col(name))
                yield pl.when(pl.col("line.payer").is_in(sorted(concerned))).then(fact)

    def _stray(self) -> pl.Expr:
        """State and payer id of a claim to a contractor that is not known to be its state's own."""
        state, payer_id = pl.col("line.beneficiary_state"), pl.col("line.payer_id")
        own = (state + " " + payer_id).is_in(self._pairs).fill_null(False)
        stray = payer_id.is_in(self._contractors) & ~own
        return pl.when(stray).then(pl.concat_str(state.fill_null("?"), pl.lit(" "), payer_id))

    def _diagnoses(self, told: pl.DataFrame) -> pl.DataFrame:
        """Of claims with N3 the diagnoses that a payer's list names: rules read diagnoses only so."""
        coded = pl.any_horizontal([pl.col("line.modifiers").list.contains(each) for each in self._group_3])
        codes = pl.col("line.icd10").list.set_intersection(self._named).list.sort()
        of_lines = told.filter(coded).select("claim", _text(codes, pl.List(pl.String)).alias("diagnoses"))
        return of_lines.unique("claim")


def _before(months: pl.DataFrame) -> pl.DataFrame:
    """The months before each claim (``claim``, ``before``), as two numbers that stand for a text of many months."""
    facts = [_text(pl.col(name)) for name in months.columns if name not in ("claim", "record")]
    texts = months.select("claim", before=pl.concat_str(facts, separator=BETWEEN))
    whole = texts.group_by("claim", maintain_order=True).agg(pl.col("before").str.join(NEXT))
    hashes = [pl.col("before").hash(seed).cast(pl.String) for seed in (1, 2)]
    return whole.select("claim", before=pl.concat_str(hashes, separator=" "))


def _text(fact: pl.Expr, dtype: pl.DataType | None = None) -> pl.Expr:
    text = fact.list.join(" ") if isinstance(dtype, pl.List) else fact.cast(pl.String)
    return text.fill_null(NOTHING)
