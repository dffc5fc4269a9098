"""How well claims do: of the lines that went out in a period, how many are denied at first, paid, overturned,
underpaid.

Each measure is a numerator over a denominator, in whole numbers. Names and definitions follow HFMA's MAP keys and AAFP
where they have such; the others are ours (``docs/denials-work.md``). What is left out of every denial: CO-45 and other
contractual amounts, CO-253, the patient's share, OA-23, duplicates, reversals.
"""

from dataclasses import dataclass

import polars as pl

from oxyclaim.x12.core.schema import columns

COHORT = columns({
    "claim_id": pl.String, "line_id": pl.String, "payer": pl.String, "code": pl.String, "sent_on": pl.Date,
    "charge": pl.Int64, "is_duplicate": pl.Boolean, "is_turned_down": pl.Boolean, "answered_on": pl.Date,
    "is_denied_first": pl.Boolean, "denied_first": pl.Int64, "allowed_first": pl.Int64, "answers": pl.Int64,
    "is_reversed": pl.Boolean, "allowed": pl.Int64, "denied": pl.Int64, "to_patient": pl.Int64, "expected": pl.Int64,
    "forecast": pl.String, "reason": pl.String, "appealed_on": pl.Date, "lost_on": pl.Date, "resolved_on": pl.Date,
    "month": pl.String, "is_month_paid": pl.Boolean,
})  # fmt: skip
"""One row a line that went out in the period. ``is_turned_down``: by a front end, ``answered_on``: by its first payer.
``denied_first``: what that first answer denied; ``answers``: of that payer; ``is_reversed``: whether one was taken
back. ``allowed``, ``denied``, ``to_patient``: as it stands now. ``forecast``: paid or denied, as we had said; null:
not said. ``reason``: the codes by which the first answer denied it. ``appealed_on``: its first appeal; ``lost_on``: the
last one was lost. ``resolved_on``: since when nothing of it stands denied, of what was denied at first. ``month``: the
rental month that it bills, null for other lines; ``is_month_paid``: under any claim."""

CLAIM_MONEY = columns({
    "claim_id": pl.String, "charge": pl.Int64, "remitted": pl.Int64, "collected": pl.Int64, "contractual": pl.Int64,
    "sequestration": pl.Int64, "written_off": pl.Int64,
})  # fmt: skip
"""By claim of the period: what stands in its accounts."""


WON = (pl.col("denied") == 0) & (pl.col("to_patient") == 0) & (pl.col("allowed") > 0)
"""Whether nothing of a line stands denied and something is allowed."""


@dataclass(frozen=True)
class Ratio:
    """A numerator over a denominator, both whole numbers (lines, claims, cents or days)."""

    numerator: int
    denominator: int


def initial_denials(cohort: pl.DataFrame) -> dict[str, Ratio]:
    """Denied at the first answer, of what was sent, duplicates left out: by lines, claims and dollars."""
    own = cohort.filter(~pl.col("is_duplicate"))
    by_claim = own.group_by("claim_id").agg(pl.col("is_denied_first").any())
    return {
        "lines": Ratio(_count(own, pl.col("is_denied_first")), len(own)),
        "claims": Ratio(_count(by_claim, pl.col("is_denied_first")), len(by_claim)),
        "dollars": Ratio(int(own["denied_first"].sum()), int(own["charge"].sum())),
    }


def zero_answers(cohort: pl.DataFrame) -> Ratio:
    """Claims of whose lines the first answers allow nothing, of those answered; duplicates left out."""
    answered = cohort.filter(pl.col("answered_on").is_not_null() & ~pl.col("is_duplicate"))
    by_claim = answered.group_by("claim_id").agg(pl.col("allowed_first").sum())
    return Ratio(_count(by_claim, pl.col("allowed_first") == 0), len(by_claim))


def first_pass(cohort: pl.DataFrame) -> Ratio:
    """Claims of which every line was paid as expected by one answer that still stands, of those sent.

    As expected: nothing denied, and what is allowed is what was expected, where that is known.
    """
    own = cohort.filter(~pl.col("is_duplicate"))
    is_right = (
        pl.col("answered_on").is_not_null() & ~pl.col("is_denied_first") & ~pl.col("is_reversed")
        & ~pl.col("is_turned_down") & (pl.col("answers") == 1) & (pl.col("allowed_first") > 0)
        & (pl.col("allowed_first") >= pl.col("expected").fill_null(0))
    )  # fmt: skip
    by_claim = own.group_by("claim_id").agg(is_right=is_right.all())
    return Ratio(_count(by_claim, pl.col("is_right")), len(by_claim))


def days_to_pay(cohort: pl.DataFrame) -> Ratio:
    """Days from sending a claim to the first answer that allows something, over the claims that have one."""
    paid = cohort.filter((pl.col("allowed_first") > 0) & pl.col("answered_on").is_not_null())
    by_claim = paid.group_by("claim_id").agg(
        days=(pl.col("answered_on").min() - pl.col("sent_on").min()).dt.total_days()
    )
    return Ratio(int(by_claim["days"].sum()), len(by_claim))


def overturned(cohort: pl.DataFrame) -> Ratio:
    """Lines denied at first of which nothing is denied now and something allowed, of all denied at first."""
    denied = cohort.filter(pl.col("is_denied_first") & ~pl.col("is_duplicate"))
    return Ratio(_count(denied, WON), len(denied))


