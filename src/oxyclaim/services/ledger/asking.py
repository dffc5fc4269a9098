"""What the ledger says: balances, and what wants a person."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

import polars as pl

from oxyclaim.policy.denials.holidays import NONWORKDAYS
from oxyclaim.remittance.ledger import claims as of_claims
from oxyclaim.remittance.ledger.accounts import ACCOUNTS, PATIENT
from oxyclaim.remittance.ledger.kept import POSTED as ANSWER_POSTED
from oxyclaim.remittance.ledger.kept import SUSPENDED
from oxyclaim.services.answers import head
from oxyclaim.services.ledger.answer import (
    Balance,
    BalancesAnswer,
    By,
    CorrectedMember,
    Debt,
    DepositTold,
    HeldPayment,
    InSuspense,
    Money,
    OutOfStep,
    Silence,
    Unanswered,
    WorkAnswer,
)
from oxyclaim.services.ledger.kept import CONFLICT, HELD, POSTED, KeptLedger, LedgerStore
from oxyclaim.services.ledger.patience import ANSWER_DAYS, PATIENCE, Patience
from oxyclaim.services.rule_book import RuleBook

SUMS = (
    "charge", "paid", "contractual", "sequestration", "denied", "other", "written_off", "patient_share",
    "patient_settled", "patient_owes", "patient_credit", "open",
)  # fmt: skip


def standing_of(ledger: KeptLedger, accounts: Collection[str] | None = None) -> pl.DataFrame:
    """Where these claims stand, or all (columns ``STANDING`` and ``other``)."""
    if accounts is None:
        claims, entries = ledger.all_claims(), ledger.all_entries()
    else:
        claims, entries = ledger.claims_by("claim_id", accounts), ledger.entries_of(accounts)
    found = of_claims.standing(
        claims, entries, ledger.answers([ANSWER_POSTED], accounts), ledger.acknowledged(accounts)
    )
    return found.with_columns(other=pl.col("bundled") + pl.col("other_payer"))


def balances(
    store: LedgerStore, where: str, by: By, book: RuleBook, as_of: date, most: int | None = None
) -> BalancesAnswer:
    """Balances by claim, patient, payer or day."""
    with store.ledger_as_it_is() as ledger:
        stood = standing_of(ledger)
        entries = ledger.all_entries()
    rows = _by_day(entries) if by == "day" else _grouped(stood, by)
    every = [_balance(row) for row in rows.iter_rows(named=True)]
    whole = _grouped(stood.with_columns(everything=pl.lit("")), "everything")
    total = _balance(whole.row(0, named=True)) if len(whole) else _balance(dict.fromkeys(SUMS, 0))
    return BalancesAnswer(
        **head("balances", book, as_of), store=where, by=by, rows=tuple(every[:most]),
        left_out=len(every) - len(every[:most]), sum=total, money=_money(entries),
    )  # fmt: skip


def _grouped(stood: pl.DataFrame, by: str) -> pl.DataFrame:
    name = pl.concat_str("patient_last_name", "patient_first_name", separator=", ", ignore_nulls=True)
    keys = {
        "claim": ("claim_id", name, pl.col("state")), "patient": ("member_id", name, pl.lit(None, pl.String)),
        "payer": ("payer_id", pl.col("payer_name"), pl.lit(None, pl.String)),
        "everything": ("everything", pl.lit(None, pl.String), pl.lit(None, pl.String)),
    }  # fmt: skip
    key, named, state = keys[by]
    return stood.group_by(key=pl.col(key)).agg(
        pl.col(SUMS).sum(), name=named.first(), state=state.first(), claims=pl.len()
    ).sort("key", nulls_last=True)  # fmt: skip


def _by_day(entries: pl.DataFrame) -> pl.DataFrame:
    """What happened on each day; the patient's share is what was put to it or taken off it."""
    days = entries.group_by("on").agg(pl.col(ACCOUNTS).sum(), claims=pl.col("claim_id").n_unique()).sort("on")
    share = pl.sum_horizontal(PATIENT)
    return days.select(
        key=pl.col("on").dt.to_string("iso"), name=pl.lit(None), state=pl.lit(None), claims="claims",
        charge=-pl.col("charged"), paid=pl.col("remitted") + pl.col("bank"), contractual="contractual",
        sequestration="sequestration", denied="denied", other=pl.col("bundled") + pl.col("other_payer"),
        written_off="written_off", patient_share=share, patient_settled=-pl.col("settled"),
        patient_owes=share + pl.col("settled"), patient_credit=pl.lit(0), open="open",
    )  # fmt: skip


