"""Lines that went out on several claims: what became of the later one, and whether there was an earlier one.

A line is the same where patient, code and service date are. Claims to a later payer, which follow another, do not
count."""

import polars as pl

from oxyclaim.x12.core.schema import columns

PAID, DUPLICATE, DENIED, REJECTED, SILENT = "paid", "duplicate", "denied", "rejected", "no answer"
VOID = "8"
_BEST = {PAID: 0, SILENT: 1, DENIED: 2, REJECTED: 3, DUPLICATE: 4}
OUTCOMES = columns({"claim_id": pl.String, "line_id": pl.String, "outcome": pl.String})
AGAIN = columns({
    "claim_id": pl.String, "line_id": pl.String, "later": pl.String, "later_on": pl.Date, "later_outcome": pl.String,
    "later_payer": pl.String, "earlier": pl.String,
})  # fmt: skip
"""``later``: the claim that asked for the line again, the best of them; ``earlier``: one that had asked for it."""
_KEY = ["person", "code", "service_date"]


def person() -> pl.Expr:
    """Who a claim is for: by name and birth date, else by member id, which changes with the payer."""
    name = pl.concat_str(
        pl.col("patient_last_name").str.to_uppercase(), pl.col("patient_first_name").str.to_uppercase(), "birth_date",
        separator="|",
    )  # fmt: skip
    return pl.coalesce(name, "member_id")


def sent_again(claims: pl.DataFrame, lines: pl.DataFrame, outcomes: pl.DataFrame) -> pl.DataFrame:
    """The lines that stand on several claims. Columns: ``AGAIN``. ``outcomes``: columns ``OUTCOMES``, every line."""
    is_first = (pl.col("account") == pl.col("claim_id")) & (pl.col("frequency") != VOID).fill_null(True)
    own = claims.filter(is_first).select("claim_id", "payer_id", "sent_on", person=person())
    every = lines.join(own, on="claim_id").select(
        "claim_id", "line_id", "payer_id", "sent_on", "person", "service_date", code=pl.col("code").str.slice(0, 5)
    ).join(outcomes, on=["claim_id", "line_id"], how="left")  # fmt: skip
    several = every.filter(pl.col("claim_id").n_unique().over(_KEY) > 1)
    pairs = several.join(several.select(
        *_KEY, later="claim_id", later_on="sent_on", later_payer="payer_id", later_outcome="outcome"
    ), on=_KEY).filter(pl.col("claim_id") != pl.col("later"))  # fmt: skip
    after = (pl.col("later_on") > pl.col("sent_on")) | (
        (pl.col("later_on") == pl.col("sent_on")) & (pl.col("later") > pl.col("claim_id"))
    )
    key = ["claim_id", "line_id"]
    later = pairs.filter(after).sort(
        pl.col("later_outcome").replace_strict(_BEST, default=9), -pl.col("later_on").to_physical(), "later"
    ).unique(key, keep="first", maintain_order=True)  # fmt: skip
    earlier = pairs.filter(~after).sort("later_on", "later").unique(key, keep="first", maintain_order=True)
    return several.select(key).unique(maintain_order=True).join(
        later.select(*key, "later", "later_on", "later_outcome", "later_payer"), on=key, how="left"
    ).join(earlier.select(*key, earlier="later"), on=key, how="left").select(list(AGAIN)).cast(AGAIN)  # fmt: skip
