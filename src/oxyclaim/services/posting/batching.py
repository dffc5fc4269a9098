"""The posted payments of some files as batches: their answers numbered through the ledger."""

from collections.abc import Iterator, Sequence

import polars as pl

from oxyclaim.remittance.ledger.batch import ADJUSTMENTS, ANSWERS, LINES, PROVIDER, Batch, dated
from oxyclaim.services.ledger.kept import ANSWERS as KEPT
from oxyclaim.services.posting.gathering import Gathered, Part

AT_ONCE = 20_000
"""Answers of a batch, more or less."""


def numbered(payments: pl.DataFrame, first: int) -> pl.DataFrame:
    """The payments that are posted with their numbers, from ``first``: ``set``, ``payment``, ``payer``, ``on``."""
    return payments.select(
        "set", payment=pl.int_range(first, first + pl.len(), dtype=pl.Int64), payer="payer_id",
        on=pl.coalesce("paid_on", "produced_on"),
    )  # fmt: skip


def batches(gathered: Gathered, payments: pl.DataFrame, first_answer: int) -> Iterator[tuple[Batch, pl.DataFrame]]:
    """The batches of numbered payments, and with each the answers as they are kept (columns ``ANSWERS`` of the
    ledger)."""
    provider = gathered.provider.join(payments, on="set", how="inner", maintain_order="left")
    own = provider.select(list(PROVIDER)).cast(PROVIDER)
    some = [(Batch(_empty(ANSWERS), _empty(LINES), _empty(ADJUSTMENTS), own), _empty(KEPT))]
    count = 0
    for part in gathered.parts() if not payments.is_empty() else ():
        some.append(_batch(part, payments, first_answer))
        count += len(part.claims)
        if count >= AT_ONCE:
            yield _together(some)
            some, count = [], 0
    if some:
        yield _together(some)


def _empty(columns: pl.Schema) -> pl.DataFrame:
    return pl.DataFrame(schema=columns)


def _batch(part: Part, payments: pl.DataFrame, first: int) -> tuple[Batch, pl.DataFrame]:
    claims = (
        part.claims.join(payments, on="set", how="inner", maintain_order="left").join(part.contents, on="claim")
        .with_columns(
            answer=pl.col("claim") + first, said_id="claim_id", number="payer_claim_number",
            member_id=pl.coalesce("member_id", "subscriber_member_id"),
        )
    )  # fmt: skip
    key = claims.select("claim", "answer")
    lines = dated(part.lines.join(key, on="claim", how="inner", maintain_order="left"), claims)
    adjustments = part.adjustments.join(key, on="claim", how="inner", maintain_order="left")
    kept = claims.select(
        answer_id="answer", payment_id="payment", place="claim", payer="payer", status="status", said_id="said_id",
        number="number", member_id="member_id", charge_cents="charge_cents", paid_cents="paid_cents", digest="digest",
        content="content",
    )  # fmt: skip
    return Batch(
        claims.select(list(ANSWERS)).cast(ANSWERS), lines.select(list(LINES)).cast(LINES),
        adjustments.select(list(ADJUSTMENTS)).cast(ADJUSTMENTS), _empty(PROVIDER),
    ), kept.cast(KEPT)  # fmt: skip


def _together(gathered: Sequence[tuple[Batch, pl.DataFrame]]) -> tuple[Batch, pl.DataFrame]:
    some = [batch for batch, _ in gathered]
    return Batch(
        pl.concat([each.answers for each in some]), pl.concat([each.lines for each in some]),
        pl.concat([each.adjustments for each in some]), pl.concat([each.provider for each in some]),
    ), pl.concat([kept for _, kept in gathered])  # fmt: skip