def _balance(row: dict[str, object]) -> Balance:
    text = {name: row.get(name) for name in ("key", "name", "state")}
    return Balance(**text, claims=row.get("claims", 0), **{name: row[name] for name in SUMS})  # type: ignore[arg-type]


def balance_of(ledger: KeptLedger, claim_id: str) -> Balance | None:
    """Where a claim stands."""
    found = balances_of(ledger, [claim_id])
    return found[0][0] if found else None


def balances_of(ledger: KeptLedger, accounts: Collection[str]) -> list[tuple[Balance, bool]]:
    """Where these claims stand, and whether a payer has said of each that its patient is a qualified Medicare
    beneficiary."""
    own = standing_of(ledger, accounts).sort("sent_on", "claim_id")
    rows = _grouped(own, "claim").iter_rows(named=True)
    qualified = dict(own.select("claim_id", "is_qualified").iter_rows())
    return [(_balance(row), bool(qualified.get(row["key"]))) for row in rows]


def _money(entries: pl.DataFrame) -> Money:
    total = entries.select(pl.col(ACCOUNTS).sum()).row(0, named=True)
    return Money(
        -total["interest"], -total["payer_debt"], -total["payer_refund"], -total["provider_other"], -total["suspense"],
        total["remitted"], total["bank"], total["collected"],
    )  # fmt: skip


def work(store: LedgerStore, where: str, book: RuleBook, as_of: date, patience: Patience = PATIENCE) -> WorkAnswer:
    """What wants a person."""
    with store.ledger_as_it_is() as ledger:
        waiting = ledger.answers(SUSPENDED)
        debts = of_claims.debts(ledger.all_entries())
        stood = standing_of(ledger)
        return WorkAnswer(
            **head("ledger_work", book, as_of), store=where, suspense=tuple(_suspense(waiting)),
            held=tuple(_held(ledger)),
            debts=tuple(
                Debt(*(row[name] for name in ("payer", "reference", "first", "last", "opened", "taken", "owed",
                                              "foreign")))
                for row in debts.filter((pl.col("owed") != 0) | (pl.col("foreign") != 0)).iter_rows(named=True)
            ),
            deposits=tuple(_deposits(ledger)), silent=tuple(_silent(ledger, as_of, patience)),
            corrected=tuple(_corrected(ledger)), out_of_step=tuple(_out_of_step(stood)),
            unanswered=tuple(_unanswered(stood, as_of)),
        )  # fmt: skip


def _suspense(waiting: pl.DataFrame) -> Iterator[InSuspense]:
    for row in waiting.iter_rows(named=True):
        yield InSuspense(
            row["answer_id"], row["state"], row["why"], row["payer"], row["said_id"], row["number"],
            row["paid_cents"] or 0, row["claim_id"],
        )  # fmt: skip


def _held(ledger: KeptLedger) -> Iterator[HeldPayment]:
    every = ledger.payments()
    posted = every.filter(pl.col("state") == POSTED).select("payer", "trace", "content_sha256", state=pl.lit(HELD))
    held = every.filter(pl.col("state").is_in([HELD, CONFLICT])).unique(
        ["content_sha256", "place"], keep="last", maintain_order=True
    )
    # A file that did not balance may have come again, whole; a payment beside it in its own file is another.
    again = held.join(posted, on=["payer", "trace", "state"]).filter(
        pl.col("content_sha256") != pl.col("content_sha256_right")
    )
    still = held.join(again, on="payment_id", how="anti", maintain_order="left")
    for row in still.iter_rows(named=True):
        yield HeldPayment(
            row["payment_id"], row["state"], row["why"], row["payer_name"] or row["payer"], row["trace"],
            row["paid_on"], row["payment_cents"] or 0,
        )  # fmt: skip


