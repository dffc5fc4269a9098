"""Claims that a front end turned down and nobody has answered: who said so, and with which statuses."""

import polars as pl

from oxyclaim.remittance.accepted import REJECTED
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
