"""Claims that a front end turned down and nobody has answered: who said so, and with which statuses."""

import polars as pl

from oxyclaim.remittance.accepted import REJECTED
from oxyclaim.remittance.denials.lines import STANDING_LINES
from oxyclaim.x12.core.schema import columns

REJECTIONS = columns({"claim_id": pl.String, "kind": pl.String, "statuses": pl.List(pl.String)})
"""One row a claim. ``kind``: TA1, 999 or 277CA, the last that turned it down; ``statuses``: as in ``A7:164:IL``, of a
277CA alone."""
STATUS = "277CA"


def rejections(acknowledged: pl.DataFrame, answered: pl.Series) -> pl.DataFrame:
    """Columns: ``REJECTIONS``. ``acknowledged``: ``claim_id``, ``kind``, ``outcome``, ``statuses``; ``answered``:
    claims that a remittance has answered."""
    said = acknowledged.filter((pl.col("outcome") == REJECTED) & ~pl.col("claim_id").is_in(answered.implode()))
    statuses = pl.when(pl.col("kind") == STATUS).then(pl.col("statuses").str.split(", "))
    # What a payer says of a claim tells more than what it says of its file.
    return said.with_columns(statuses, tells=(pl.col("kind") == STATUS).cast(pl.Int8)).sort(
        "claim_id", "tells", maintain_order=True
    ).group_by("claim_id", maintain_order=True).agg(
        kind=pl.col("kind").last(),
        statuses=pl.col("statuses").explode().drop_nulls().unique(maintain_order=True),
    ).select(list(REJECTIONS)).cast(REJECTIONS)  # fmt: skip


def following(
    claims: pl.DataFrame, lines: pl.DataFrame, rejected: pl.DataFrame, stand: pl.DataFrame, said: pl.DataFrame
) -> pl.DataFrame:
    """The lines of rejected claims to a later payer, which have no account of their own. Columns: ``STANDING_LINES``;
    ``open`` is what the first payer left to the patient of that code and day.

    None where a later payer has answered, or another such claim is on its way. ``said``: columns ``OF_LINES``.
    """
    later = claims.filter(pl.col("account") != pl.col("claim_id")).select("claim_id", "account", "sent_on")
    down = pl.col("claim_id").is_in(rejected["claim_id"].implode())
    on_its_way = later.filter(~down)["account"]
    answered = said.filter(pl.col("rank") > 1)["claim_id"]
    own = later.filter(
        down & ~pl.col("account").is_in(on_its_way.implode()) & ~pl.col("account").is_in(answered.implode())
    ).sort("account", "sent_on", "claim_id").unique("account", keep="last", maintain_order=True)  # fmt: skip
    left = stand.group_by(account="claim_id", code="code", service_date="service_date").agg(open=pl.col("share").sum())
    found = lines.join(own, on="claim_id", maintain_order="left").join(
        left, on=["account", "code", "service_date"], how="left", maintain_order="left"
    )
    zeros = [pl.lit(0).alias(name) for name in ("paid", "share", "denied", "to_patient")]
    return found.with_columns(*zeros, pl.col("open").fill_null(0), charge="charge_cents").select(
        list(STANDING_LINES)
    ).cast(STANDING_LINES)  # fmt: skip
