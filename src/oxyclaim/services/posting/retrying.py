"""What waits in suspense is tried again: its claim may have come in, or the answer that it takes back."""

import polars as pl

from oxyclaim.remittance.ledger.accounts import ACCOUNTS, entries, joined
from oxyclaim.remittance.ledger.kept import POSTED, SUSPENDED
from oxyclaim.remittance.ledger.posting import post_answers
from oxyclaim.services.ledger.kept import KeptLedger
from oxyclaim.services.posting.contents import read_back


def try_again(ledger: KeptLedger) -> int:
    """Post what has found its place, and go on until nothing does. How many answers."""
    found = 0
    while some := _once(ledger):
        found += some
    return found


def place(ledger: KeptLedger, confirmed: pl.DataFrame) -> int:
    """Post answers to the claims that a person has named: ``answer``, ``claim_id``. How many were posted."""
    return _once(ledger, confirmed)


def _once(ledger: KeptLedger, confirmed: pl.DataFrame | None = None) -> int:
    waiting = ledger.answers(SUSPENDED)
    if confirmed is not None:
        waiting = waiting.filter(pl.col("answer_id").is_in(confirmed["answer"].implode()))
    if waiting.is_empty():
        return 0
    batch = read_back(waiting.join(_days(ledger, waiting), on="payment_id", how="left", maintain_order="left"))
    tried = post_answers(batch, ledger, confirmed)
    placed = tried.states.filter(pl.col("state") == POSTED)
    if placed.is_empty():
        return 0
    # What the others add is in suspense already; what brings payers together belongs to claims, not to an answer.
    still = tried.states.filter(pl.col("state") != POSTED)["answer"]
    new = tried.entries.filter(~pl.col("answer").is_in(still.implode()).fill_null(False))
    out = ledger.entries_from(placed["answer"].to_list()).filter(pl.col("kind") == "suspense")
    ledger.keep_entries(joined([entries(out.with_columns(-pl.col(ACCOUNTS))), new]))
    ledger.keep_states(placed)
    numbers = waiting.select("number", answer="answer_id").join(placed, on="answer").select("number", "claim_id")
    ledger.keep_numbers(numbers, "835")
    return len(placed)


def _days(ledger: KeptLedger, waiting: pl.DataFrame) -> pl.DataFrame:
    payments = ledger.payments().join(waiting.select("payment_id").unique(), on="payment_id", how="semi")
    return payments.select("payment_id", on=pl.coalesce("paid_on", "produced_on"))
