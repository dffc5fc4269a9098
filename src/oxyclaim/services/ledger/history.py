"""What payers answered flows into the cases' ``history``, so that the paid months are counted from real answers.

What was written from a remittance is changed by a later one. What a person has entered is never changed: where it says
otherwise than the remittance, both are told.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import polars as pl

from oxyclaim.case.canonical import case_of
from oxyclaim.case.models import BilledMonth, Case, Item
from oxyclaim.remittance.denials.appealed import appeals, of_lines
from oxyclaim.remittance.ledger.claims import REJECTED
from oxyclaim.remittance.ledger.months import DENIED, PENDING, answered_months
from oxyclaim.rentals.monthly import Values, billed_monthly
from oxyclaim.services.answers import Head, head
from oxyclaim.services.ledger.asking import standing_of
from oxyclaim.services.ledger.kept import KeptLedger
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change, Conflict, Store

What = Literal["new", "changed", "withdrawn", "disagrees", "same"]
SOURCE: Literal["remittance"] = "remittance"
WRITTEN = ("new", "changed", "withdrawn")
"""What changes the history."""
COMPARED = ("outcome", "kind", "payer")


@dataclass(frozen=True)
class MonthTold:
    """A month of a case: what the remittances say, what the history says, and what is done.

    ``new``: it stood nowhere. ``changed``: it had been written from an earlier remittance. ``withdrawn``: it stood as
    not answered, and the claim was turned down at the front end: nothing was billed. ``disagrees``: a person has
    entered it otherwise (``entered``); it is left as it is. ``same``: both say the same.
    """

    case_id: str
    code: str
    service_date: date
    what: What
    outcome: str | None
    entered: str | None
    paid_cents: int | None
    payer_claim_number: str | None


@dataclass(frozen=True, kw_only=True)
class HistoryAnswer(Head):
    """The months that are not the same, by case; and how many are. ``written``: cases that have a new version.

    ``unclear``: answered lines of which the remittance says neither that they were paid nor denied (two lines that were
    paid as one, a charge taken off whole); they are left out.
    """

    store: str
    months: tuple[MonthTold, ...]
    same: int
    written: int
    unclear: int
    problems: tuple[Problem, ...] = ()


def history(
    store: Store, where: str, book: RuleBook, change: Change, as_of: date, *, write: bool = False,
    case_ids: Sequence[str] = (),
) -> HistoryAnswer:  # fmt: skip
    """Compare what payers answered with the history of the store's cases; ``write`` it there. Raises BadInput."""
    with store.ledger_as_it_is() as ledger:
        claims, lines, entries = _of_cases(ledger, case_ids)
        answered = answered_months(claims, lines, entries)
        answered = answered.join(
            of_lines(appeals(entries), answered.select("claim_id", "line_id")), on=["claim_id", "line_id"], how="left",
            maintain_order="left",
        )  # fmt: skip
    by_case = {str(id): rows for (id,), rows in answered.group_by("case_id", maintain_order=True)}
    turned_down = _turned_down(claims, lines)
    told, problems, written = list[MonthTold](), list[Problem](), 0
    for version in store.latest(sorted(by_case.keys() | turned_down)):
        case = case_of(version.text)
        if case.coverage.payer not in book.payers:
            message = f"is judged by no payer of the rule book: {case.coverage.payer}"
            problems.append(Problem("payer_unknown", message, version.case_id))
            continue
        months = list(_months(case, by_case.get(version.case_id, answered.clear()), book))
        compared = _compared(case, months, turned_down.get(version.case_id, set()))
        told += [each for each, _ in compared]
        if write and any(each.what in WRITTEN for each, _ in compared):
            try:
                store.save(_with(case, compared), version.version, change)
                written += 1
            except Conflict as conflict:
                problems.append(Problem("case_conflict", str(conflict), version.case_id))
    if problems and not told:
        raise BadInput(problems)
    return HistoryAnswer(
        **head("history", book, as_of), store=where, months=tuple(each for each in told if each.what != "same"),
        same=sum(each.what == "same" for each in told), written=written,
        unclear=answered["outcome"].null_count(), problems=tuple(problems),
    )  # fmt: skip


