"""What payers have said to lines that went out, as the states in which these lines stand."""

from collections.abc import Iterator, Sequence

import polars as pl

from oxyclaim.case.models import Case, Item
from oxyclaim.remittance.accepted import ACCEPTED as IS_ACCEPTED
from oxyclaim.remittance.accepted import REJECTED as IS_REJECTED
from oxyclaim.remittance.ledger.accounts import ACCOUNTS, PATIENT, balances
from oxyclaim.services.desk.states import ACCEPTED, APPEALED, CLOSED, DENIED, PAID, PAID_SHORT, REJECTED
from oxyclaim.services.ledger.kept import KeptLedger
from oxyclaim.services.store.kept import Store

ANSWERS = ("answer", "opening")
"""Entries by which a payer has answered a line."""

Line = tuple[str, int]
"""A case's id and the number of its line."""


def answered_states(store: Store, cases: Sequence[Case], expected: dict[Line, int | None]) -> dict[Line, str]:
    """The states of the lines to which something was said. ``expected``: what each is expected to be allowed, in cents.

    A line is found by its case, code and day on the claim that went out last.
    """
    with store.ledger_as_it_is() as ledger:
        claims = ledger.claims_by("case_id", [case.case_id for case in cases])
        if claims.is_empty():
            return {}
        return dict(_states(ledger, claims, cases, expected))


def _states(
    ledger: KeptLedger, claims: pl.DataFrame, cases: Sequence[Case], expected: dict[Line, int | None]
) -> Iterator[tuple[Line, str]]:
    known = ledger.known(claims["claim_id"].to_list(), (), ())
    lines = known.lines.join(
        claims.select("claim_id", "account", "case_id", "sent_on"), on="claim_id", maintain_order="left"
    ).sort("sent_on", "claim_id", nulls_last=False)
    entries = ledger.entries_of(claims["account"].unique().to_list())
    sums = {(row["claim_id"], row["line_id"]): row
            for row in balances(entries, ["claim_id", "line_id"]).iter_rows(named=True)}  # fmt: skip
    of_claim = {row["claim_id"]: row for row in balances(entries, ["claim_id"]).iter_rows(named=True)}
    answered = set(entries.filter(pl.col("kind").is_in(ANSWERS))["claim_id"])
    said = {
        row["claim_id"]: row["outcome"]
        for row in ledger.acknowledged(claims["claim_id"].to_list()).iter_rows(named=True)
    }
    by_line: dict[tuple[str, str, object], dict[str, object]] = {
        (row["case_id"], row["code"], row["service_date"]): row for row in lines.iter_rows(named=True)
    }
    for case in cases:
        for item in case.items:
            line = by_line.get((case.case_id, item.code, item.service_date))
            if line is None:
                continue
            key = (case.case_id, item.line_number)
            account = str(line["account"])
            if account in answered:
                stands = sums.get((account, str(line["line_id"]))) or of_claim[account]
                state = _of_answer(stands, expected.get(key), _is_appealed(case, item))
            else:
                state = _of_acknowledgment(said.get(str(line["claim_id"])))
            if state:
                yield key, state


def _of_answer(stands: dict[str, int], expected: int | None, appealed: bool) -> str:
    if stands["denied"] > 0:
        return APPEALED if appealed else DENIED
    if stands["open"] > 0:
        return ACCEPTED  # taken back, or answered in part: the payer still has it
    if stands["written_off"] or not any(stands[name] for name in ACCOUNTS if name not in ("charged", "open")):
        return CLOSED
    paid = stands["remitted"] + stands["bank"]
    allowed = paid + sum(stands[name] for name in PATIENT) + stands["sequestration"] + stands["other_payer"]
    return PAID_SHORT if expected is not None and allowed < expected else PAID


def _of_acknowledgment(outcome: str | None) -> str:
    if outcome == IS_REJECTED:
        return REJECTED
    return ACCEPTED if outcome is not None and outcome.startswith(IS_ACCEPTED) else ""


def _is_appealed(case: Case, item: Item) -> bool:
    return any(
        month.appealed and month.code == item.code and month.service_date == item.service_date
        for month in case.history or ()
    )
