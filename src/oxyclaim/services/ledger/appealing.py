"""Appeals as a person enters them: that one went out, or that it was decided against us. No money moves."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from oxyclaim.policy.appeals import appeals
from oxyclaim.remittance.denials.appealed import appeals as appeals_of
from oxyclaim.remittance.ledger.accounts import APPEAL, APPEAL_LOST, entries
from oxyclaim.services.answers import head
from oxyclaim.services.ledger.answer import EnteredAnswer
from oxyclaim.services.ledger.asking import balance_of
from oxyclaim.services.ledger.entering import NOTHING
from oxyclaim.services.ledger.kept import KeptLedger, LedgerStore
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change

LEVELS = tuple(appeals().levels)


@dataclass(frozen=True)
class Appealed:
    """An appeal of a claim, or of one of its lines: its level, the day on which it went out or, with ``lost``, that of
    the decision against us."""

    claim_id: str
    level: str
    on: date
    line_id: str | None = None
    lost: bool = False


def enter_appeal(
    store: LedgerStore, where: str, appealed: Appealed, book: RuleBook, change: Change, as_of: date
) -> EnteredAnswer:
    """Enter it. Raises BadInput with all that is wrong; then nothing was entered."""
    with store.ledger(change) as ledger:
        if problems := _problems(appealed, ledger, as_of):
            raise BadInput(problems, NOTHING)
        kind = APPEAL_LOST if appealed.lost else APPEAL
        row = pl.DataFrame(
            {"kind": [kind], "on": [appealed.on], "claim_id": [appealed.claim_id], "line_id": [appealed.line_id],
             "reference": [appealed.level]},
            schema_overrides={"line_id": pl.String},
        )  # fmt: skip
        ledger.keep_entries(entries(row), change.reason or None)
        stands = balance_of(ledger, appealed.claim_id)
    return EnteredAnswer(**head("entered", book, as_of), store=where, kind=kind, entries=1, amount=0, claim=stands)


def _problems(appealed: Appealed, ledger: KeptLedger, as_of: date) -> list[Problem]:
    found = []
    if appealed.level not in LEVELS:
        message = f"is no level of appeal; there are {', '.join(LEVELS)}"
        found.append(Problem("unknown_level", message, path="--level", found=appealed.level, allowed=LEVELS))
    if appealed.on > as_of:
        found.append(Problem("day_ahead", "must not lie ahead", path="--date", found=f"{appealed.on:%m/%d/%Y}"))
    own = ledger.entries_of([appealed.claim_id])
    if ledger.claims_by("claim_id", [appealed.claim_id]).is_empty():
        return [*found, Problem("claim_unknown", "no such claim in the ledger", path="claim", found=appealed.claim_id)]
    lines = own["line_id"].drop_nulls().unique().sort().to_list()
    if appealed.line_id is not None and appealed.line_id not in lines:
        message = f"the claim has no such line; it has {', '.join(lines)}"
        found.append(Problem("unknown_line", message, path="--line", found=appealed.line_id))
    of_line = own if appealed.line_id is None else own.filter(pl.col("line_id") == appealed.line_id)
    denied = of_line.filter((pl.col("denied") > 0) | (pl.col("patient_other") > 0))
    if denied.is_empty():
        message = "nothing of it was ever denied, so there is nothing to appeal"
        found.append(Problem("not_denied", message, path="claim"))
    elif days := denied["on"].drop_nulls().sort().to_list():
        found += _too_early(appealed, days[0])
    if appealed.lost and not found:
        found += _not_sent(appealed, own)
    return found


def _too_early(appealed: Appealed, first: date) -> list[Problem]:
    if appealed.on >= first:
        return []
    message = f"lies before the denial of {first:%m/%d/%Y}"
    return [Problem("dates_out_of_order", message, path="--date", found=f"{appealed.on:%m/%d/%Y}")]


def _not_sent(appealed: Appealed, own: pl.DataFrame) -> list[Problem]:
    sent = appeals_of(own).filter(
        pl.col("line_id").eq_missing(pl.lit(appealed.line_id, pl.String)) & (pl.col("level") == appealed.level)
        & (pl.col("sent_on") <= appealed.on)
    )  # fmt: skip
    message = f"no {appealed.level} of it went out by then: enter that first, without --lost"
    return [Problem("not_appealed", message, path="claim")] if sent.is_empty() else []
