"""What a claim by itself shows of its oxygen lines: the frames of a claim file become the frames of the engine.

A case is one claim, known by its number in the file, since claim ids repeat. Only what the claim shows is filled; all
else is left out, so that whatever is asked about it is unknown. Nothing here is a documented record: a diagnosis on a
claim is what the supplier said, not the paper that shows it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from oxyclaim.bulk.family import NATIONAL
from oxyclaim.case.tables import RECORDS, Presumption, in_full, left_out, presuming
from oxyclaim.claims.filing import MEDICARE_PART_B, part_b_payer
from oxyclaim.engine.catalogue import Catalogue

JUDGED, NOT_OXYGEN, PAYER_NOT_KNOWN = "judged", "not oxygen", "payer not known"
NO_SERVICE_DATE, BEFORE_THE_RULES = "no service date", "before the rules"
"""What becomes of a line: the rule book judges it, or it passes through, and why."""

CERTIFICATE = "CT"
"""PWK01: a certification goes with the claim (before 2023 the CMN)."""

OF_CLAIM = {
    "patient.last_name": "patient_last_name",
    "patient.first_name": "patient_first_name",
    "patient.birth_date": "patient_birth_date",
    "patient.sex": "patient_sex",
    "patient.address.line_1": "patient_address",
    "patient.address.city": "patient_city",
    "patient.address.state": "patient_state",
    "patient.address.zip": "patient_zip",
    "patient.account_number": "claim_id",
    "coverage.member_id": "member_id",
    "coverage.payer_name": "payer_name",
    "coverage.payer_id": "payer_id",
    "coverage.assignment": "assignment",
    "coverage.benefits_assigned": "benefits_assigned",
    "coverage.release_signed": "release",
    "supplier.name": "billing_name",
    "supplier.npi": "billing_npi",
    "supplier.tax_id": "billing_tax_id",
    "supplier.taxonomy": "billing_taxonomy",
    "supplier.address.state": "billing_state",
    "submitter.id": "submitter_id",
    "submitter.receiver_id": "receiver_id",
}
"""The case's key of what a claim carries, and its column."""

OF_LINE = {
    "practitioner.last_name": "ordering_last_name",
    "practitioner.first_name": "ordering_first_name",
    "practitioner.npi": "ordering_npi",
    "item.charge": "charge_cents",
    "item.units": "units",
    "item.place_of_service": "place",
}
"""The same of a line."""

NOT_CARRIED = (
    "supplier.address.line_1", "supplier.address.city", "submitter.name", "submitter.contact_name",
    "submitter.contact_phone", "submitter.receiver_name",
)  # fmt: skip
"""Keys that the frames of a claim file leave out: that they are there is checked where the file is read."""

NINE_DIGITS = "supplier.address.zip (nine digits)"
DIAGNOSES = "diagnoses.icd10"
_CLAIM_KEYS = (*OF_CLAIM, NINE_DIGITS, DIAGNOSES)


