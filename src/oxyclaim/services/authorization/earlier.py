"""The authorizations that the case lists for a line, and what kind of request follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from oxyclaim.case.tables import is_documented
from oxyclaim.engine.grains import AUTHORIZATION, AUTHORIZATION_CHANGE, AUTHORIZATION_ORDER
from oxyclaim.engine.rows import Row
from oxyclaim.engine.standing import Standing
from oxyclaim.policy.rules.coverage.authorization.criteria import (
    covering,
    flow_voids,
    for_code,
    later_flow,
    not_voided,
    something_changed,
    void_unset,
    voiding_change,
)
from oxyclaim.services.authorization.contents import Answer, Earlier, Kind
from oxyclaim.services.authorization.facts import LineFacts
from oxyclaim.services.authorization.needed import changes_that_fired


@dataclass(frozen=True)
class Follows:
    """What kind of request follows, why, and from which day it must cover."""

    kind: Kind
    reason: str
    first_day: date
    after: Earlier | None = None


def earlier_of(line: LineFacts) -> tuple[Earlier, ...]:
    """The authorizations for the line's code, by their first day."""
    on_file = {document.id for document in line.case.documents or () if document.on_file}
    found = []
    for documented, said in line.records(AUTHORIZATION):
        if line.value(for_code, said) is not True:
            continue
        record = (line.case.authorizations or ())[said["record"]]
        shown = is_documented(record, on_file)
        found.append(_earlier(line, documented if shown else said, Standing.ON_FILE if shown else Standing.REPORTED))
    return tuple(sorted(found, key=lambda each: each.first_day or date.min))


def _earlier(line: LineFacts, row: Row, standing: Standing) -> Earlier:
    voided = _voided(line, row)
    return Earlier(
        id=row["authorization.id"],
        number=row["authorization.number"],
        status=row["authorization.status"],
        standing=standing,
        first_day=row["authorization.first_day"],
        ends=row["authorization.ends"],
        requested_on=row["authorization.requested_on"],
        decided_on=row["authorization.decided_on"],
        covers=line.value(covering, row),
        voided_on=voided[0] if voided else None,
        voided_by=voided[1] if voided else None,
        doubt=_doubt(line, row),
    )


def _voided(line: LineFacts, row: Row) -> tuple[date, str] | None:
    """The first change that ended it: its day, and what changed."""
    changes = [
        (each["change.date"], f"change of {each['change.what']}")
        for each in line.under(AUTHORIZATION_CHANGE, row)
        if line.value(voiding_change, each) is True
    ]
    if line.value(flow_voids, row) is True:
        changes += [
            (each["order.order_date"], f"change of flow (order {each['order.id']})")
            for each in line.under(AUTHORIZATION_ORDER, row)
            if line.value(later_flow, each) is True
        ]
    return min(changes, default=None)


def _doubt(line: LineFacts, row: Row) -> str | None:
    if row["authorization.status"] == "approved" and row["authorization.first_day"] is None:
        return "the days that it covers are not documented"
    if line.value(void_unset, row) is True and line.value(something_changed, row) is True:
        return "something changed since it was given, and the payer's file does not say whether that ends it"
    if line.value(not_voided, row) is None:
        return "which changes there were since it was given is not known (changes; an empty list says none)"
    return None


def answer_of(line: LineFacts, earlier: Sequence[Earlier]) -> tuple[Answer, str]:
    """How the line's authorization stands, in a word and in a sentence."""
    covers = [each for each in earlier if each.covers is True]
    shown = [each for each in covers if each.standing == Standing.ON_FILE and not each.doubt]
    if shown:
        return Answer.ON_FILE, f"{_name(shown[0])} covers it{_until(shown[0])}"
    if covers and covers[0].standing != Standing.ON_FILE:
        return Answer.REPORTED, f"{_name(covers[0])} is only reported: the payer's letter is not on file"
    waiting = [each for each in earlier if each.status == "requested"]
    if waiting:
        asked = f" on {waiting[-1].requested_on}" if waiting[-1].requested_on else ""
        return Answer.ASKED, f"{_name(waiting[-1])} was asked for{asked}; the decision is not on file"
    if earlier and earlier[-1].status == "denied":
        return Answer.DENIED, f"{_name(earlier[-1])} was denied{_on(earlier[-1].decided_on)}"
    if earlier and earlier[-1].doubt:
        return Answer.NONE, f"{_name(earlier[-1])}: {earlier[-1].doubt}"
    if line.case.authorizations is None:
        return Answer.NONE, "the case does not list its authorizations (authorizations; an empty list says none)"
    return Answer.NONE, "none that covers it is on file"


def follows(line: LineFacts, earlier: Sequence[Earlier], renewal_months: int | None) -> Follows:
    """The kind of request, by the latest approval that began by the service date."""
    approved = [e for e in earlier if e.status == "approved" and e.first_day and e.first_day <= line.day]
    if not approved:
        changes = changes_that_fired(line)
        if changes:
            told = f"a change of {changes[-1]['change.what']} on {changes[-1]['change.date']}"
            return Follows(Kind.AFTER_CHANGE, told, changes[-1]["change.date"])
        undated = next((each for each in earlier if each.status == "approved" and not each.first_day), None)
        if undated:
            return Follows(Kind.INITIAL, f"{_name(undated)}: {undated.doubt}", line.day)
        unlisted = line.case.authorizations is None
        told = "the case does not list its authorizations" if unlisted else "no earlier approval is listed"
        return Follows(Kind.INITIAL, told, line.day)
    last = approved[-1]
    if last.voided_on and (last.ends is None or last.voided_on <= last.ends):
        told = f"a {last.voided_by} on {last.voided_on} voided {_name(last)}"
        return Follows(Kind.AFTER_CHANGE, told, last.voided_on, last)
    if last.ends is None:
        return Follows(Kind.RENEWAL, f"{_name(last)}, from {last.first_day}, names no end", line.day, last)
    ends = "ended" if last.ends < line.day else "ends"
    next_day = last.ends + timedelta(days=1)
    late = renewal_months is not None and next_day < line.day and (line.day - next_day).days >= 28 * renewal_months
    first_day = line.day if late else next_day
    return Follows(Kind.RENEWAL, f"{_name(last)} {ends} on {last.ends}", first_day, last)


def _name(earlier: Earlier) -> str:
    return f"authorization {earlier.id}" + (f" ({earlier.number})" if earlier.number else "")


def _until(earlier: Earlier) -> str:
    return f" until {earlier.ends}" if earlier.ends else "; it names no end"


def _on(day: date | None) -> str:
    return f" on {day}" if day else ""
