"""The arithmetic of a payment, for many lines at once, in integer cents.

Each amount is rounded once, from exact numbers; what Medicare pays is what is left, so that

    allowed = paid + sequestration + patient's share        to the cent.

The deductible is taken in two ways, ``met`` and ``open``: as the case gives what is left of it, and where the case
does not, with nothing left and with all of the year's deductible left.
"""

from typing import Any

import polars as pl

from oxyclaim.engine.parameters import ParameterTables

LINES: dict[str, Any] = {
    "line.case_id": pl.String,
    "line.payer": pl.String,
    "line.service_date": pl.Date,
    "line.rental_start": pl.Date,
    "line.device_delivered": pl.Date,
    "code": pl.String,
    "modifiers": pl.List(pl.String),
    "units": pl.Int64,
    "charge": pl.Int64,
    "assigned": pl.Boolean,
    "deductible_left": pl.Int64,
    "fee": pl.Int64,
    "fee_for_flow": pl.Int64,
    "stationary_fee": pl.Int64,
}
"""What is known of a line. ``fee`` is the plain fee, ``fee_for_flow`` one published for the line's flow modifier,
``stationary_fee`` that of the stationary unit of the same month; amounts are cents, null is unknown."""

SCENARIOS = ("met", "open")
RATES = (
    "p.coinsurance_percent", "p.sequestration_percent", "p.part_b_deductible_cents", "p.low_flow_percent",
    "p.high_flow_percent", "p.high_flow_portable_percent", "p.patient_liable_modifiers",
    "p.supplier_liable_modifiers", "p.unassigned_charge_to_patient",
)  # fmt: skip
KINDS_OF_LINE = (
    "p.stationary_codes", "p.portable_codes", "p.flow_modifiers_low", "p.flow_modifiers_without_portable",
    "p.flow_modifiers_with_portable",
)  # fmt: skip


