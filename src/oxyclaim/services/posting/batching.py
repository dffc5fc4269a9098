"""The posted payments of some files as batches: their answers numbered through the ledger."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from oxyclaim.remittance.ledger.batch import ADJUSTMENTS, ANSWERS, LINES, PROVIDER, Batch
from oxyclaim.services.ledger.kept import ANSWERS as KEPT
from oxyclaim.services.posting.deciding import Decision
from oxyclaim.services.posting.gathering import Gathered, Part

AT_ONCE = 20_000
"""Answers of a batch, more or less."""


@dataclass(frozen=True)
class Numbered:
    """A file whose payments have their numbers. ``payments``: ``set``, ``payment``, ``payer``, ``on`` of those that are
    posted."""

    file: Gathered
    payments: pl.DataFrame


def numbered(file: Gathered, decisions: Sequence[Decision], first: int, posted: str) -> Numbered:
    """Number the payments of a file that are posted, from ``first``."""
    own = file.payments.with_columns(state=pl.Series([each.state for each in decisions], dtype=pl.String)).filter(
        pl.col("state") == posted
    )
    return Numbered(file, own.select(
        "set", payment=pl.int_range(first, first + pl.len(), dtype=pl.Int64), payer="payer_id",
        on=pl.coalesce("paid_on", "produced_on"),
    ))  # fmt: skip


def batches(files: Sequence[Numbered], first_answer: int) -> Iterator[tuple[Batch, pl.DataFrame]]:
    """The batches of files, and with each the answers as they are kept (columns ``ANSWERS`` of the ledger)."""
    gathered: list[tuple[Batch, pl.DataFrame]] = []
    count, answer, line = 0, first_answer, 0
    for each in files:
        provider = each.file.provider.join(each.payments, on="set", how="inner", maintain_order="left")
        own = provider.select(list(PROVIDER)).cast(PROVIDER)
        gathered.append((Batch(_empty(ANSWERS), _empty(LINES), _empty(ADJUSTMENTS), own), _empty(KEPT)))
        for part in each.file.parts() if not each.payments.is_empty() else ():
            gathered.append(_batch(part, each.payments, answer, line))
            count += len(part.claims)
            if count >= AT_ONCE:
                yield _together(gathered)
                gathered, count = [], 0
        answer, line = answer + each.file.claims, line + each.file.lines
    if gathered:
        yield _together(gathered)


def _empty(columns: pl.Schema) -> pl.DataFrame:
    return pl.DataFrame(schema=columns)


def _batch(part: Part, payments: pl.DataFrame, first: int, first_line: int) -> tuple[Batch, pl.DataFrame]:
    claims = (
        part.claims.join(payments, on="set", how="inner", maintain_order="left").join(part.contents, on="claim")
        .with_columns(
            answer=pl.col("claim") + first, said_id="claim_id", number="payer_claim_number",
            member_id=pl.coalesce("member_id", "subscriber_member_id"),
        )
    )  # fmt: skip
    key = claims.select("claim", "answer")
    lines = part.lines.join(key, on="claim", how="inner", maintain_order="left").with_columns(
        pl.col("line") + first_line
    )
    adjustments = part.adjustments.join(key, on="claim", how="inner", maintain_order="left").with_columns(
        pl.col("line") + first_line
    )
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