@dataclass(frozen=True)
class Evidence:
    """The lines of claims with what they show.

    ``lines`` has the rows of LINES in their order: claim, position, line_number, charge_cents, ``status`` (see
    ``JUDGED``), and of the claims in which some line is judged the facts, by the engine's names. ``given.claim`` and
    ``given.line`` say in bits which keys are filled, see ``Evidence.frames``.
    """

    lines: pl.DataFrame
    claims: pl.DataFrame
    catalogue: Catalogue
    as_of: date
    months: pl.DataFrame | None = None

    @property
    def told(self) -> pl.DataFrame:
        """The lines that the engine is told of: every line of the claims in which some line is judged."""
        return self.lines.filter("told")

    def frames(self, claims: pl.Series) -> dict[str, pl.DataFrame]:
        """The engine's frames of some of the claims (their numbers, in order); see ``oxyclaim.case.tables``."""
        presumptions = self.catalogue.presumptions
        views = 2 * claims
        view = (2 * pl.col("claim")).alias("case_view")
        of_claims = pl.col("claim").is_in(claims.implode())
        frames = {kind: left_out(kind, views, presumptions) for kind in RECORDS}
        frames["claimed"] = frames["claimed"].clear()  # what other claims bill is compared with all of them at the end
        diagnosed = self.claims.filter(of_claims, pl.col("icd10").list.len() > 0)
        if diagnosed.height:
            rows = _numbered(diagnosed.select(view, "icd10").explode("icd10"))
            listed = in_full("diagnosis", rows.with_columns(*presuming("diagnosis", rows, presumptions)), presumptions)
            frames["diagnosis"] = _in_order(listed, frames["diagnosis"])
        if self.months is not None:
            rows = _numbered(self.months.filter(of_claims).sort("claim", maintain_order=True).with_columns(view))
            frames["month"] = in_full("month", rows.select(pl.exclude("claim")), presumptions)
        told = _with_codes_beside(self.told.filter(of_claims))
        lines = told.with_columns(
            view,
            (pl.col("position") - 1).alias("record"),
            pl.lit(False).alias("said"),
            pl.lit(False).alias("unlisted"),
            pl.col("claim").cast(pl.String).alias("line.case_id"),
            pl.col("position").alias("line.line_number"),
            pl.lit(self.as_of).alias("line.as_of"),
            pl.lit(False).alias("line.authorizations_listed"),
            # Left out it is presumed.
            pl.lit(None if self.months is None else True, pl.Boolean).alias("line.history_listed"),
            self._given(told).alias("line.given"),
        )
        lines = lines.with_columns(presuming("line", lines, _not_diagnosed(presumptions)))
        units = lines["line.units"]  # a fraction of a unit stays one
        return {"line": in_full("line", lines, presumptions).with_columns(units), **frames}

    def _given(self, told: pl.DataFrame) -> pl.Series:
        """The keys that are filled, as a case would have them filled."""
        bits = told.select("given.claim", "given.line")
        more = [*NOT_CARRIED, *(["history"] if self.months is not None else [])]
        kinds = bits.unique(maintain_order=True)
        keys = [
            [*_named(of_claim, _CLAIM_KEYS), *_named(of_line, tuple(OF_LINE)), *more]
            for of_claim, of_line in kinds.iter_rows()
        ]
        named = kinds.with_columns(pl.Series("keys", keys, dtype=pl.List(pl.String)))
        return bits.join(named, on=bits.columns, how="left", nulls_equal=True, maintain_order="left")["keys"]


def evidence(
    claims: pl.DataFrame,
    lines: pl.DataFrame,
    catalogue: Catalogue,
    as_of: date,
    payers: Mapping[str, str] | None = None,
    months: pl.DataFrame | None = None,
    codes: Mapping[str, date] | None = None,
) -> Evidence:
    """What these claims (CLAIMS, LINES of ``oxyclaim.x12.claim_837p.schema``) show.

    ``payers`` gives the rule book's name for a payer id or a payer's name on a claim; without one only the filing
    indicator MB means a payer, Medicare. ``months`` lists the months billed before each claim, complete: ``claim`` and
    the facts of ``month`` records (``month.code``, ``month.service_date`` ...). ``lines`` may have ``rental_start``,
    where a history tells it.
    ``codes``: ``judged_codes`` of the catalogue, where they are at hand. Raises ValueError for a payer that the rule
    book does not hold.
    """
    unknown = sorted(set((payers or {}).values()) - set(catalogue.payers))
    if unknown:
        raise ValueError(f"the rule book holds no payer {', '.join(unknown)}; `oxyclaim payers` lists those it holds")
    of_claims = _of_claims(claims, catalogue, payers or {})
    bears_one = pl.col("modifiers").list.set_intersection(rental_modifiers(catalogue)).list.len() > 0
    rented = pl.when(bears_one).then(pl.lit("rental"))
    shown = lines.select(
        "claim",
        "position",
        "line_number",
        "charge_cents",
        "units",
        "ordering_last_name",
        "ordering_first_name",
        "ordering_npi",
        pl.col("place_of_service").alias("place"),
        pl.when(pl.col("code_qualifier").eq_missing("HC")).then(pl.col("code")).alias("line.code"),
        pl.col("modifiers").fill_null([]).alias("line.modifiers"),
        rented.alias("line.acquisition"),
        pl.col("service_from").alias("line.service_date"),
        pl.col("note").alias("line.narrative"),
        *([pl.col("rental_start").alias("line.rental_start")] if "rental_start" in lines.columns else []),
        _certificate().alias("line.certificate_attached"),
    )
    shown = shown.join(of_claims.select(pl.exclude("icd10")), on="claim", how="left", maintain_order="left")
    shown = shown.with_columns(
        pl.coalesce("place", "claim.place").alias("place"),
        pl.coalesce("line.narrative", "claim.note").alias("line.narrative"),
        pl.coalesce("line.certificate_attached", "claim.certificate").alias("line.certificate_attached"),
        _status(judged_codes(catalogue) if codes is None else codes).alias("status"),
    )
    # The engine is told of a line that has a code and a day, if its claim has a line to be judged.
    whole = pl.col("line.code").is_not_null() & pl.col("line.service_date").is_not_null()
    judged = shown.filter(pl.col("status") == JUDGED)["claim"].unique()
    shown = shown.with_columns(told=pl.col("claim").is_in(judged.implode()) & whole)
    shown = shown.with_columns(
        pl.col("units").alias("line.units"),
        (pl.col("charge_cents") / 100).alias("line.charge"),
        pl.col("place").alias("line.place_of_service"),
        _bits(list(OF_LINE.values())).alias("given.line"),
    )
    return Evidence(shown, of_claims, catalogue, as_of, months)


