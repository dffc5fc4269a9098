"""What the system before this one left: claims with their balances, patients' credits, debts to payers.

One table. Each row is a line of a claim, or (``kind`` debt) what a payer wants back, or (``kind`` credit) what a
patient has paid too much. Later remittances then find their claims, by our id or the payer's number.
"""

from datetime import date
from pathlib import Path

import polars as pl

from oxyclaim.remittance.ledger.accounts import PATIENT, REDUCED, entries
from oxyclaim.remittance.ledger.matching import KNOWN_LINES
from oxyclaim.services.answers import head
from oxyclaim.services.ledger.answer import EnteredAnswer
from oxyclaim.services.ledger.kept import CLAIMS, LedgerStore
from oxyclaim.services.ledger.sheets import Column, cents_of, day_of, rows_of
from oxyclaim.services.posting.retrying import try_again
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change

MONEY = ("charge", "open", "paid", *REDUCED, *PATIENT, "patient_paid", "amount")
COLUMNS = {
    "kind": Column(str), "claim_id": Column(str), "payer_claim_number": Column(str), "payer_id": Column(str),
    "payer_name": Column(str), "member_id": Column(str), "patient_last_name": Column(str),
    "patient_first_name": Column(str), "birth_date": Column(day_of), "billing_npi": Column(str),
    "sent_on": Column(day_of), "line_id": Column(str), "code": Column(str), "modifiers": Column(str),
    "service_date": Column(day_of), "reference": Column(str), **{name: Column(cents_of) for name in MONEY},
}  # fmt: skip
CLAIM, DEBT, CREDIT = "claim", "debt", "credit"
WANTED = {
    CLAIM: ("claim_id", "payer_id", "code", "service_date", "charge", "open"),
    DEBT: ("payer_id", "reference", "amount"), CREDIT: ("claim_id", "amount"),
}  # fmt: skip
SOURCE = "opening"


def open_ledger(
    store: LedgerStore, where: str, path: Path, book: RuleBook, change: Change, as_of: date, keep: bool = True
) -> EnteredAnswer:
    """Take the opening balances in; without ``keep`` it is a trial. Claims that are in the ledger already are refused.

    Raises BadInput."""
    rows = [(number, {**row, "kind": (row["kind"] or CLAIM).casefold()}) for number, row in rows_of(path, COLUMNS)]
    problems = [problem for number, row in rows for problem in _wrong(row, number, str(path))]
    if problems:
        raise BadInput(problems, "nothing was taken in")
    schema = {name: pl.Int64 if name in MONEY else pl.Date if name in ("birth_date", "sent_on", "service_date")
              else pl.String for name in COLUMNS}  # fmt: skip
    frame = pl.DataFrame([row for _, row in rows], schema=schema)
    of_claims = frame.filter(pl.col("kind") == CLAIM)
    lines = of_claims.with_columns(
        line_id=pl.coalesce("line_id", (pl.int_range(pl.len()).over("claim_id") + 1).cast(pl.String)),
        modifiers=pl.col("modifiers").fill_null(""), charge_cents="charge",
    )  # fmt: skip
    claims = lines.group_by("claim_id", maintain_order=True).agg(
        pl.col("payer_id", "payer_name", "member_id", "patient_last_name", "patient_first_name", "birth_date",
               "billing_npi", "sent_on", "payer_claim_number").first(),
        charge_cents=pl.col("charge").sum(),
    ).with_columns(account="claim_id", source=pl.lit(SOURCE))  # fmt: skip
    absent = [pl.lit(None).alias(name) for name in CLAIMS if name not in claims.columns]
    with store.ledger(change, keep) as ledger:
        there = ledger.claims_by("claim_id", claims["claim_id"].to_list())["claim_id"].to_list()
        if there:
            raise BadInput(
                [Problem("claim_known", "is in the ledger already", str(path), found=each) for each in there],
                "nothing was taken in",
            )
        ledger.keep_claims(
            claims.with_columns(absent).select(list(CLAIMS)).cast(CLAIMS),
            lines.select(list(KNOWN_LINES)).cast(KNOWN_LINES),
        )
        ledger.keep_numbers(claims.select("claim_id", number="payer_claim_number"), SOURCE)
        made = pl.concat([_of_lines(lines), _of_others(frame)]).with_columns(on=pl.col("on").fill_null(as_of))
        ledger.keep_entries(made, "opening balance")
        try_again(ledger)
    return EnteredAnswer(
        **head("entered", book, as_of), store=where, kind=SOURCE, entries=len(made), amount=int(made["open"].sum())
    )


def _wrong(row: dict[str, object], number: int, file: str) -> list[Problem]:
    kind = str(row["kind"])
    if kind not in WANTED:
        return [
            Problem("row_kind", "kind must be claim, debt or credit", file, number, found=kind, allowed=tuple(WANTED))
        ]
    return [Problem("cell_missing", f"{name} is missing", file, number) for name in WANTED[kind] if row[name] is None]


def _of_lines(lines: pl.DataFrame) -> pl.DataFrame:
    said = {name: pl.col(name).fill_null(0) for name in (*REDUCED, *PATIENT)}
    settled = -pl.col("patient_paid").fill_null(0)
    made = lines.select(
        "claim_id", "line_id", kind=pl.lit(SOURCE), on="sent_on", payer="payer_id", reference="payer_claim_number",
        open=pl.col("open").fill_null(0), charged=-pl.col("charge").fill_null(0), remitted=pl.lit(0),
        collected=-settled, settled=settled, **said, bank=pl.col("paid").fill_null(0),
    )  # fmt: skip
    rest = -pl.sum_horizontal(pl.exclude("claim_id", "line_id", "kind", "on", "payer", "reference"))
    return entries(made.with_columns(opening=rest))


def _of_others(frame: pl.DataFrame) -> pl.DataFrame:
    others = frame.filter(pl.col("kind") != CLAIM)
    is_debt = pl.col("kind") == DEBT
    return entries(others.select(
        "claim_id", "reference", kind=pl.lit(SOURCE), on="sent_on", payer="payer_id",
        payer_debt=pl.when(is_debt).then(-pl.col("amount")).otherwise(0),
        settled=pl.when(is_debt).then(0).otherwise(-pl.col("amount")), opening="amount",
    ))  # fmt: skip
