"""Where claims stand: their balances, what the patient owes, and how far an answer has come."""

import polars as pl

from oxyclaim.policy.denials.accounts import QUALIFIED
from oxyclaim.remittance.ledger.accounts import ACCOUNTS, PATIENT, balances
from oxyclaim.remittance.ledger.opened import IS_ANSWERED
from oxyclaim.x12.core.schema import columns

REJECTED, SILENT, RECEIVED, ACCEPTED, PART, ANSWERED = (
    "rejected", "silent", "received", "accepted", "partly answered", "answered",
)  # fmt: skip
STANDING = columns({
    "claim_id": pl.String, "payer_id": pl.String, "payer_name": pl.String, "member_id": pl.String,
    "patient_last_name": pl.String, "patient_first_name": pl.String, "case_id": pl.String, "sent_on": pl.Date,
    "state": pl.String, "statuses": pl.String, "charge": pl.Int64, "paid": pl.Int64,
    **dict.fromkeys(("contractual", "sequestration", "denied", "bundled", "other_payer", "written_off"), pl.Int64),
    **dict.fromkeys(PATIENT, pl.Int64), "patient_share": pl.Int64, "patient_settled": pl.Int64,
    "is_qualified": pl.Boolean, "patient_owes": pl.Int64, "patient_credit": pl.Int64, "open": pl.Int64,
})  # fmt: skip
"""One row a claim with an account of its own. ``charge`` = ``paid`` + ``contractual`` + ``sequestration`` + ``denied``
+ ``bundled`` + ``other_payer`` + ``written_off`` + ``patient_share`` + ``open`` + what an opening balance left out.
``is_qualified``: a qualified Medicare beneficiary, who owes nothing; what such a patient has paid is a credit."""


def standing(
    claims: pl.DataFrame, entries: pl.DataFrame, answers: pl.DataFrame, acknowledged: pl.DataFrame
) -> pl.DataFrame:
    """Columns: ``STANDING``. ``answers``: posted ones with ``account`` and ``content``; ``acknowledged``: with
    ``claim_id``, ``kind``, ``outcome``, ``statuses``, in the order in which it came."""
    own = claims.filter(pl.col("account") == pl.col("claim_id"))
    stood = balances(entries.filter(pl.col("claim_id").is_not_null()), ["claim_id"])
    has_remark = pl.any_horizontal(*(pl.col("content").str.contains(f'"{code}"', literal=True) for code in QUALIFIED))
    qualified = answers.filter(has_remark)["account"].unique()
    answered = answers["account"].unique()
    # The system before this one had an answer to what it left answered.
    opened = entries.filter(IS_ANSWERED)["claim_id"]
    # A claim that was rejected may go out again in another batch: what was said last of that one counts.
    by_batch = acknowledged.with_row_index("turn").group_by("claim_id", "batch").agg(
        outcome=pl.col("outcome").last(), last_kind=pl.col("kind").last(), statuses=pl.col("statuses").last(),
        was_rejected=(pl.col("outcome") == REJECTED).any(), turn=pl.col("turn").max(),
    )  # fmt: skip
    said = by_batch.sort("turn").unique("claim_id", keep="last").drop("batch", "turn")
    found = own.join(stood, on="claim_id", how="left", maintain_order="left").with_columns(
        pl.col(ACCOUNTS).fill_null(0), is_qualified=pl.col("claim_id").is_in(qualified.implode()),
        is_answered=pl.col("claim_id").is_in(answered.implode()) | pl.col("claim_id").is_in(opened.implode()),
    ).join(said, on="claim_id", how="left", maintain_order="left")  # fmt: skip
    share = pl.sum_horizontal(PATIENT)
    left = pl.when("is_qualified").then(0).otherwise(share) + pl.col("settled")
    state = (
        pl.when("is_answered").then(pl.when(pl.col("open") > 0).then(pl.lit(PART)).otherwise(pl.lit(ANSWERED)))
        .when(pl.col("was_rejected").fill_null(False)).then(pl.lit(REJECTED))
        .when(pl.col("outcome").is_null()).then(pl.lit(SILENT))
        .when(pl.col("last_kind") == "277CA").then(pl.lit(ACCEPTED)).otherwise(pl.lit(RECEIVED))
    )  # fmt: skip
    return found.with_columns(
        state=state, charge=-pl.col("charged"), paid=pl.col("remitted") + pl.col("bank"), patient_share=share,
        patient_settled=-pl.col("settled"),
        patient_owes=pl.max_horizontal(left, 0), patient_credit=pl.max_horizontal(-left, 0),
    ).select(list(STANDING)).cast(STANDING)  # fmt: skip


def debts(entries: pl.DataFrame) -> pl.DataFrame:
    """What payers want back, by payer and reference: ``opened``, ``taken``, ``owed`` (all in cents, not negative),
    ``foreign`` (taken for what was never opened here), ``first`` and ``last`` day."""
    own = entries.filter(pl.col("payer_debt") != 0)
    grouped = own.group_by("payer", "reference", maintain_order=True).agg(
        opened=-pl.col("payer_debt").filter(pl.col("payer_debt") < 0).sum(),
        taken=pl.col("payer_debt").filter(pl.col("payer_debt") > 0).sum(), first=pl.col("on").min(),
        last=pl.col("on").max(),
    )  # fmt: skip
    net = pl.col("opened") - pl.col("taken")
    return grouped.with_columns(owed=pl.max_horizontal(net, 0), foreign=pl.max_horizontal(-net, 0))