def rounded(numerator: pl.Expr, denominator: int) -> pl.Expr:
    """A fraction as whole cents, half away from zero. This is the only place where money is rounded."""
    return numerator.sign() * ((2 * numerator.abs() + denominator) // (2 * denominator))


def priced(lines: pl.DataFrame, parameters: ParameterTables) -> pl.DataFrame:
    """The lines with their amounts in cents: ``payable_fee``, ``adjusted_by``, ``liable``, ``allowed``, and for both
    ways of the deductible ``deductible``, ``coinsurance``, ``sequestration``, ``paid``, ``patient_share`` (of what is
    allowed) and ``patient_owes`` (in all). Null is what cannot be told.

    The lines of a case use up one deductible in the order of their service dates, then in the order given.
    """
    values = parameters.values_at(parameters.rows_for(lines), {*RATES, *KINDS_OF_LINE})
    frame = lines.with_columns(values).with_row_index("row")
    frame = frame.with_columns(payable_fee=_payable_fee(), adjusted_by=_adjusted_by(), liable=_liable())
    frame = frame.with_columns(allowed=_allowed())
    for scenario in SCENARIOS:
        frame = _shared(frame, scenario)
    return frame.drop("row")


def _has(modifiers: str) -> pl.Expr:
    both = pl.col("modifiers").list.set_intersection(pl.col(modifiers).fill_null([])).list.len()
    return pl.when(pl.col("modifiers").is_not_null()).then(both > 0)


def _is(codes: str) -> pl.Expr:
    return pl.col("code").is_in(pl.col(codes))


_LOW = _is("p.stationary_codes") & _has("p.flow_modifiers_low")
_HIGH = _is("p.stationary_codes") & _has("p.flow_modifiers_without_portable")
_HIGH_PORTABLE = _is("p.portable_codes") & _has("p.flow_modifiers_with_portable")


def _percent(amount: str, percent: str) -> pl.Expr:
    return rounded(pl.col(amount) * pl.col(percent), 100)


def _payable_fee() -> pl.Expr:
    """The fee with what the flow does to it; a fee that is published for the flow modifier already holds it."""
    half_of_stationary = _percent("stationary_fee", "p.high_flow_portable_percent")
    larger = pl.when(half_of_stationary > pl.col("fee")).then(half_of_stationary).otherwise(pl.col("fee"))
    return (
        pl.when(pl.col("fee_for_flow").is_not_null())
        .then(pl.col("fee_for_flow"))
        .when(_LOW)
        .then(_percent("fee", "p.low_flow_percent"))
        .when(_HIGH)
        .then(_percent("fee", "p.high_flow_percent"))
        .when(_HIGH_PORTABLE)
        .then(pl.when(half_of_stationary.is_not_null()).then(larger))
        .otherwise(pl.col("fee"))
    )


def _adjusted_by() -> pl.Expr:
    """Which adjustment for the flow made the fee: a parameter's name, ``published``, or null for none."""
    return (
        pl.when(pl.col("fee_for_flow").is_not_null())
        .then(pl.lit("published"))
        .when(_LOW)
        .then(pl.lit("low_flow_percent"))
        .when(_HIGH)
        .then(pl.lit("high_flow_percent"))
        .when(_HIGH_PORTABLE)
        .then(pl.lit("high_flow_portable_percent"))
    )


def _liable() -> pl.Expr:
    """Who bears a line that is sent to be denied: ``patient`` or ``supplier``; null for a line that is to be paid."""
    return (
        pl.when(_has("p.patient_liable_modifiers"))
        .then(pl.lit("patient"))
        .when(_has("p.supplier_liable_modifiers"))
        .then(pl.lit("supplier"))
    )


def _allowed() -> pl.Expr:
    """The lower of charge and fee; nothing on a line that is denied."""
    fee = pl.col("payable_fee") * pl.col("units")
    lower = pl.when(fee < pl.col("charge")).then(fee).otherwise(pl.col("charge"))
    known = fee.is_not_null() & pl.col("charge").is_not_null()
    return pl.when(pl.col("liable").is_not_null()).then(pl.lit(0, pl.Int64)).when(known).then(lower)


def _shared(frame: pl.DataFrame, scenario: str) -> pl.DataFrame:
    """The shares of what is allowed, with the deductible taken in one of the two ways."""
    year = pl.col("line.service_date").dt.year()
    given = pl.when(year == year.min().over("line.case_id")).then(pl.col("deductible_left"))
    otherwise = pl.lit(0, pl.Int64) if scenario == "met" else pl.col("p.part_b_deductible_cents")
    allowed = pl.col("allowed")
    used = allowed.fill_null(0)
    before = used.cum_sum().over("line.case_id", year, order_by=["line.service_date", "row"]) - used
    still_left = (pl.coalesce(given, otherwise) - before).clip(lower_bound=0)
    deductible = pl.when(still_left < allowed).then(still_left).when(still_left.is_not_null()).then(allowed)
    frame = frame.with_columns(
        still_left.alias(f"{scenario}.deductible_left"), deductible.alias(f"{scenario}.deductible")
    )
    base = allowed - pl.col(f"{scenario}.deductible")
    coinsured = pl.col("p.coinsurance_percent")
    frame = frame.with_columns(
        rounded(base * coinsured, 100).alias(f"{scenario}.coinsurance"),
        rounded(base * (100 - coinsured) * pl.col("p.sequestration_percent"), 10_000).alias(
            f"{scenario}.sequestration"
        ),
    )
    share = pl.col(f"{scenario}.deductible") + pl.col(f"{scenario}.coinsurance")
    owes = (
        pl.when(pl.col("liable") == "patient")
        .then(pl.col("charge"))
        .when(pl.col("liable") == "supplier")
        .then(pl.lit(0, pl.Int64))
        .when(pl.col("assigned"))
        .then(share)
        .when(~pl.col("assigned") & pl.col("p.unassigned_charge_to_patient") & share.is_not_null())
        .then(pl.col("charge"))
    )
    return frame.with_columns(
        share.alias(f"{scenario}.patient_share"),
        (allowed - share - pl.col(f"{scenario}.sequestration")).alias(f"{scenario}.paid"),
        owes.alias(f"{scenario}.patient_owes"),
    )
