"""The bank's lines are taken in and tied to the payments that remittances tell of.

A line names its payment in the addenda of the CCD+ entry, by the TRN of the remittance; else by amount and day, where
only one payment fits. Source: X12 interpretation 1874; CAQH on re-association.
"""

import hashlib
import re
from datetime import timedelta
from pathlib import Path

import polars as pl

from oxyclaim.remittance.ledger.accounts import entries
from oxyclaim.services.ledger.kept import BANK, POSTED, KeptLedger
from oxyclaim.services.ledger.sheets import Column, cents_of, day_of, rows_of

COLUMNS = {
    "effective_date": Column(day_of, wanted=True), "amount": Column(cents_of, wanted=True),
    "company_name": Column(str), "addenda": Column(str), "trace": Column(str),
}  # fmt: skip
_TRN = re.compile(r"TRN\*1\*([^*\\~]+)(?:\*([^*\\~]+))?")
NEAR = timedelta(days=5)
"""Between the day of a remittance and that of its deposit, where the amount alone must tell."""
KIND = "deposit"


def read_bank(path: Path) -> pl.DataFrame:
    """The deposits of a CSV or Excel file. Columns: ``BANK``. Raises BadInput with all problems."""
    times: dict[tuple[object, ...], int] = {}
    found = []
    for _, row in rows_of(path, COLUMNS):
        trn = _TRN.search(row["addenda"] or "")
        trace = (trn.group(1), trn.group(2)) if trn else (row["trace"], None)
        said = (row["effective_date"], row["amount"], row["company_name"], *trace, row["addenda"])
        # The same bank may book two equal deposits on a day: their count in the file tells them apart.
        times[said] = times.get(said, 0) + 1
        digest = hashlib.sha256(repr((str(said[0]), *said[1:], times[said])).encode()).hexdigest()
        found.append((*said, digest))
    return pl.DataFrame(found, schema=BANK, orient="row")


def tie(ledger: KeptLedger) -> int:
    """Tie deposits to payments; how many are new."""
    done = ledger.tied()
    lines = ledger.bank_lines().filter(~pl.col("bank_line_id").is_in(done["bank_line_id"].implode()))
    payments = ledger.payments().filter(
        (pl.col("state") == POSTED) & (pl.col("payment_cents") != 0)
        & ~pl.col("payment_id").is_in(done["payment_id"].implode())
    )  # fmt: skip
    by_trace = lines.join(payments, left_on=["trace", "amount_cents"], right_on=["trace", "payment_cents"]).unique(
        "bank_line_id", keep="none", maintain_order=True
    ).unique("payment_id", keep="first", maintain_order=True)  # fmt: skip
    rest = lines.filter(pl.col("trace").is_null())
    open_payments = payments.join(by_trace.select("payment_id"), on="payment_id", how="anti")
    near = rest.join(open_payments, left_on="amount_cents", right_on="payment_cents").filter(
        (pl.col("effective_on") - pl.coalesce("paid_on", "produced_on")).abs() <= NEAR
    ).unique("bank_line_id", keep="none", maintain_order=True).unique(
        "payment_id", keep="none", maintain_order=True
    )  # fmt: skip
    kept = ["bank_line_id", "payment_id", "payer", "effective_on", "amount_cents"]
    both = pl.concat([by_trace.select(kept), near.select(kept)])
    ledger.keep_entries(entries(both.select(
        "payer", kind=pl.lit(KIND), on="effective_on", payment="payment_id",
        reference=pl.col("bank_line_id").cast(pl.String), bank="amount_cents", remitted=-pl.col("amount_cents"),
    )))  # fmt: skip
    return len(both)