def appeals_won(cohort: pl.DataFrame) -> Ratio:
    """Appealed lines of which nothing stands denied and something is allowed, of those that are won or lost."""
    appealed = cohort.filter(pl.col("appealed_on").is_not_null())
    decided = appealed.filter(WON | pl.col("lost_on").is_not_null())
    return Ratio(_count(decided, WON), len(decided))


def days_to_appeal(cohort: pl.DataFrame) -> Ratio:
    """Days from the first answer to the first appeal, over the lines that were appealed."""
    return _days(cohort, "appealed_on")


def days_to_resolution(cohort: pl.DataFrame) -> Ratio:
    """Days from the first answer until nothing stood denied, over the lines denied at first that are settled."""
    return _days(cohort, "resolved_on")


def _days(cohort: pl.DataFrame, until: str) -> Ratio:
    own = cohort.filter(
        pl.col("is_denied_first") & ~pl.col("is_duplicate") & (pl.col(until) >= pl.col("answered_on"))
    )  # fmt: skip
    days = own.select((pl.col(until) - pl.col("answered_on")).dt.total_days().sum()).item()
    return Ratio(int(days or 0), len(own))


def months_blocked(cohort: pl.DataFrame, key: pl.Expr | None = None) -> list[tuple[str, Ratio]]:
    """Rental months that were denied, taken back or turned down and are paid under no claim, of those sent; by a key of
    their lines, or all under one."""
    is_off = (pl.col("denied") > 0) | (pl.col("to_patient") > 0) | pl.col("is_turned_down") | (
        pl.col("is_reversed") & (pl.col("allowed") == 0)
    )  # fmt: skip
    months = cohort.filter(pl.col("month").is_not_null() & ~pl.col("is_duplicate")).group_by(
        "month", key=pl.lit("all") if key is None else key
    ).agg(is_blocked=is_off.any() & ~pl.col("is_month_paid").any())  # fmt: skip
    return _ratios(months, pl.col("is_blocked"))


def odds(cohort: pl.DataFrame, key: pl.Expr) -> list[tuple[str, Ratio]]:
    """Lines denied at first of which nothing is denied now and something allowed, of all denied at first, by a key."""
    return _ratios(cohort.filter(pl.col("is_denied_first") & ~pl.col("is_duplicate")).with_columns(key=key), WON)


def _ratios(frame: pl.DataFrame, which: pl.Expr) -> list[tuple[str, Ratio]]:
    found = frame.group_by("key").agg(count=which.sum(), of=pl.len()).sort("key", nulls_last=True)
    return [(str(name or "not told"), Ratio(count, of)) for name, count, of in found.iter_rows()]


def underpaid(cohort: pl.DataFrame) -> dict[str, Ratio]:
    """Lines allowed below what was expected, and by how much; of those allowed with an expected amount."""
    known = cohort.filter(
        pl.col("expected").is_not_null() & (pl.col("allowed") > 0) & (pl.col("denied") == 0)
        & (pl.col("to_patient") == 0)
    )  # fmt: skip
    short = (pl.col("expected") - pl.col("allowed")).clip(lower_bound=0)
    cents = int(known.select(short.sum()).item() or 0)
    return {
        "lines": Ratio(_count(known, short > 0), len(known)),
        "dollars": Ratio(cents, int(known["expected"].sum())),
    }


def net_collection(money: pl.DataFrame) -> Ratio:
    """Payments of payers and patients less refunds, of charges less contractual adjustments and sequestration."""
    paid = int((money["remitted"] + money["collected"]).sum())
    return Ratio(paid, net_revenue(money))


def net_revenue(money: pl.DataFrame) -> int:
    """Charges less contractual adjustments and sequestration."""
    return int((money["charge"] - money["contractual"] - money["sequestration"]).sum())


def written_off(money: pl.DataFrame) -> Ratio:
    """Denied money that was given up, of charges less contractual adjustments and sequestration."""
    return Ratio(int(money["written_off"].sum()), net_revenue(money))


def forecasts(cohort: pl.DataFrame) -> pl.DataFrame:
    """By code and payer: ``hits`` (said denied, and denied), ``misses`` (said paid, denied), ``false_alarms`` (said
    denied, paid), ``clears`` (said paid, and paid); of lines of which something was said and that are decided."""
    is_decided = pl.col("answered_on").is_not_null() | pl.col("is_turned_down")
    own = cohort.filter(pl.col("forecast").is_not_null() & is_decided & ~pl.col("is_duplicate"))
    said, was = pl.col("forecast") == "denied", pl.col("is_denied_first") | pl.col("is_turned_down")
    return own.group_by("code", "payer").agg(
        hits=(said & was).sum(), misses=(~said & was).sum(), false_alarms=(said & ~was).sum(),
        clears=(~said & ~was).sum(),
    ).sort("code", "payer")  # fmt: skip


def by(cohort: pl.DataFrame, key: pl.Expr) -> list[tuple[str, Ratio]]:
    """The initial denial rate by lines, for each value of a key."""
    return _ratios(cohort.filter(~pl.col("is_duplicate")).with_columns(key=key), pl.col("is_denied_first"))


def _count(frame: pl.DataFrame, which: pl.Expr) -> int:
    return len(frame.filter(which))
