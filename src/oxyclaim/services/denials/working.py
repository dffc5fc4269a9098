"""From the ledger's frames to lines of work: each line that was denied, turned down or paid too low, once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from oxyclaim.case.money import dollars
from oxyclaim.claims.filing import part_b_payer
from oxyclaim.engine.denials import ADJUSTED, DENIED, REJECTED
from oxyclaim.policy.denials.accounts import OVER_THE_FEE
from oxyclaim.policy.denials.work import (
    DISPUTE,
    NEW_CLAIM,
    ORIGINAL_MEDICARE,
    OTHER_PAYER,
    POST,
    REDETERMINATION,
    SENT_ANEW,
    TAKEN_BACK,
    UNDERPAID_ROUTES,
)
from oxyclaim.remittance.denials.again import DENIED as LATER_DENIED
from oxyclaim.remittance.denials.again import DUPLICATE as LATER_DUPLICATE
from oxyclaim.remittance.denials.again import PAID as LATER_PAID
from oxyclaim.remittance.denials.again import REJECTED as LATER_REJECTED
from oxyclaim.remittance.denials.again import SILENT as LATER_SILENT
from oxyclaim.remittance.denials.again import sent_again
from oxyclaim.remittance.denials.said import allowed_before, allowed_now, deciding, initial_days, taken_back_alone
from oxyclaim.services.denial import Limit
from oxyclaim.services.denials.answer import Basis, Evidence, Kind, OurVerdict, State, WorkLine
from oxyclaim.services.denials.foretelling import Verdicts
from oxyclaim.services.denials.gathering import Frames
from oxyclaim.services.denials.meaning import DUPLICATE, Meaning, Meanings
from oxyclaim.services.denials.papers import Papers
from oxyclaim.services.denials.ways import Known, Way, way_of
from oxyclaim.services.plan_days import plan_limit
from oxyclaim.services.rule_book import RuleBook

KEY = ["claim_id", "line_id"]
WANTS_PAPERS = ("denied", "reduced", "recouped")
UNDERPAID = (
    "The payer allowed {allowed} dollars where {expected} dollars were expected, by the fee files that were loaded "
    "when the claim went out."
)
UNDERPAID_CAUSE = "Another price, modifier or month than expected, or a cut that no code tells."
UNDERPAID_ACTION = (
    "Compare the allowed amount with the fee file, the modifiers and the month that were billed. If the payer is "
    "wrong, dispute the amount; if the line was coded wrongly, correct it."
)
NOTHING_ALLOWED = "The payer took all of the charge off as above its fee, and gives no reason that denies the line."
NOTHING_ALLOWED_ACTION = (
    "Ask the payer which fee it applied. If it is wrong, dispute it; if it was coded wrongly, correct it."
)
TAKEN_BACK_ALONE = "What was allowed has been taken back, and no new answer has come."
TAKEN_BACK_ACTION = (
    "Look for the corrected answer in later remittances and ask the payer for the reason; the days are kept as if it "
    "could be appealed."
)
SENT_AGAIN = "Nothing: claim {claim} asks for this line again ({outcome}). Clear this balance once that one is settled."
NO_OWN_WORK = "Look at what became of claim {claim}; do not send this one again. Clear this balance."
NO_FIRST = " No other claim for this line is known here."
ASKED_TWICE = " Claim {claim} asks for it again ({outcome}); that does not lengthen the time for an appeal."


@dataclass(frozen=True)
class _Found:
    """A row of the frames with what it means."""

    row: dict[str, Any]
    kind: Kind
    meaning: Meaning


def work_lines(frames: Frames, papers: Papers, verdicts: Verdicts, as_of: date, book: RuleBook) -> list[WorkLine]:
    """Every line that is open work, in the order of claims."""
    found = [
        *_denied(frames, book), *_rejected(frames, book), *_underpaid(frames, book), *_nothing_allowed(frames, book),
        *_taken_back(frames, book),
    ]  # fmt: skip
    again = _again(frames, found)
    worker = _Worker(book, as_of, papers, verdicts, again)
    return [worker.line(each) for each in found]


def _denied(frames: Frames, book: RuleBook) -> Iterator[_Found]:
    meanings = Meanings(book)
    stand = frames.stand.filter((pl.col("denied") > 0) | (pl.col("to_patient") > 0))
    said = deciding(frames.said).select(
        *KEY, "payer_name", "on", "number", "filing_indicator", "codes", "remarks", answer_payer="payer"
    )
    opened = frames.entries.filter(pl.col("kind") == "opening").select("claim_id").unique().with_columns(is_opened=True)
    rows = (
        _with_claims(stand, frames).join(said, on=KEY, how="left", nulls_equal=True, maintain_order="left")
        .join(allowed_now(frames.said), on=KEY, how="left", maintain_order="left")
        .join(allowed_before(frames.said), on=KEY, how="left", maintain_order="left")
        .join(opened, on="claim_id", how="left", maintain_order="left")
        .join(initial_days(frames.said), on=KEY, how="left", nulls_equal=True, maintain_order="left")
    )  # fmt: skip
    for row in rows.iter_rows(named=True):
        codes = tuple(row["codes"] or ())
        meaning = (
            meanings.of_codes(codes, tuple(row["remarks"] or ()), row["modifiers"]) if codes
            else meanings.without_codes(bool(row["is_opened"]))
        )  # fmt: skip
        if row["denied"] == 0 and meaning.outcome not in (DENIED, REJECTED):
            continue  # the patient's own share under another code: posted, and not denied
        yield _Found(row, _kind(row, meaning), meaning)


def _kind(row: dict[str, Any], meaning: Meaning) -> Kind:
    if meaning.outcome == DUPLICATE:
        return "duplicate"
    if meaning.outcome == REJECTED:
        return "rejected"
    if meaning.outcome != DENIED:
        return "adjusted"
    if (row["allowed"] or 0) > 0:
        return "reduced"
    return "recouped" if row["before"] else "denied"


def _rejected(frames: Frames, book: RuleBook) -> Iterator[_Found]:
    meanings = Meanings(book)
    own = _with_claims(frames.stand.filter(pl.col("line_id").is_not_null()), frames)
    # What a verdict expected of a line, it expected of the first payer.
    later = _with_claims(frames.following, frames).with_columns(expected_cents=pl.lit(None, pl.Int64), is_later=True)
    rows = pl.concat([own, later], how="diagonal").join(
        frames.rejected.rename({"kind": "said_by"}), on="claim_id", how="inner", maintain_order="left"
    )
    for row in rows.iter_rows(named=True):
        yield _Found(row, "rejected", meanings.of_statuses(row["said_by"], tuple(row["statuses"])))


def _underpaid(frames: Frames, book: RuleBook) -> Iterator[_Found]:
    """Lines for which less is allowed than was expected, and of which nothing is denied."""
    stand = frames.stand.filter((pl.col("denied") == 0) & (pl.col("to_patient") == 0) & pl.col("line_id").is_not_null())
    allowed = allowed_now(frames.said)
    rows = _with_claims(stand, frames).join(allowed, on=KEY, how="inner", maintain_order="left").filter(
        (pl.col("allowed") > 0) & (pl.col("allowed") < pl.col("expected_cents"))
    ).join(initial_days(frames.said), on=KEY, how="left", maintain_order="left")  # fmt: skip
    routes = tuple(book.denials.routes[id] for id in UNDERPAID_ROUTES)
    for row in rows.iter_rows(named=True):
        why = UNDERPAID.format(allowed=dollars(row["allowed"]), expected=dollars(row["expected_cents"]))
        meaning = Meaning(
            "underpaid", why, UNDERPAID_CAUSE, UNDERPAID_ACTION, "yes",
            "no: above the allowed amount nothing may be charged",
            routes,
        )  # fmt: skip
        told = {"payer_name": row["allowed_by"], "on": row["allowed_on"], "filing_indicator": row["filing"],
                "number": row["allowed_number"]}  # fmt: skip
        yield _Found(row | told, "underpaid", meaning)


def _nothing_allowed(frames: Frames, book: RuleBook) -> Iterator[_Found]:
    """Lines of which all of the charge was taken off as above the fee: nothing is denied, and nothing is allowed."""
    stand = frames.stand.filter(
        (pl.col("denied") == 0) & (pl.col("to_patient") == 0) & (pl.col("charge") > 0) & (pl.col("paid") == 0)
        & pl.col("line_id").is_not_null()
    )  # fmt: skip
    rows = _with_claims(stand, frames).join(allowed_now(frames.said), on=KEY, how="inner", maintain_order="left").join(
        initial_days(frames.said), on=KEY, how="left", maintain_order="left"
    ).filter((pl.col("allowed") == 0) & pl.col("is_above_fee"))  # fmt: skip
    routes = tuple(book.denials.routes[id] for id in UNDERPAID_ROUTES)
    meaning = Meaning(
        ADJUSTED, NOTHING_ALLOWED, UNDERPAID_CAUSE, NOTHING_ALLOWED_ACTION, "yes",
        "no: above the allowed amount nothing may be charged", routes, codes=(OVER_THE_FEE,),
        entries=tuple(each.id for each in [book.denials.named(OVER_THE_FEE)] if each),
    )  # fmt: skip
    for row in rows.iter_rows(named=True):
        told = {"payer_name": row["allowed_by"], "on": row["allowed_on"], "filing_indicator": row["filing"],
                "number": row["allowed_number"], "open": row["charge"]}  # fmt: skip
        yield _Found(row | told, "adjusted", meaning)


def _taken_back(frames: Frames, book: RuleBook) -> Iterator[_Found]:
    """Lines that were paid and taken back, and for which no new answer came."""
    stand = frames.stand.filter((pl.col("denied") == 0) & (pl.col("to_patient") == 0) & (pl.col("open") > 0))
    rows = (
        _with_claims(stand, frames).join(taken_back_alone(frames.said), on=KEY, how="inner", maintain_order="left")
        .join(allowed_before(frames.said), on=KEY, how="inner", maintain_order="left")
        .join(initial_days(frames.said), on=KEY, how="left", maintain_order="left")
    )  # fmt: skip
    routes = (book.denials.routes[REDETERMINATION],)
    meaning = Meaning(
        DENIED, TAKEN_BACK_ALONE, None, TAKEN_BACK_ACTION, "depends: on the reason, which the new answer tells",
        "no: what the first answer left to the patient falls away with it", routes, is_guess=True,
    )  # fmt: skip
    for row in rows.iter_rows(named=True):
        yield _Found(row, "recouped", meaning)


def _with_claims(stand: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    name = pl.concat_str("patient_last_name", "patient_first_name", separator=", ", ignore_nulls=True)
    claims = frames.claims.select(
        "claim_id", "payer_id", "member_id", "sent_on", claim_payer="payer_name", patient=name, claim_case="case_id"
    )
    return stand.join(claims, on="claim_id", how="left", maintain_order="left").join(
        frames.judged, on=KEY, how="left", maintain_order="left"
    )


def _again(frames: Frames, found: list[_Found]) -> Mapping[tuple[str, str | None], dict[str, Any]]:
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
        self, book: RuleBook, as_of: date, papers: Papers, verdicts: Verdicts,
        again: Mapping[tuple[str, str | None], dict[str, Any]],
    ):  # fmt: skip
        self._book, self._as_of, self._papers, self._verdicts, self._again = book, as_of, papers, verdicts, again
        self._medicare = part_b_payer(book)
        values = book.values[self._medicare]["contractor_ids"]
        self._contractors = frozenset(id for value in values for id in value.value)

    def line(self, found: _Found) -> WorkLine:
        row, meaning = found.row, found.meaning
        known = Known(
            self._is_original_medicare(row), row["service_date"], row.get("on"), row.get("initial"),
            row.get("claim_by"), self._by_own_file(row),
            never_judged=found.kind == "rejected" and row.get("on") is None,
        )  # fmt: skip
        way = way_of(meaning, known, self._as_of, self._book)
        state, action, instead, why = self._state(found, way)
        stake, basis = self._stake(found, state)
        chosen = self._book.denials.routes.get(way.route or "")
        is_done = state in ("sent again", "to clear")
        return WorkLine(
            claim_id=row["claim_id"], line_id=row["line_id"], case_id=row["case_id"] or row["claim_case"],
            payer=row.get("payer_name") or row["claim_payer"] or row["payer_id"], member_id=row["member_id"],
            patient=row["patient"] or None, code=row["code"], modifiers=row["modifiers"],
            service_date=row["service_date"], sent_on=row["sent_on"], answered_on=row.get("on"),
            payer_claim_number=row.get("number"), kind=found.kind, state=state, codes=meaning.codes,
            not_known=meaning.not_known, entries=meaning.entries, why=why, cause=meaning.cause,
            fault=meaning.fault, action=action, appeal=meaning.appeal, charge_patient=meaning.charge_patient,  # type: ignore[arg-type]
            route=None if is_done else way.route, due=None if is_done else way.due,
            due_of=None if is_done else way.due_of, ways=() if is_done else way.ways,
            owner=chosen.owner if chosen else "biller", charge_cents=row["charge"], paid_cents=row["paid"],
            allowed_cents=row.get("allowed") or 0, expected_cents=row["expected_cents"],
            denied_cents=row["denied"], patient_cents=row["to_patient"], stake_cents=stake, stake_basis=basis,
            instead=instead, verdict=self._said(found), evidence=self._evidence(found),
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

    def _state(self, found: _Found, way: Way) -> tuple[State, str, str | None, str]:
        """State, what to do, the claim that stands in its place, and why."""
        meaning = found.meaning
        other = self._again.get((found.row["claim_id"], found.row["line_id"]), {})
        later, outcome = other.get("later"), other.get("later_outcome")
        if found.kind == "duplicate":
            first = other.get("earlier")
            if first:
                return "to clear", NO_OWN_WORK.format(claim=first), first, meaning.why
            return ("late" if way.is_late else "open"), way.action, None, meaning.why + NO_FIRST
        if later and outcome != LATER_DUPLICATE and self._replaces(found, other):
            return "sent again", SENT_AGAIN.format(claim=later, outcome=outcome), later, meaning.why
        if found.kind == "adjusted" and meaning.outcome == ADJUSTED and meaning.usual[:1] == (POST,):
            return "to clear", way.action, None, meaning.why
        asked = ASKED_TWICE.format(claim=later, outcome=outcome) if later and found.kind != "underpaid" else ""
        if found.kind == "recouped" and self._is_original_medicare(found.row) and way.route:
            asked += TAKEN_BACK
        return ("late" if way.is_late else "open"), way.action + asked, None, meaning.why

    def _replaces(self, found: _Found, other: dict[str, Any]) -> bool:
        """Whether a later claim is the way on that was to be taken."""
        if found.kind == "underpaid":
            return False
        first = found.meaning.routes[0].id if found.meaning.routes else ""
        elsewhere = other["later_payer"] != found.row["payer_id"]
        if first in SENT_ANEW or found.kind == "rejected":
            return first == NEW_CLAIM or found.kind == "rejected" or (first == OTHER_PAYER and elsewhere)
        return bool(other["later_outcome"] == LATER_PAID)

    def _stake(self, found: _Found, state: State) -> tuple[int, Basis]:
        row = found.row
        if state in ("sent again", "to clear"):
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

    def _said(self, found: _Found) -> OurVerdict | None:
        row = found.row
        if row["verdict_id"] is None or found.kind == "underpaid":
            return None
        return self._verdicts.of(row["verdict_id"], row["line_number"], row["judged_on"], found.meaning)

    def _evidence(self, found: _Found) -> Evidence | None:
        """Papers are of use where what was denied has been judged."""
        if found.kind not in WANTS_PAPERS:
            return None
        return self._papers.of(found.row["case_id"], found.row["line_number"])
