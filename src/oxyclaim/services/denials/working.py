"""From the ledger's frames to lines of work: each line that was denied, turned down or paid too low, once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from oxyclaim.claims.filing import part_b_payer
from oxyclaim.engine.denials import ADJUSTED
from oxyclaim.policy.denials.work import (
    DISPUTE,
    NEW_CLAIM,
    ORIGINAL_MEDICARE,
    OTHER_PAYER,
    POST,
    SENT_ANEW,
    faults,
)
from oxyclaim.remittance.denials.again import DENIED as LATER_DENIED
from oxyclaim.remittance.denials.again import DUPLICATE as LATER_DUPLICATE
from oxyclaim.remittance.denials.again import PAID as LATER_PAID
from oxyclaim.remittance.denials.again import REJECTED as LATER_REJECTED
from oxyclaim.remittance.denials.again import SILENT as LATER_SILENT
from oxyclaim.remittance.denials.again import sent_again
from oxyclaim.remittance.denials.said import allowed_now
from oxyclaim.services.denial import Limit
from oxyclaim.services.denials.answer import Basis, Odds, OurVerdict, State, WorkLine
from oxyclaim.services.denials.appealing import Appeals, way_after
from oxyclaim.services.denials.cohort import reason_of
from oxyclaim.services.denials.finding import KEY, Found, found_work
from oxyclaim.services.denials.foretelling import Verdicts
from oxyclaim.services.denials.gathering import Frames
from oxyclaim.services.denials.meaning import Meanings
from oxyclaim.services.denials.odds import AllOdds
from oxyclaim.services.denials.rental import Rentals
from oxyclaim.services.denials.taking_back import TakingBack
from oxyclaim.services.denials.ways import Known, Way, appeal_on, asking, sent_in_time, way_of
from oxyclaim.services.plan_days import plan_limit
from oxyclaim.services.rule_book import RuleBook

DONE = ("sent again", "to clear")
COUNTS_NOT = "This month does not count among the paid months of the rental while it stands so."
COUNTS_MEANWHILE = "This month counts among the paid months of the rental until the appeal is decided."
"""As the ledger brings it into the case's history (LED-010 is the rule)."""
IN_TIME = (
    "By our own record this claim was sent on {sent}, and the last day was {last}: prove it with the front end's "
    "acknowledgment (277CA), as an error of the payer. Ask the payer which claim it received, and on which day; write "
    "nothing off before."
)
SENT_AGAIN = "Nothing: claim {claim} asks for this line again ({outcome}). Clear this balance{when}."
ONCE_SETTLED = " once that one is settled"
NO_OWN_WORK = "Look at what became of claim {claim}; do not send this one again. Clear this balance."
NO_FIRST = " No other claim for this line is known here."
ASK_WHICH = (
    "Ask the payer which claim this one repeats (its claim number, ICN), and see what became of that one; do not send "
    "this one again."
)
ASKED_TWICE = " Claim {claim} asks for it again ({outcome}); that does not lengthen the time for an appeal."


def work_lines(frames: Frames, verdicts: Verdicts, as_of: date, book: RuleBook) -> list[WorkLine]:
    """Every line that is open work, in the order of claims, without the papers that it wants."""
    found = found_work(frames, book)
    again = _again(frames, found)
    worker = _Worker(
        book, as_of, verdicts, again, Appeals.of(frames.entries), AllOdds.of(frames, book),
        TakingBack.of(frames.entries),
    )  # fmt: skip
    return [worker.line(each) for each in found]


def _again(frames: Frames, found: list[Found]) -> Mapping[tuple[str, str | None], dict[str, Any]]:
    """By line the other claims that ask for it."""
    told = {
        (each.row["claim_id"], each.row["line_id"]): LATER_DUPLICATE if each.kind == "duplicate"
        else LATER_REJECTED if each.kind == "rejected" else LATER_DENIED
        for each in found if each.kind not in ("underpaid", "reduced")
    }  # fmt: skip
    paid = set(allowed_now(frames.said).filter(pl.col("allowed") > 0).select(KEY).iter_rows())
    outcomes = [
        (*key, told.get(key) or (LATER_PAID if key in paid else LATER_SILENT))
        for key in frames.lines.select(KEY).iter_rows()
    ]  # fmt: skip
    frame = pl.DataFrame(
        outcomes, schema={"claim_id": pl.String, "line_id": pl.String, "outcome": pl.String}, orient="row"
    )
    rows = sent_again(frames.claims, frames.lines, frame).iter_rows(named=True)
    return {(row["claim_id"], row["line_id"]): row for row in rows}


