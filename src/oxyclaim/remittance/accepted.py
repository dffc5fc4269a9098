"""Which claims a 277CA has accepted, and which it has rejected.

A claim may get several statuses, and one that rejects, rejects it. The category decides, not the action code and not
the counts, which some payers give wrong. What rejects a receiver or a provider rejects its claims although it names
none of them. Source: X12, requests for interpretation 1942 and 2203; see ``docs/replies.md``.
"""

import polars as pl

from oxyclaim.x12.claim_acknowledgment_277ca.reader import PATIENT, PROVIDER, RECEIVER
from oxyclaim.x12.core.schema import columns

ACCEPTED, REJECTED, PENDING, DOWN, UNKNOWN = "accepted", "rejected", "pending", "system down", "not known"
CATEGORIES = {
    "A0": PENDING, "A1": ACCEPTED, "A2": ACCEPTED, "A3": REJECTED, "A4": UNKNOWN, "A5": PENDING, "A6": REJECTED,
    "A7": REJECTED, "A8": REJECTED, "E0": DOWN, "E1": DOWN, "E2": DOWN, "E3": DOWN, "E4": DOWN,
}  # fmt: skip
"""What a category comes to: A0 forwarded, A1 received, A2 accepted for adjudication, A4 not found, A5 split."""
STRONGEST = (REJECTED, DOWN, UNKNOWN, PENDING, ACCEPTED)
ACTIONS = {"U": REJECTED, "WQ": ACCEPTED}

CLAIMS = columns({
    "set": pl.Int64, "level": pl.Int64, "segment": pl.Int64, "claim_id": pl.String, "payer_claim_number": pl.String,
    "clearinghouse_number": pl.String, "provider": pl.String, "batch": pl.String, "outcome": pl.String,
    "statuses": pl.List(pl.String), "amount_cents": pl.Int64, "contradicts": pl.Boolean,
})  # fmt: skip
"""One row a claim that is named. ``statuses``: as in ``A7:507`` or ``A7:164:IL``, those of its lines behind its own.
``contradicts``: the action code says otherwise than the category."""

WHOLE = columns({
    "set": pl.Int64, "level": pl.Int64, "segment": pl.Int64, "kind": pl.String, "id": pl.String, "batch": pl.String,
    "statuses": pl.List(pl.String), "said_accepted": pl.Int64, "said_rejected": pl.Int64, "accepted": pl.Int64,
    "rejected": pl.Int64, "outcome": pl.String,
})  # fmt: skip
"""One row a receiver or provider. ``said_``: the counts that it was told; ``accepted`` and ``rejected``: the claims
that are named. ``outcome`` ``rejected``: all claims of its batch are, named or not."""


def claims(headers: pl.DataFrame, levels: pl.DataFrame, statuses: pl.DataFrame) -> pl.DataFrame:
    """The claims of a 277CA with what was said of each. Columns: ``CLAIMS``."""
    named = levels.filter(pl.col("kind") == PATIENT)
    provider = levels.filter(pl.col("kind") == PROVIDER).select(provider="level", provider_id="id")
    upper = _whole(levels, statuses).filter(pl.col("outcome") == REJECTED)["level"]
    found = (
        named.drop("id").join(_outcomes(statuses), on="level", how="left", maintain_order="left")
        .join(provider, on="provider", how="left", maintain_order="left")
        .join(headers.select("set", "batch"), on="set", how="left", maintain_order="left")
    )  # fmt: skip
    rejected_above = pl.col("provider").is_in(upper.implode()) | pl.col("receiver").is_in(upper.implode())
    return found.with_columns(
        outcome=pl.when(rejected_above).then(pl.lit(REJECTED)).otherwise(pl.col("outcome").fill_null(UNKNOWN)),
        statuses=pl.col("statuses").fill_null([]), contradicts=pl.col("contradicts").fill_null(False),
    ).select(
        "set", "level", "segment", "payer_claim_number", "clearinghouse_number", "batch", "outcome", "statuses",
        "amount_cents", "contradicts", claim_id="trace", provider="provider_id",
    ).select(list(CLAIMS)).cast(CLAIMS)  # fmt: skip


def wholes(headers: pl.DataFrame, levels: pl.DataFrame, statuses: pl.DataFrame) -> pl.DataFrame:
    """What was said of receivers and providers as wholes, beside the claims that are named. Columns: ``WHOLE``."""
    told = claims(headers, levels, statuses)
    by_level = levels.filter(pl.col("kind") == PATIENT).select("level", "receiver", "provider").join(
        told.select("level", claim_outcome="outcome"), on="level"
    )  # fmt: skip
    parts = []
    for kind, name in ((RECEIVER, "receiver"), (PROVIDER, "provider")):
        counts = by_level.group_by(name).agg(
            found_accepted=(pl.col("claim_outcome") == ACCEPTED).sum(),
            found_rejected=(pl.col("claim_outcome") == REJECTED).sum(),
        )
        whole = _whole(levels, statuses).filter(pl.col("kind") == kind)
        parts.append(whole.join(counts, left_on="level", right_on=name, how="left", maintain_order="left"))
    found = pl.concat(parts).join(headers.select("set", "batch"), on="set", how="left", maintain_order="left")
    return found.sort("level").select(
        "set", "level", "segment", "kind", "id", "batch", "statuses", "outcome",
        said_accepted="accepted", said_rejected="rejected", accepted=pl.col("found_accepted").fill_null(0),
        rejected=pl.col("found_rejected").fill_null(0),
    ).select(list(WHOLE)).cast(WHOLE)  # fmt: skip


def _whole(levels: pl.DataFrame, statuses: pl.DataFrame) -> pl.DataFrame:
    own = _outcomes(statuses.filter(pl.col("line").is_null()))
    upper = levels.filter(pl.col("kind").is_in([RECEIVER, PROVIDER]))
    return upper.join(own.drop("amount_cents"), on="level", how="left", maintain_order="left").with_columns(
        outcome=pl.col("outcome").fill_null(UNKNOWN), statuses=pl.col("statuses").fill_null([])
    )


def _outcomes(statuses: pl.DataFrame) -> pl.DataFrame:
    """By level: the strongest outcome, its statuses, and whether an action code contradicts its category."""
    outcome = pl.col("category").replace_strict(CATEGORIES, default=UNKNOWN)
    said = pl.col("action").replace_strict(ACTIONS, default=None)
    rank = outcome.replace_strict({name: place for place, name in enumerate(STRONGEST)}, default=None)
    text = pl.concat_str("category", "status", "entity", separator=":", ignore_nulls=True)
    decided = (outcome == REJECTED) | (outcome == ACCEPTED)
    return statuses.group_by("level", maintain_order=True).agg(
        outcome=rank.min().replace_strict(dict(enumerate(STRONGEST)), default=UNKNOWN),
        statuses=text.unique(maintain_order=True),
        amount_cents=pl.col("amount_cents").filter(pl.col("line").is_null()).first(),
        contradicts=(decided & said.is_not_null() & (said != outcome)).any(),
    )
