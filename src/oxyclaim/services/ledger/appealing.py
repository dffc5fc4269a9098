"""Appeals as a person enters them: that one went out, or that it was decided against us. No money moves."""

from collections.abc import Iterator
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
    """An appeal of a claim, or of these of its lines: its level, the day on which it went out or, with ``lost``, that
    of the decision against us."""

    claim_id: str
    level: str
    on: date
    line_ids: tuple[str, ...] = ()
    lost: bool = False

    @property
    def parts(self) -> tuple[str | None, ...]:
        """What is appealed: lines, or None for the claim as a whole."""
        return tuple(dict.fromkeys(self.line_ids)) or (None,)


def enter_appeal(
    store: LedgerStore, where: str, appealed: Appealed, book: RuleBook, change: Change, as_of: date
) -> EnteredAnswer:
    """Enter it. Raises BadInput with all that is wrong; then nothing was entered."""
    with store.ledger(change) as ledger:
        if problems := _problems(appealed, ledger, as_of):
            raise BadInput(problems, NOTHING)
        kind = APPEAL_LOST if appealed.lost else APPEAL
        rows = pl.DataFrame({"line_id": appealed.parts}, schema={"line_id": pl.String}).with_columns(
            pl.lit(kind).alias("kind"), pl.lit(appealed.on).alias("on"),
            pl.lit(appealed.claim_id).alias("claim_id"), pl.lit(appealed.level).alias("reference"),
        )  # fmt: skip
        ledger.keep_entries(entries(rows), change.reason or None)
        stands = balance_of(ledger, appealed.claim_id)
    return EnteredAnswer(
        **head("entered", book, as_of), store=where, kind=kind, entries=rows.height, amount=0, claim=stands
    )


def _problems(appealed: Appealed, ledger: KeptLedger, as_of: date) -> list[Problem]:
    found = []
    if appealed.level not in LEVELS:
        message = f"is no level of appeal; there are {', '.join(LEVELS)}"
        found.append(Problem("unknown_level", message, path="level", found=appealed.level, allowed=LEVELS))
    if appealed.on > as_of:
        found.append(Problem("day_ahead", "must not lie ahead", path="on", found=f"{appealed.on:%m/%d/%Y}"))
    own = ledger.entries_of([appealed.claim_id])
    if ledger.claims_by("claim_id", [appealed.claim_id]).is_empty():
        return [*found, Problem("claim_unknown", "no such claim in the ledger", path="claim", found=appealed.claim_id)]
    for line_id in appealed.parts:
        found += _of_part(appealed, line_id, own)
    if appealed.lost and not found:
        found += [each for line_id in appealed.parts for each in _not_sent(appealed, line_id, own)]
    return list(dict.fromkeys(found))


def _of_part(appealed: Appealed, line_id: str | None, own: pl.DataFrame) -> Iterator[Problem]:
    lines = own["line_id"].drop_nulls().unique().sort().to_list()
    if line_id is not None and line_id not in lines:
        yield Problem(
            "unknown_line", f"the claim has no such line; it has {', '.join(lines)}", path="line", found=line_id
        )
        return
    of_line = own if line_id is None else own.filter(pl.col("line_id") == line_id)
    denied = of_line.filter((pl.col("denied") > 0) | (pl.col("patient_other") > 0))
    if denied.is_empty():
        message = "nothing of it was ever denied, so there is nothing to appeal"
        yield Problem("not_denied", message, path="claim" if line_id is None else "line", found=line_id)
    elif (days := denied["on"].drop_nulls().sort().to_list()) and appealed.on < days[0]:
        message = f"lies before the denial of {days[0]:%m/%d/%Y}"
        yield Problem("dates_out_of_order", message, path="on", found=f"{appealed.on:%m/%d/%Y}")


def _not_sent(appealed: Appealed, line_id: str | None, own: pl.DataFrame) -> list[Problem]:
    sent = appeals_of(own).filter(
        pl.col("line_id").eq_missing(pl.lit(line_id, pl.String)) & (pl.col("level") == appealed.level)
        & (pl.col("sent_on") <= appealed.on)
    )  # fmt: skip
    message = f"no {appealed.level} of it went out by then: enter that it went out first"
    path = "claim" if line_id is None else "line"
    return [Problem("not_appealed", message, path=path, found=line_id)] if sent.is_empty() else []