class _Worker:
    def __init__(
        self, book: RuleBook, as_of: date, verdicts: Verdicts,
        again: Mapping[tuple[str, str | None], dict[str, Any]], appeals: Appeals,
        odds: AllOdds, taking_back: TakingBack,
    ):  # fmt: skip
        self._appeals, self._odds, self._rentals = appeals, odds, Rentals(book)
        self._taking_back, self._meanings = taking_back, Meanings(book)
        self._book, self._as_of, self._verdicts, self._again = book, as_of, verdicts, again
        self._medicare = part_b_payer(book)
        values = book.values[self._medicare]["contractor_ids"]
        self._contractors = frozenset(id for value in values for id in value.value)

    def line(self, found: Found) -> WorkLine:
        if not self._is_original_medicare(found.row):
            found = replace(found, meaning=self._meanings.with_another_payer(found.meaning))
        row, meaning = found.row, found.meaning
        known = Known(
            self._is_original_medicare(row), row["service_date"], row.get("on"), row.get("initial"),
            row.get("claim_by"), self._by_own_file(row),
            never_judged=found.kind == "rejected" and row.get("on") is None,
            modifiers=tuple((row["modifiers"] or "").split()),
        )  # fmt: skip
        appeal = self._appeals.about(row)
        way = way_after(appeal, self._as_of, self._book) if appeal else way_of(meaning, known, self._as_of, self._book)
        is_called_late = appeal is None and bool(set(meaning.entries[:1]) & faults().filed_late)
        kept = sent_in_time(row["sent_on"], known, self._book) if is_called_late else None
        state, action, instead, why = self._state(found, way, kept)
        asks = state == "open" and instead is None and (found.kind == "duplicate" or kept is not None)
        if asks:
            way = asking(way, self._book)
        if appeal and appeal.lost_on is None and state == "open":
            state = "appealed"
        stake, basis = self._stake(found, state)
        chosen = self._book.denials.routes.get(way.route or "")
        is_done = state in DONE
        return WorkLine(
            claim_id=row["claim_id"], line_id=row["line_id"], case_id=row["case_id"] or row["claim_case"],
            payer=row.get("payer_name") or row["claim_payer"] or row["payer_id"], member_id=row["member_id"],
            patient=row["patient"] or None, code=row["code"], modifiers=row["modifiers"],
            service_date=row["service_date"], sent_on=row["sent_on"], answered_on=row.get("on"),
            payer_claim_number=row.get("number"), kind=found.kind, state=state, codes=meaning.codes,
            not_known=meaning.not_known, entries=meaning.entries, why=why, cause=meaning.cause,
            fault=None if asks else meaning.fault,  # type: ignore[arg-type]
            action=action, appeal=appeal_on(meaning.appeal, way, self._as_of), charge_patient=meaning.charge_patient,
            route=None if is_done else way.route, due=None if is_done else way.due,
            due_of=None if is_done else way.due_of, ways=() if is_done else way.ways,
            owner=chosen.owner if chosen else "biller", charge_cents=row["charge"], paid_cents=row["paid"],
            allowed_cents=row.get("allowed") or 0, expected_cents=row["expected_cents"],
            denied_cents=row["denied"], patient_cents=row["to_patient"], stake_cents=stake, stake_basis=basis,
            instead=instead, verdict=self._said(found), evidence=None, appealed=appeal,
            odds=self._odds_of(found), rental=self._rental(found, state),
            authorities=meaning.authorities, grade=meaning.grade,
        )  # fmt: skip

    def _by_own_file(self, row: dict[str, Any]) -> Limit | None:
        """The last day of an appeal where the line went out under a payer whose file has days for it."""
        payer = str(row["judged_payer"] or "").partition("/")[0]
        if payer not in self._book.values or not row["service_date"] or not row.get("on"):
            return None
        route = self._book.denials.routes[DISPUTE]
        values = self._book.values[payer]
        return plan_limit(route, route.title, values, row["service_date"], row["on"], self._book)

    def _is_original_medicare(self, row: dict[str, Any]) -> bool:
        if indicator := row.get("filing_indicator"):
            return indicator in ORIGINAL_MEDICARE
        if judged := row["judged_payer"]:
            return str(judged).partition("/")[0] == self._medicare
        return row["payer_id"] in self._contractors

    def _state(self, found: Found, way: Way, kept: date | None) -> tuple[State, str, str | None, str]:
        """State, what to do, the claim that stands in its place, and why. ``kept``: the last day for a claim, which
        this one kept although the payer calls it late."""
        meaning = found.meaning
        other = self._again.get((found.row["claim_id"], found.row["line_id"]), {})
        later, outcome = other.get("later"), other.get("later_outcome")
        if found.kind == "duplicate":
            first = other.get("earlier")
            if first:
                return "to clear", NO_OWN_WORK.format(claim=first), first, meaning.why
            return "open", ASK_WHICH, None, meaning.why + NO_FIRST
        if later and outcome != LATER_DUPLICATE and self._replaces(found, other):
            return (
                "sent again",
                SENT_AGAIN.format(claim=later, outcome=outcome, when="" if outcome == LATER_PAID else ONCE_SETTLED),
                later,
                meaning.why,
            )
        if found.kind == "adjusted" and meaning.outcome == ADJUSTED and meaning.usual[:1] == (POST,):
            return "to clear", way.action, None, meaning.why
        if kept:
            return "open", IN_TIME.format(sent=found.row["sent_on"], last=kept), None, meaning.why
        asked = ASKED_TWICE.format(claim=later, outcome=outcome) if later and found.kind != "underpaid" else ""
        if found.kind == "recouped" and self._is_original_medicare(found.row):
            asked += self._taking_back.told(found.row["claim_id"])
        return ("late" if way.is_late else "open"), way.action + asked, None, meaning.why

    def _replaces(self, found: Found, other: dict[str, Any]) -> bool:
        """Whether a later claim is the way on that was to be taken."""
        if found.kind == "underpaid":
            return False
        first = found.meaning.routes[0].id if found.meaning.routes else ""
        elsewhere = other["later_payer"] != found.row["payer_id"]
        if first in SENT_ANEW or found.kind == "rejected":
            return first == NEW_CLAIM or found.kind == "rejected" or (first == OTHER_PAYER and elsewhere)
        return bool(other["later_outcome"] == LATER_PAID)

    def _stake(self, found: Found, state: State) -> tuple[int, Basis]:
        row = found.row
        if state in DONE:
            return 0, "nothing"
        allowed, expected, before = row.get("allowed") or 0, row["expected_cents"], row.get("before")
        if found.kind == "underpaid":
            return expected - allowed, "expected"
        most = row["denied"] + row["to_patient"] or row["open"]
        if row.get("is_later"):
            return row["open"], "share"
        if expected is not None:
            return min(max(expected - allowed, 0), most), "expected"
        if before is not None:
            return min(max(before - allowed, 0), most), "allowed before"
        return most, "charge"

    def _odds_of(self, found: Found) -> Odds | None:
        row = found.row
        if found.kind == "rejected":
            return None  # never judged: nothing to overturn
        return self._odds.about(row["claim_payer"] or row["payer_id"], reason_of(found.meaning, self._book))

    def _rental(self, found: Found, state: State) -> str | None:
        """Of a line that bills a month of a rental and of which nothing is allowed."""
        row = found.row
        if (row.get("allowed") or 0) > 0 or state in DONE:
            return None
        if not self._rentals.is_month(row["code"], row["modifiers"], row["service_date"], row["judged_payer"]):
            return None
        return COUNTS_MEANWHILE if state == "appealed" else COUNTS_NOT

    def _said(self, found: Found) -> OurVerdict | None:
        row = found.row
        if row["verdict_id"] is None or found.kind == "underpaid":
            return None
        return self._verdicts.of(
            row["verdict_id"], row["line_number"], row["judged_on"], found.meaning, row["modifiers"] or ""
        )
