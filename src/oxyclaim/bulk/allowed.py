"""What Medicare allows for lines, where fee files are loaded: the money at risk on a line is not its charge."""

import polars as pl

from oxyclaim.claims.fees import FeeStore, find_fees
from oxyclaim.claims.filing import part_b_payer
from oxyclaim.engine.catalogue import Catalogue

ALLOWED = "allowed"


def with_allowed(
    findings: pl.DataFrame, claims: pl.DataFrame, lines: pl.DataFrame, store: FeeStore, catalogue: Catalogue
) -> pl.DataFrame:
    """The findings of lines (``FINDINGS`` of ``oxyclaim.bulk.judging``), the lower of charge and fee at risk."""
    if findings.is_empty() or not store.loaded:
        return findings
    key = ["claim", "position"]
    rows = findings.select(key).join(
        lines.select(*key, "code", "modifiers", "service_from"), on=key, how="left", maintain_order="left"
    )
    rows = rows.join(
        claims.select("claim", "patient_state", "patient_zip"), on="claim", how="left", maintain_order="left"
    )
    amount = pl.col("amount_at_risk_cents")
    fee = pl.col("fee")
    counts = (amount > 0) & fee.is_not_null()
    return findings.with_columns(fee=allowed_cents(rows, store, catalogue)).select(
        pl.when(counts).then(pl.min_horizontal(amount, fee)).otherwise(amount).alias(name)
        if name == "amount_at_risk_cents"
        else pl.when(counts).then(pl.lit(ALLOWED)).otherwise(name).alias(name)
        if name == "amount_basis"
        else pl.col(name)
        for name in findings.columns
    )


def allowed_cents(lines: pl.DataFrame, store: FeeStore, catalogue: Catalogue) -> pl.Series:
    """The fee of each line, or null: none is loaded, or a modifier for the flow changes it.

    ``lines``: ``code``, ``modifiers``, ``service_from`` (of LINES), ``patient_state``, ``patient_zip`` (of CLAIMS).
    """
    values = catalogue.values[part_b_payer(catalogue)]
    pricing = sorted({code for value in values["pricing_modifiers"] for code in value.value})
    flow = sorted({code for value in values["flow_modifiers"] for code in value.value})
    modifiers = pl.col("modifiers")
    wanted = lines.select(
        state="patient_state",
        zip="patient_zip",
        service_date="service_from",
        code="code",
        modifiers=modifiers.list.filter(pl.element().is_in(pricing)).list.first().fill_null(""),
    )
    fees = find_fees(wanted, store)["fee"].cast(pl.Int64)
    has_flow = lines.select(modifiers.list.set_intersection(flow).list.len() > 0).to_series().fill_null(False)
    return fees.zip_with(~has_flow, pl.Series([None], dtype=pl.Int64))
