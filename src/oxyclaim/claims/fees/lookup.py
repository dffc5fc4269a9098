"""The fee of a line: by code, modifiers, day, state and ZIP code, for many lines at once."""

from collections.abc import Collection

import polars as pl

from oxyclaim.claims.fees.layouts import Kind
from oxyclaim.claims.fees.store import FeeStore

NEEDED = ("state", "zip", "service_date", "code", "modifiers")
FOUND = ("fee", "area", "period", "missing")


def find_fees(lines: pl.DataFrame, store: FeeStore) -> pl.DataFrame:
    """For each line, in order: fee (cents), area, period of the file, or what is ``missing`` for one.

    ``lines`` has state, zip (five digits or more), service_date, code, and modifiers as the files join them, such as
    ``RR QF``. A day has the fee of the latest file of its year that is not of a later quarter. The area follows the
    ZIP code: a former competitive bidding area (CBA), else rural, else the rest of the state. Where a state has no
    rural fee its one fee holds everywhere; what the former-CBA file does not list at all has the state's fee.
    """
    frame = lines.select(NEEDED).with_row_index("row").with_columns(pl.col("zip").str.slice(0, 5))
    frame = frame.with_columns(_period(kind, store) for kind in Kind)
    frame = (
        _joined(frame, store, Kind.CBA_ZIPS, ["zip"], {"cba": "cba"})
        .pipe(_joined, store, Kind.RURAL_ZIPS, ["zip"], {"state": "rural_state"})
        .pipe(_joined, store, Kind.CBA_FEES, ["code", "modifiers", "cba"], {"fee": "cba_fee"})
        .pipe(_joined, store, Kind.FEES, ["code", "modifiers", "state"], {"non_rural": "non_rural", "rural": "rural"})
    )
    listed = store.table(Kind.CBA_FEES).select("code", "modifiers", "period").unique()
    frame = frame.join(
        listed.with_columns(listed=True), how="left", maintain_order="left",
        left_on=["code", "modifiers", Kind.CBA_FEES.name], right_on=["code", "modifiers", "period"],
    )  # fmt: skip
    is_rural = pl.col("rural_state").is_not_null()
    in_cba = pl.col("cba").is_not_null() & pl.col("listed").is_not_null()
    state_fee = pl.when(is_rural).then(pl.coalesce("rural", "non_rural")).otherwise(pl.col("non_rural"))
    state_area = pl.format("{}, {}", "state", pl.when(is_rural).then(pl.lit("rural")).otherwise(pl.lit("non-rural")))
    return (
        frame.with_columns(
            fee=pl.when(in_cba).then(pl.col("cba_fee")).otherwise(state_fee),
            area=pl.when(in_cba).then(pl.format("former CBA {}", "cba")).otherwise(state_area),
            period=pl.when(in_cba).then(pl.col(Kind.CBA_FEES.name)).otherwise(pl.col(Kind.FEES.name)),
        )
        .with_columns(missing=_missing())
        .with_columns(pl.when(pl.col("missing").is_null()).then(pl.col(name)).alias(name) for name in FOUND[:3])
        .select(FOUND)
    )


def _period(kind: Kind, store: FeeStore) -> pl.Expr:
    """The quarter whose file of a kind holds on the day: the latest of its year up to then."""
    day = pl.col("service_date")
    year, quarter = day.dt.year().cast(pl.Int64), day.dt.quarter().cast(pl.Int64)
    holds = [
        pl.when((year == each.year) & (quarter >= each.quarter)).then(pl.lit(each.period, pl.Int64))
        for each in store.loaded
        if each.kind is kind
    ]
    return (pl.max_horizontal(holds) if holds else pl.lit(None, pl.Int64)).alias(kind.name)


def _joined(
    frame: pl.DataFrame, store: FeeStore, kind: Kind, keys: Collection[str], wanted: dict[str, str]
) -> pl.DataFrame:
    table = store.table(kind).select(*keys, "period", *(pl.col(name).alias(new) for name, new in wanted.items()))
    return frame.join(table, how="left", left_on=[*keys, kind.name], right_on=[*keys, "period"], maintain_order="left")


def _missing() -> pl.Expr:
    """Why a line has no fee, null for one that has."""
    year = pl.col("service_date").dt.year()
    reasons = [
        (pl.col("state").is_null() | pl.col("zip").is_null(), pl.lit("the patient's state or ZIP code is not given")),
        *((pl.col(kind.name).is_null(), pl.format(f"no {kind.value} of {{}} are loaded", year)) for kind in Kind),
        (pl.col("fee").is_null(), pl.format("the file of {} has no fee for {} {} in {}", year, "code", "modifiers",
                                            "area")),
    ]  # fmt: skip
    chosen = pl.lit(None, pl.String)
    for applies, reason in reversed(reasons):
        chosen = pl.when(applies).then(reason).otherwise(chosen)
    return chosen
