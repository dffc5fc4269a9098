"""Placed segments of an 835 become frames."""

from collections.abc import Sequence

import polars as pl

from oxyclaim.x12.core.schema import columns
from oxyclaim.x12.core.values import cents, component, day
from oxyclaim.x12.remittance_835.schema import ADJUSTMENTS, CLAIMS, LINES, PAYMENTS, PROVIDER_ADJUSTMENTS

TRIPLETS = 6
PAIRS = 6
_MODIFIERS = range(3, 7)


def payments(placed: pl.DataFrame) -> pl.DataFrame:
    """One row a set that begins here. Columns: ``PAYMENTS``."""
    begun = placed.filter(pl.col("id") == "ST").select("set", "segment")
    head = placed.filter(pl.col("area").is_in(["header", "payer", "payee"]))
    bpr = _first(head, "BPR", "set", handling=pl.col("e01"), payment_cents=cents("e02"), credit_or_debit=pl.col("e03"),
                 method=pl.col("e04"), paid_on=day("e16"))  # fmt: skip
    trn = _first(head, "TRN", "set", trace=pl.col("e02"), trace_payer=pl.col("e03"))
    produced = _first(head, "DTM", "set", pl.col("e01") == "405", produced_on=day("e02"))
    of_payer, of_payee = (head.filter(pl.col("area") == area) for area in ("payer", "payee"))
    payer = _first(of_payer, "N1", "set", payer_name=pl.col("e02"), named_id=pl.col("e04"))
    payer_id = _first(of_payer, "REF", "set", pl.col("e01") == "2U", other_id=pl.col("e02"))
    payee = _first(
        of_payee, "N1", "set", payee_name=pl.col("e02"),
        payee_npi=pl.when(pl.col("e03") == "XX").then("e04"), named_tax=pl.when(pl.col("e03") == "FI").then("e04"),
    )  # fmt: skip
    tax_id = _first(of_payee, "REF", "set", pl.col("e01") == "TJ", other_tax=pl.col("e02"))
    found = _beside(begun, "set", (bpr, trn, produced, payer, payer_id, payee, tax_id))
    return found.with_columns(
        payer_id=pl.coalesce("named_id", "other_id", "trace_payer"), payee_tax_id=pl.coalesce("named_tax", "other_tax")
    ).select(list(PAYMENTS))


def claims(placed: pl.DataFrame, separator: str) -> pl.DataFrame:
    """One row a CLP. Columns: ``CLAIMS``."""
    begun = placed.filter(pl.col("id") == "CLP").select(
        "set", "claim", "segment", claim_id="e01", status="e02", charge_cents=cents("e03"), paid_cents=cents("e04"),
        patient_cents=cents("e05"), filing_indicator="e06", payer_claim_number="e07", place_of_service="e08",
        frequency="e09",
    )  # fmt: skip
    own = placed.filter(pl.col("area") == "claim", pl.col("claim").is_not_null())

    def named(who: str, **columns: pl.Expr) -> pl.DataFrame:
        return _first(own, "NM1", "claim", pl.col("e01") == who, **columns)

    def dated(what: str, name: str) -> pl.DataFrame:
        return _first(own, "DTM", "claim", pl.col("e01") == what, **{name: day("e02")})

    def valued(what: str, name: str) -> pl.DataFrame:
        return _first(own, "AMT", "claim", pl.col("e01") == what, **{name: cents("e02")})

    found = _beside(begun, "claim", (
        named("QC", patient_last_name=pl.col("e03"), patient_first_name=pl.col("e04"), member_id=pl.col("e09")),
        named("IL", subscriber_member_id=pl.col("e09")),
        named("74", corrected_member_id=pl.col("e09")),
        named("TT", next_payer_name=pl.col("e03"), next_payer_id=pl.col("e09")),
        dated("050", "received_on"), dated("232", "service_from"), dated("233", "service_to"),
        dated("036", "coverage_ended_on"), valued("AU", "allowed_cents"), valued("I", "interest_cents"),
        _first(own, "REF", "claim", pl.col("e01") == "G1", authorization_number=pl.col("e02")),
        _claim_remarks(own),
    ))  # fmt: skip
    return found.with_columns(
        pl.col("remarks").fill_null([]), service_to=pl.coalesce("service_to", "service_from")
    ).select(list(CLAIMS))


def _claim_remarks(own: pl.DataFrame) -> pl.DataFrame:
    """The remark codes of a claim: MOA03 to 07, MIA05 and 20 to 23."""
    of_out = own.filter(pl.col("id") == "MOA").select("claim", remarks=_listed("e03", "e04", "e05", "e06", "e07"))
    of_in = own.filter(pl.col("id") == "MIA").select("claim", remarks=_listed("e05", "e20", "e21", "e22", "e23"))
    every = pl.concat([of_out, of_in]).explode("remarks").drop_nulls()
    return every.group_by("claim", maintain_order=True).agg("remarks")