def _deposits(ledger: KeptLedger) -> Iterator[DepositTold]:
    """Deposits without a remittance, and payments that the bank has not shown."""
    tied = ledger.tied()
    lines = ledger.bank_lines()
    for row in lines.join(tied, on="bank_line_id", how="anti", maintain_order="left").iter_rows(named=True):
        yield DepositTold("no remittance", row["trace"], row["company"], row["effective_on"], row["amount_cents"])
    if lines.is_empty():
        return
    posted = ledger.payments().filter((pl.col("state") == POSTED) & (pl.col("payment_cents") != 0))
    for row in posted.join(tied, on="payment_id", how="anti", maintain_order="left").iter_rows(named=True):
        yield DepositTold(
            "not in bank", row["trace"], row["payer_name"] or row["payer"], row["paid_on"], row["payment_cents"]
        )


def _corrected(ledger: KeptLedger) -> Iterator[CorrectedMember]:
    """Member ids that payers correct, as long as no claim went out under the right one."""
    claims = ledger.all_claims()
    told = ledger.answers([ANSWER_POSTED]).select(
        "payer", claim_id="account", corrected=pl.col("content").str.json_path_match("$.corrected_member_id")
    ).drop_nulls("corrected").unique(maintain_order=True)  # fmt: skip
    known = claims["member_id"].drop_nulls().unique()
    rest = told.filter(~pl.col("corrected").is_in(known.implode())).join(
        claims.select("claim_id", "member_id"), on="claim_id", maintain_order="left"
    )
    for row in rest.iter_rows(named=True):
        yield CorrectedMember(row["claim_id"], row["payer"], row["member_id"], row["corrected"])


def _unanswered(stood: pl.DataFrame, as_of: date) -> Iterator[Unanswered]:
    """Claims of which only an acknowledgment has come; one that was sent anew has nothing open."""
    received = pl.col("state").is_in([of_claims.RECEIVED, of_claims.ACCEPTED])
    waiting = stood.filter(received & (pl.col("open") > 0) & (pl.col("sent_on") <= as_of - timedelta(days=ANSWER_DAYS)))
    for row in waiting.sort("sent_on", "claim_id").iter_rows(named=True):
        yield Unanswered(
            row["claim_id"], row["payer_name"] or row["payer_id"], row["sent_on"], row["state"], row["charge"],
            (as_of - row["sent_on"]).days,
        )  # fmt: skip


def _out_of_step(stood: pl.DataFrame) -> Iterator[OutOfStep]:
    too_much, too_little = "answered for more than was charged", "more was taken back than was given"
    stood = stood.with_columns(
        why=pl.when(pl.col("open") < 0).then(pl.lit(too_much))
        .when((pl.col("open") > pl.col("charge")) | (pl.col("paid") < 0)).then(pl.lit(too_little))
    ).drop_nulls("why")  # fmt: skip
    for row in stood.iter_rows(named=True):
        yield OutOfStep(*(row[name] for name in ("claim_id", "why", "charge", "paid", "open")))


def _silent(ledger: KeptLedger, as_of: date, patience: Patience) -> Iterator[Silence]:
    said = ledger.acknowledged()["claim_id"].drop_nulls().unique()
    # A claim to a second payer is not answered by what the first has said.
    answered = ledger.answers([ANSWER_POSTED])["claim_id"].drop_nulls().unique()
    heard = set(said) | set(answered)
    quiet = ledger.all_claims().filter(~pl.col("claim_id").is_in(list(heard)) & pl.col("batch").is_not_null())
    batches = quiet.group_by("batch", "payer_id", "sent_on", maintain_order=True).agg(
        payer=pl.col("payer_name").first(), claims=pl.len(), charge=pl.col("charge_cents").sum()
    )
    for row in batches.sort("sent_on", "batch").iter_rows(named=True):
        since = working_days(row["sent_on"], as_of)
        if since > patience.with_payer(row["payer_id"]):
            yield Silence(
                row["batch"], row["payer"] or row["payer_id"], row["sent_on"], row["claims"], row["charge"], since
            )


def working_days(first: date | None, last: date) -> int:
    """Working days from one day to another, the first not counted."""
    if first is None or last <= first:
        return 0
    days = pl.select(pl.business_day_count(first + timedelta(days=1), last + timedelta(days=1), holidays=NONWORKDAYS))
    return int(days.item())
