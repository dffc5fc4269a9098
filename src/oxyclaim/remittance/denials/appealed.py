"""Appeals that were sent, and what became of them: entries without money, one when it goes out, one when it is lost.

An appeal that is won needs no entry: the payer takes its answer back and gives another.
"""

import polars as pl

from oxyclaim.remittance.ledger.accounts import APPEAL, APPEAL_LOST
from oxyclaim.x12.core.schema import columns

APPEALS = columns({
    "claim_id": pl.String, "line_id": pl.String, "level": pl.String, "sent_on": pl.Date, "lost_on": pl.Date,
    "first_sent_on": pl.Date,
})  # fmt: skip
"""The last appeal of a line (null: of all of the claim's), when it went out, and when it was decided against us;
``first_sent_on``: when the first one went out."""


def appeals(entries: pl.DataFrame) -> pl.DataFrame:
    """Columns: ``APPEALS``. ``entries``: all ``ENTRIES`` in the order in which they were made."""
    own = entries.filter(pl.col("kind").is_in([APPEAL, APPEAL_LOST])).with_columns(is_sent=pl.col("kind") == APPEAL)
    keys = ["claim_id", "line_id"]
    sent = own.filter("is_sent").group_by(keys, maintain_order=True).agg(
        level=pl.col("reference").last(), sent_on=pl.col("on").last(), first_sent_on=pl.col("on").min()
    )  # fmt: skip
    lost = own.filter(~pl.col("is_sent")).select(*keys, level="reference", lost_on="on").unique(
        [*keys, "level"], keep="last", maintain_order=True
    )  # fmt: skip
    found = sent.join(lost, on=[*keys, "level"], how="left", nulls_equal=True, maintain_order="left")
    is_of_this = pl.col("lost_on") >= pl.col("sent_on")
    return found.with_columns(lost_on=pl.when(is_of_this).then("lost_on")).select(list(APPEALS)).cast(APPEALS)


def of_lines(found: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The same for each line (``claim_id``, ``line_id``): its own appeal, else that of the whole claim."""
    whole = found.filter(pl.col("line_id").is_null()).drop("line_id")
    own = lines.join(found, on=["claim_id", "line_id"], how="inner", nulls_equal=True, maintain_order="left")
    rest = lines.join(own, on=["claim_id", "line_id"], how="anti", nulls_equal=True, maintain_order="left").join(
        whole, on="claim_id", how="inner", maintain_order="left"
    )  # fmt: skip
    return pl.concat([own.select(list(APPEALS)), rest.select(list(APPEALS))])
