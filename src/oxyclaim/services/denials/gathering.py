"""The ledger's frames as the denials' questions want them: where lines stand, what was said of them, what we had
said."""

from dataclasses import dataclass

import polars as pl

from oxyclaim.remittance.denials.lines import standing_lines
from oxyclaim.remittance.denials.rejected import following, rejections
from oxyclaim.remittance.denials.said import ANSWERS, SAID_ADJUSTMENTS, SAID_LINES, Said, said_of_lines
from oxyclaim.remittance.ledger.kept import POSTED
from oxyclaim.services.ledger.kept import KeptLedger
from oxyclaim.services.posting.contents import CONTENT


@dataclass(frozen=True)
class Frames:
    """``claims`` and ``lines`` as they went out; ``stand``: ``STANDING_LINES``; ``said``: ``OF_LINES``; ``rejected``:
    ``REJECTIONS``; ``following``: lines of rejected claims to a later payer, like ``stand``; ``judged``: ``JUDGED``;
    ``acknowledged`` as it is kept."""

    claims: pl.DataFrame
    lines: pl.DataFrame
    entries: pl.DataFrame
    stand: pl.DataFrame
    said: pl.DataFrame
    rejected: pl.DataFrame
    following: pl.DataFrame
    judged: pl.DataFrame
    acknowledged: pl.DataFrame


def frames_of(ledger: KeptLedger) -> Frames:
    """Everything that the ledger holds."""
    claims, lines, entries = ledger.all_claims(), ledger.all_lines(), ledger.all_entries()
    said = said_by(ledger)
    acknowledged = ledger.acknowledged()
    answered = pl.concat([said.answers["claim_id"], ledger.answers([POSTED])["claim_id"]]).drop_nulls().unique()
    stand, of_lines = standing_lines(claims, lines, entries), said_of_lines(said, lines, entries)
    rejected = rejections(acknowledged, answered)
    return Frames(
        claims, lines, entries, stand, of_lines, rejected, following(claims, lines, rejected, stand, of_lines),
        ledger.judged_lines(), acknowledged,
    )  # fmt: skip


def said_by(ledger: KeptLedger) -> Said:
    """The posted answers, read back."""
    kept = ledger.answers([POSTED])
    payments = ledger.payments().select(
        "payment_id", "payer_name", on=pl.coalesce("paid_on", "produced_on")
    )  # fmt: skip
    dated = kept.join(payments, on="payment_id", how="left", maintain_order="left")
    said = dated.with_columns(told=pl.col("content").str.json_decode(CONTENT))
    of_claim = pl.col("told").struct.field
    answers = said.select(
        "payer", "payer_name", "on", "status", "number", "charge_cents", "paid_cents", "reverses",
        answer="answer_id", claim_id="account",
        payment="payment_id", filing_indicator=of_claim("filing_indicator"), remarks=of_claim("remarks"),
    )  # fmt: skip
    rows = (
        said.select(answer="answer_id", lines=of_claim("lines")).explode("lines").drop_nulls("lines").unnest("lines")
        .with_columns(
            pl.col("service_from").str.to_date(strict=False), line=pl.int_range(pl.len(), dtype=pl.Int64)
        )
    )  # fmt: skip
    told = pl.concat([
        rows.select("answer", "line", "adjustments"),
        said.select(answer="answer_id", line=pl.lit(None, pl.Int64), adjustments=of_claim("adjustments")),
    ]).explode("adjustments").drop_nulls("adjustments").unnest("adjustments")  # fmt: skip
    return Said(
        answers.select(list(ANSWERS)).cast(ANSWERS), rows.select(list(SAID_LINES)).cast(SAID_LINES),
        told.select(list(SAID_ADJUSTMENTS)).cast(SAID_ADJUSTMENTS),
    )  # fmt: skip
