"""The payments of a file as answers."""

from typing import Protocol

import polars as pl

from oxyclaim.remittance.proof import BARS, proved
from oxyclaim.services.replies.answer import NAMED, AdjustmentSum, Difference, PaymentTold, ProviderAdjustment


class Found(Protocol):
    """The frames of a file."""

    claim_ids: dict[int, str | None]

    def whole(self, name: str) -> pl.DataFrame:
        """All rows of one of the frames."""


def payments(found: Found, begun: pl.DataFrame) -> tuple[PaymentTold, ...]:
    """The payments of a file, proved. ``begun``: the headers of its 835 sets."""
    every, of_payments = proved(found.whole("payments"), found.whole("sums"), begun, found.whole("ended"))
    places = dict(found.whole("places").iter_rows())
    control = dict(begun.select("set", "set_control").iter_rows())
    differences: dict[int, list[Difference]] = {}
    counts: dict[int, int] = {}
    barred = set()
    located = of_payments.with_columns(
        position=pl.col("segment").replace_strict(places, default=None, return_dtype=pl.Int64)
    )
    for row in pl.concat([found.whole("differences"), located]).iter_rows(named=True):
        number, bars = row["set"], row["rule"] in BARS
        counts[number] = counts.get(number, 0) + 1
        if bars:
            barred.add(number)
        some = differences.setdefault(number, [])
        if len(some) < NAMED:
            some.append(Difference(
                row["rule"], bars, row["element"], found.claim_ids.get(row["claim"]), row["said_cents"],
                row["calculated_cents"], row["position"],
            ))  # fmt: skip
    statuses = _by_set(found.whole("claim_statuses"), ("status",))
    reasons = _by_set(found.whole("reasons"), ("group", "reason"))
    provider: dict[int, list[ProviderAdjustment]] = {}
    for row in found.whole("provider_adjustments").iter_rows(named=True):
        one = ProviderAdjustment(row["reason"], row["reference"], row["amount_cents"])
        provider.setdefault(row["set"], []).append(one)
    return tuple(
        PaymentTold(
            control.get(number := row["set"]), row["payer_name"], row["payer_id"], row["payee_name"], row["payee_npi"],
            row["trace"], row["paid_on"], row["method"], row["payment_cents"], row["paid_cents"] or 0,
            row["provider_cents"] or 0, row["claims"] or 0, row["lines"] or 0,
            {code: times for code, times, _ in statuses.get(number, ())},
            tuple(AdjustmentSum(*each) for each in reasons.get(number, ())),
            tuple(provider.get(number, ())), number not in barred, tuple(differences.get(number, ())),
            counts.get(number, 0),
        )
        for row in every.iter_rows(named=True)
    )  # fmt: skip


def _by_set(frame: pl.DataFrame, keys: tuple[str, ...]) -> dict[int, list[tuple[str, int, int]]]:
    """By set: a code, how often, and what it comes to; the most money first."""
    amount = pl.col("amount_cents").sum() if "amount_cents" in frame.columns else pl.lit(0, pl.Int64)
    whole = frame.group_by("set", *keys).agg(times=pl.col("times").sum(), amount=amount)
    code = pl.concat_str([pl.col(key).fill_null("?") for key in keys], separator="-")
    found: dict[int, list[tuple[str, int, int]]] = {}
    ordered = whole.with_columns(code=code).sort("amount", "code", descending=[True, False])
    for number, *rest in ordered.select("set", "code", "times", "amount").iter_rows():
        found.setdefault(number, []).append((rest[0], rest[1], rest[2]))
    return found