def lines(placed: pl.DataFrame, separator: str) -> pl.DataFrame:
    """One row an SVC that stands in a claim. Columns: ``LINES``."""
    own = placed.filter(pl.col("area") == "line", pl.col("claim").is_not_null())
    begun = own.filter(pl.col("id") == "SVC").select(
        "set", "claim", "line", "segment",
        code_qualifier=component("e01", 1, separator), code=component("e01", 2, separator),
        modifiers=_modifiers("e01", separator), charge_cents=cents("e02"), paid_cents=cents("e03"),
        # One unit where none is said.
        units=pl.col("e05").cast(pl.Float64, strict=False).fill_null(pl.when(pl.col("e05").is_null()).then(1.0)),
        submitted_code=component("e06", 2, separator), submitted_modifiers=_modifiers("e06", separator),
        submitted_units=pl.col("e07").cast(pl.Float64, strict=False),
    )  # fmt: skip

    def dated(what: str, name: str) -> pl.DataFrame:
        return _first(own, "DTM", "line", pl.col("e01") == what, **{name: day("e02")})

    found = _beside(begun, "line", (
        dated("472", "on"), dated("150", "first"), dated("151", "last"),
        _first(own, "REF", "line", pl.col("e01") == "6R", control_number=pl.col("e02")),
        _first(own, "AMT", "line", pl.col("e01") == "B6", allowed_cents=cents("e02")),
        own.filter((pl.col("id") == "LQ") & pl.col("e02").is_not_null())
        .group_by("line", maintain_order=True).agg(remarks="e02"),
    ))  # fmt: skip
    return found.with_columns(
        pl.col("remarks").fill_null([]),
        service_from=pl.coalesce("on", "first"), service_to=pl.coalesce("on", "last", "first"),
    ).select(list(LINES))  # fmt: skip


def adjustments(placed: pl.DataFrame) -> pl.DataFrame:
    """One row a reason of a CAS, blank triplets left out. Columns: ``ADJUSTMENTS``."""
    own = placed.filter((pl.col("id") == "CAS") & pl.col("claim").is_not_null())
    found = pl.concat([_triplet(own, place) for place in range(1, TRIPLETS + 1)])
    return found.filter(pl.any_horizontal(pl.col("reason", "raw", "quantity").is_not_null())).drop("raw").sort(
        "segment", "place"
    )  # fmt: skip


def _triplet(cas: pl.DataFrame, place: int) -> pl.DataFrame:
    reason, amount, quantity = (f"e{3 * place - 1 + n:02d}" for n in range(3))
    return cas.select(
        "set", "claim", "line", "segment", place=pl.lit(place, pl.Int64), group="e01", reason=reason,
        amount_cents=cents(amount), quantity=pl.col(quantity).cast(pl.Float64, strict=False), raw=amount,
    ).cast(columns({**ADJUSTMENTS, "raw": pl.String}))  # fmt: skip


def provider_adjustments(placed: pl.DataFrame, separator: str) -> pl.DataFrame:
    """One row a pair of a PLB, blank pairs left out. Columns: ``PROVIDER_ADJUSTMENTS``."""
    own = placed.filter(pl.col("id") == "PLB")
    found = pl.concat([_pair(own, place, separator) for place in range(1, PAIRS + 1)])
    return found.filter(pl.any_horizontal(pl.col("reason", "raw").is_not_null())).drop("raw").sort("segment", "place")


def _pair(plb: pl.DataFrame, place: int, separator: str) -> pl.DataFrame:
    what, amount = f"e{2 * place + 1:02d}", f"e{2 * place + 2:02d}"
    # What is behind the code is one reference, even where a payer spread it over components.
    behind = pl.col(what).str.splitn(separator, 2).struct["field_1"]
    reference = behind.str.replace_all(separator, " ", literal=True).str.strip_chars()
    return plb.select(
        "set", "segment", place=pl.lit(place, pl.Int64), provider="e01", period_ends=day("e02"),
        reason=component(what, 1, separator), reference=pl.when(reference != "").then(reference),
        amount_cents=cents(amount), raw=amount,
    ).cast(columns({**PROVIDER_ADJUSTMENTS, "raw": pl.String}))  # fmt: skip


def _first(
    segments: pl.DataFrame, identifier: str, owner: str, where: pl.Expr | None = None, **columns: pl.Expr
) -> pl.DataFrame:
    """Of each owner the first such segment, with these columns."""
    is_such = pl.col("id") == identifier
    found = segments.filter(is_such if where is None else is_such & where)
    return found.select(owner, **columns).unique(owner, keep="first", maintain_order=True)


def _beside(begun: pl.DataFrame, owner: str, parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    for part in parts:
        begun = begun.join(part, on=owner, how="left", maintain_order="left")
    return begun


def _listed(*elements: str) -> pl.Expr:
    return pl.concat_list([pl.col(each) for each in elements]).list.drop_nulls()


def _modifiers(column: str, separator: str) -> pl.Expr:
    return pl.concat_list([component(column, place, separator) for place in _MODIFIERS]).list.drop_nulls()