def _of_cases(ledger: KeptLedger, case_ids: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Claims of these cases, or of all, with ``state``; lines and entries, among them all of theirs."""
    if not case_ids:
        claims, stood = ledger.all_claims().filter(pl.col("case_id").is_not_null()), standing_of(ledger)
        lines, entries = ledger.all_lines(), ledger.all_entries()
    else:
        claims = ledger.claims_by("case_id", case_ids)
        ids = pl.concat([claims["claim_id"], claims["account"]]).drop_nulls().unique().to_list()
        stood, lines, entries = standing_of(ledger, ids), ledger.known(ids, (), ()).lines, ledger.entries_of(ids)
    return claims.join(stood.select("claim_id", "state"), on="claim_id", how="inner"), lines, entries


def _turned_down(claims: pl.DataFrame, lines: pl.DataFrame) -> dict[str, set[tuple[str, date]]]:
    """By case the codes and days of claims that the front end turned down."""
    found: dict[str, set[tuple[str, date]]] = {}
    rejected = claims.filter(pl.col("state") == REJECTED).select("claim_id", "case_id")
    rows = lines.join(rejected, on="claim_id").select("case_id", "code", "service_date").drop_nulls()
    for case_id, code, day in rows.iter_rows():
        found.setdefault(case_id, set()).add((code, day))
    return found


def _months(case: Case, rows: pl.DataFrame, book: RuleBook) -> Iterator[BilledMonth]:
    """What was answered, as months of the case; what is not billed by the month is none."""
    for row in rows.iter_rows(named=True):
        if row["service_date"] is None:
            continue
        item = Item.model_construct(code=row["code"], modifiers=tuple(row["modifiers"].split()), acquisition=None)
        billed = billed_monthly(item, Values(book, case.coverage.payer, row["service_date"]))
        if billed is None or row["outcome"] is None:
            continue
        is_answered = row["outcome"] != PENDING
        yield BilledMonth(
            code=row["code"], service_date=row["service_date"], kind=billed.what, payer=case.coverage.payer,
            outcome=row["outcome"], supplier="own", source=SOURCE, payer_claim_number=row["number"],
            paid=_dollars(row["paid_cents"]) if is_answered else None,
            allowed=_dollars(row["allowed_cents"]) if is_answered else None,
            remittance_date=row["remitted_on"] if is_answered else None, appealed=_appealed(row),
        )  # fmt: skip


def _appealed(row: dict[str, Any]) -> bool | None:
    """Whether its denial is under appeal, as far as the ledger knows of one: it went out and is not lost yet."""
    if (
        row["outcome"] != DENIED
        or row["sent_on"] is None
        or (row["remitted_on"] and row["sent_on"] < row["remitted_on"])
    ):
        return None
    return row["lost_on"] is None


def _dollars(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(max(cents, 0)) / 100


def _key(month: BilledMonth) -> tuple[str | None, date | None, str | None]:
    return month.code, month.service_date, month.payer and month.payer.split("/")[0]


_STRENGTH = ("paid", "pending", "denied")
"""Of several claims for one month the answer that stands: one that was paid, else one that is still out."""


def _compared(
    case: Case, months: Sequence[BilledMonth], turned_down: Container[tuple[str | None, date | None]]
) -> list[tuple[MonthTold, BilledMonth]]:
    best: dict[tuple[str | None, date | None, str | None], BilledMonth] = {}
    for month in months:
        standing = best.get(_key(month))
        if standing is None or _rank(month) < _rank(standing):
            best[_key(month)] = month
    own = {_key(month): month for month in case.history or () if month.supplier != "other"}
    found = []
    for key, month in best.items():
        there = own.get(key)
        what = _what(month, there)
        found.append((
            MonthTold(
                case.case_id, month.code or "", month.service_date or date.min, what, month.outcome,
                there.outcome if there else None, None if month.paid is None else int(month.paid * 100),
                month.payer_claim_number,
            ),
            month,
        ))  # fmt: skip
    for month in case.history or ():
        was_out = month.source == SOURCE and month.outcome == PENDING
        if was_out and _key(month) not in best and (month.code, month.service_date) in turned_down:
            day = month.service_date or date.min
            gone = MonthTold(case.case_id, month.code or "", day, "withdrawn", None, PENDING, None, None)
            found.append((gone, month))
    return found


def _rank(month: BilledMonth) -> int:
    return _STRENGTH.index(month.outcome or "denied")


def _what(month: BilledMonth, there: BilledMonth | None) -> What:
    if there is None:
        return "new"
    if there.source == SOURCE:
        kept = there if month.appealed is not None else there.model_copy(update={"appealed": None})
        return "same" if kept == month else "changed"
    # What a person has entered may leave parts out; a remittance does not make it wrong.
    differs = any(
        getattr(there, name) is not None and getattr(there, name) != getattr(month, name) for name in COMPARED
    )
    return "disagrees" if differs else "same"


def _with(case: Case, compared: Sequence[tuple[MonthTold, BilledMonth]]) -> Case:
    """The case with what is new and changed in its history, in the order of the days."""
    changed = {_key(month): month for told, month in compared if told.what in ("new", "changed")}
    gone = {_key(month) for told, month in compared if told.what == "withdrawn"} | changed.keys()
    kept = [month for month in case.history or () if _key(month) not in gone or month.supplier == "other"]
    before = {_key(month): month for month in case.history or ()}
    new = [
        month.model_copy(update={"appealed": old.appealed})
        if month.appealed is None and (old := before.get(key)) is not None and old.outcome == month.outcome else month
        for key, month in changed.items()
    ]  # fmt: skip
    months = sorted([*kept, *new], key=lambda month: (month.service_date or date.min, month.code or ""))
    return case.model_copy(update={"history": months})
