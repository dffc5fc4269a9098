"""What a payment holds beside its claims (PLB) as entries: interest, debts that are opened and taken, refunds.

A debt and what is taken for it are paired by payer and reference, over both codes: one that is opened as FB may be
taken as WO. Source: CGS on FB and WO; X12 interpretations 1374, 1604, 1976, 2123 and 2223.
"""

import polars as pl

from oxyclaim.policy.denials.accounts import DEBTS, INTEREST, OTHER_PROVIDER, REFUNDS
from oxyclaim.remittance.ledger.accounts import entries

ACCOUNTS_OF = {
    **dict.fromkeys(INTEREST, "interest"), **dict.fromkeys(DEBTS, "payer_debt"),
    **dict.fromkeys(REFUNDS, "payer_refund"), **dict.fromkeys(OTHER_PROVIDER, "provider_other"),
}  # fmt: skip


def reference_of(column: str) -> pl.Expr:
    """The number in a reference of a PLB: payers put a prefix before it, and the member's id and blanks behind."""
    bare = pl.col(column).str.strip_chars().str.replace(r"^FCN#", "")
    first = bare.str.extract(r"^(\S+)")
    return pl.when(first.is_not_null()).then(first)


def provider_entries(adjustments: pl.DataFrame) -> pl.DataFrame:
    """Columns: ``ENTRIES``. ``adjustments``: ``payment``, ``payer``, ``on``, ``reason``, ``reference``,
    ``amount_cents`` (positive lowers the payment)."""
    account = pl.col("reason").replace_strict(ACCOUNTS_OF, default="suspense", return_dtype=pl.String)
    placed = adjustments.filter(pl.col("amount_cents") != 0).with_columns(account=account)
    number = reference_of("reference")
    amounts = {
        name: pl.when(pl.col("account") == name).then(pl.col("amount_cents")).otherwise(0)
        for name in (*dict.fromkeys(ACCOUNTS_OF.values()), "suspense")
    }
    return entries(placed.select(
        "payment", "payer", "on", kind=pl.lit("provider"), remitted=-pl.col("amount_cents"),
        reference=pl.when(pl.col("account") == "payer_debt").then(number)
        .otherwise(pl.concat_str("reason", pl.col("reference").fill_null(""), separator=" ").str.strip_chars()),
        **amounts,
    ))  # fmt: skip