def judged_codes(catalogue: Catalogue) -> dict[str, date]:
    """Every code that the rule book judges for some payer, by the lists by which it tells equipment, and since when.

    A code that is younger than its list is judged before its time too: that it did not exist is a finding.
    """
    equipment = next(each for each in catalogue.derived if each.name == "line.equipment")
    named = [root.removeprefix("p.") for root in equipment.expression.meta.root_names() if root.endswith("_codes")]
    since: dict[str, date] = {}
    for values in catalogue.values.values():
        for name in named:
            first = min((value.first for value in values.get(name, ()) if value.value), default=None)
            for code in {code for value in values.get(name, ()) for code in value.value or ()}:
                since[code] = min(first or date.max, since.get(code, date.max))
    return since


def rental_modifiers(catalogue: Catalogue) -> list[str]:
    """The modifiers by which a line says that it bills a rental; of sales and visits the rule book reads its own."""
    values = catalogue.values[NATIONAL]

    def named(*parameters: str) -> set[str]:
        words = [value.value for name in parameters for value in values[name]]
        return {word for each in words for word in (each if isinstance(each, list) else [each])}

    return sorted(named("pricing_modifiers") - named("sale_modifiers", "modifier_maintenance"))


def _of_claims(claims: pl.DataFrame, catalogue: Catalogue, payers: Mapping[str, str]) -> pl.DataFrame:
    """What a claim says for all its lines. ``icd10`` are its diagnoses as a case writes them."""
    code = pl.element().str.replace_all(".", "", literal=True)
    dotted = pl.when(code.str.len_chars() > 3).then(code.str.slice(0, 3) + "." + code.str.slice(3)).otherwise(code)
    digits = pl.col("billing_zip").str.replace_all("-", "", literal=True).str.len_chars()
    of_claims = claims.select(
        "claim",
        _payer_of(payers, catalogue).alias("line.payer"),
        pl.col("patient_state").alias("line.beneficiary_state"),
        pl.col("payer_id").alias("line.payer_id"),
        pl.col("patient_died_on").alias("line.died_on"),
        pl.col("patient_birth_date").alias("line.birth_date"),
        pl.col("billing_npi").alias("line.supplier_npi"),
        pl.col("payer_sequence").is_in(["S", "T"]).fill_null(False).alias("line.has_primary"),
        (pl.col("payer_sequence") == "T").fill_null(False).alias("line.has_secondary"),
        pl.col("place_of_service").alias("claim.place"),
        pl.col("note").alias("claim.note"),
        pl.col("diagnoses").list.eval(dotted).alias("icd10"),
        pl.when(pl.col("diagnoses").list.len() > 0).then(pl.col("diagnoses").list.eval(code)).alias("line.icd10"),
        pl.when(pl.col("attachments").list.contains(CERTIFICATE)).then(pl.lit(True)).alias("claim.certificate"),
        _bits(
            [*OF_CLAIM.values()],
            pl.when(digits == 9).then(pl.lit(True)),
            pl.when(pl.col("diagnoses").list.len() > 0).then(pl.lit(True)),
        ).alias("given.claim"),
    )
    presumed = presuming("line", of_claims, _diagnosed(catalogue.presumptions), pl.col("icd10"))
    return of_claims.with_columns(presumed)


def payers_of(claims: pl.DataFrame, payers: Mapping[str, str], catalogue: Catalogue) -> pl.Series:
    """The rule book's name of each claim's payer, null where it is not known; ``payers``: see ``evidence``."""
    return claims.select(_payer_of(payers, catalogue)).to_series()


def _payer_of(payers: Mapping[str, str], catalogue: Catalogue) -> pl.Expr:
    medicare = pl.when(pl.col("filing_indicator") == MEDICARE_PART_B).then(pl.lit(part_b_payer(catalogue)))
    return pl.coalesce(*(_payer(pl.col(column), payers) for column in ("payer_id", "payer_name")), medicare)


def _payer(column: pl.Expr, payers: Mapping[str, str]) -> pl.Expr:
    return column.replace_strict(list(payers), list(payers.values()), default=None, return_dtype=pl.String)


def _certificate() -> pl.Expr:
    """A CMN goes with the line: as a paper (PWK) or as a form (2440); null where the line shows none."""
    paper = pl.col("attachments").list.contains(CERTIFICATE).fill_null(False)
    return pl.when(paper | pl.col("form").is_not_null()).then(pl.lit(True))


def _status(codes: Mapping[str, date]) -> pl.Expr:
    since = pl.col("line.code").replace_strict(list(codes), list(codes.values()), default=None, return_dtype=pl.Date)
    return (
        pl.when(since.is_null())
        .then(pl.lit(NOT_OXYGEN))
        .when(pl.col("line.payer").is_null())
        .then(pl.lit(PAYER_NOT_KNOWN))
        .when(pl.col("line.service_date").is_null())
        .then(pl.lit(NO_SERVICE_DATE))
        .when(pl.col("line.service_date") < since)
        .then(pl.lit(BEFORE_THE_RULES))
        .otherwise(pl.lit(JUDGED))
    )


def _with_codes_beside(told: pl.DataFrame) -> pl.DataFrame:
    """The lines with the codes of their claim's other lines of the same day."""
    own = told.select("claim", "position", "line.service_date", "line.code")
    pairs = own.join(own, on=["claim", "line.service_date"], how="left", maintain_order="left_right")
    others = pl.col("line.code_right").filter(pl.col("position") != pl.col("position_right"))
    beside = pairs.group_by("claim", "position", maintain_order=True).agg(others.alias("line.codes_beside"))
    return told.hstack(beside.select("line.codes_beside"))


def _bits(columns: Sequence[str], *more: pl.Expr) -> pl.Expr:
    """Which columns are not null, as bits from the lowest on."""
    given = [*(pl.col(name) for name in columns), *more]
    return pl.sum_horizontal(each.is_not_null().cast(pl.Int64) * 2**bit for bit, each in enumerate(given))


def _named(bits: int, keys: Sequence[str]) -> list[str]:
    return [key for bit, key in enumerate(keys) if bits & 1 << bit]


def _diagnosed(presumptions: Iterable[Presumption]) -> list[Presumption]:
    return [each for each in presumptions if each.unless_diagnosed is not None]


def _not_diagnosed(presumptions: Iterable[Presumption]) -> list[Presumption]:
    return [each for each in presumptions if each.unless_diagnosed is None]


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """Records of cases in their order."""
    return rows.with_columns(
        record=pl.int_range(pl.len()).over("case_view"), present=pl.lit(True), unlisted=pl.lit(False)
    )


def _in_order(listed: pl.DataFrame, unlisted: pl.DataFrame) -> pl.DataFrame:
    """The listed records, and for the other cases the row that says that nothing is listed."""
    rest = unlisted.filter(~pl.col("case_view").is_in(listed["case_view"].unique().implode()))
    return pl.concat([listed, rest]).sort("case_view", "record")
