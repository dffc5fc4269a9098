"""Whether a claim may go out beside those that a store says went out before, and what a claim taken back repeats."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from oxyclaim.case.member import member_key
from oxyclaim.case.models import Case, Item
from oxyclaim.case.money import dollars
from oxyclaim.claims import ClaimLine
from oxyclaim.claims.lines import FREQUENCIES
from oxyclaim.claims.professional import charge_cents
from oxyclaim.services.store.kept import SentLine
from oxyclaim.services.store.sent import Correcting, Going, GoingLine, Sent

SENT = (
    "It went out before, on claim {claim_id}, for the same month. A correction says so in the case (correction); "
    "otherwise ask the payer for the first one's answer."
)
SENT_BY_ANOTHER = (
    "It went out before, on claim {claim_id} of case {case_id}, for the same member and month: to the payer it is the "
    "same line. Find out which of the cases is right, and take the line out of the other."
)
DONE = (
    "What the case corrects was put right already, on claim {claim_id}: a claim is corrected once. Take `correction` "
    "out of the case; where claim {claim_id} itself is to be corrected, name it (correction: claim_id) with the "
    "payer's answer to it."
)
SEVERAL = (
    "The lines went out on several claims ({claims}), and a claim corrects one: name it (correction: claim_id), and "
    "its lines alone go out."
)
OTHER_NOW = (
    "A claim that is taken back repeats the claim as it was sent, and the case says something else than claim "
    "{claim_id}: {differences}. Put the case back to what was sent; what is right goes on the new claim."
)


_SECTIONS = ("patient", "supplier", "practitioner", "referring", "rendering", "service_location", "claim_note")
_OF_COVERAGE = (
    "payer", "member_id", "payer_name", "payer_id", "assignment", "benefits_assigned", "release_signed", "group_number",
    "referral_number", "provider_ids", "subscriber", "primary", "secondary", "next_payer",
)  # fmt: skip
_OF_ITEM = ("units", "place_of_service")


@dataclass(frozen=True)
class OnItsWay:
    """The lines that may go out; why others do not, by number; why none does; the claim that this one corrects."""

    lines: tuple[ClaimLine, ...]
    held: Mapping[int, str] = field(default_factory=dict)
    reason: str = ""
    corrects: str | None = None


def on_its_way(case: Case, lines: tuple[ClaimLine, ...], frequency: str, sent: Sent) -> OnItsWay:
    """What of a claim may go out beside what did before."""
    correction = case.correction
    is_void = frequency == FREQUENCIES["void"]
    items = {item.line_number: item for item in case.items}
    if is_void:
        # What is taken back is found by all that the case holds: the modifiers may stand in the store alone.
        coded = {line.line_number: line for line in lines}
        going = [coded.get(number, ClaimLine(number, tuple(items[number].modifiers or ()))) for number in items]
    else:
        going = list(lines)
    asked = Going(
        case.case_id,
        case.coverage.payer,
        member_key(case.coverage.member_id),
        [_going(line, items[line.line_number]) for line in going],
        Correcting(correction.claim_id, correction.payer_claim_number) if correction else None,
    )
    found = sent.found(asked)
    if found.several:
        return OnItsWay(lines, reason=SEVERAL.format(claims=", ".join(found.several)))
    if found.done:
        return OnItsWay(lines, reason=DONE.format(claim_id=found.done))
    before = sent.lines.get(found.target or "", [])
    if is_void and before:
        differences = list(dict.fromkeys([*_differences(case, before), *_changed_keys(before[0], sent)]))
        if differences:
            told = OTHER_NOW.format(claim_id=found.target, differences="; ".join(differences))
            return OnItsWay(lines, reason=told, corrects=found.target)
        return OnItsWay(tuple(map(_as_sent, before)), corrects=found.target)
    held = {number: _why(case, id, sent) for number, id in found.held.items()}
    return OnItsWay(tuple(line for line in lines if line.line_number not in held), held, "", found.target)


def went_out(case: Case, modifiers: Mapping[int, Sequence[str]], sent: Sent) -> frozenset[int]:
    """The lines of a case that went out to its payer, by number. ``modifiers``: those with which each is billed."""
    lines = [
        GoingLine(
            item.line_number, item.code, " ".join(modifiers.get(item.line_number) or item.modifiers or ()),
            item.service_date,
        )
        for item in case.items
    ]  # fmt: skip
    asked = Going(case.case_id, case.coverage.payer, member_key(case.coverage.member_id), lines)
    return frozenset(sent.found(asked).held)


def _going(line: ClaimLine, item: Item) -> GoingLine:
    return GoingLine(line.line_number, item.code, " ".join(line.modifiers), item.service_date)


def _why(case: Case, claim_id: str, sent: Sent) -> str:
    owner = sent.lines[claim_id][0].case_id
    if owner != case.case_id:
        return SENT_BY_ANOTHER.format(claim_id=claim_id, case_id=owner)
    return SENT.format(claim_id=claim_id)


def _as_sent(line: SentLine) -> ClaimLine:
    return ClaimLine(line.line_number, tuple(line.modifiers.split()), line.narrative)


def _differences(case: Case, before: Sequence[SentLine]) -> list[str]:
    """What the case says now of the lines of a claim that it said otherwise when that went out."""
    items = {item.line_number: item for item in case.items}
    found = []
    if before[0].case_id != case.case_id:
        return [f"it is a claim of case {before[0].case_id}; take it back there"]
    for line in before:
        item = items.get(line.line_number)
        where = f"line {line.line_number}"
        if item is None:
            found.append(f"{where} ({line.code}) was on it, and the case has it no more")
            continue
        charge = None if item.charge is None else charge_cents(item)
        pairs = {
            "code": (line.code, item.code),
            "service date": (line.service_date, item.service_date),
            "charge": (dollars(line.charge_cents), None if charge is None else dollars(charge)),
        }
        found += [f"{where}: {what} was {was}, is {now}" for what, (was, now) in pairs.items() if was != now]
    return found


def _changed_keys(first: SentLine, sent: Sent) -> list[str]:
    """The keys of the case that stand on a claim and have changed since it went out; their values stay untold."""
    versions = {version: text for (case_id, version), text in sent.texts.items() if case_id == first.case_id}
    if first.version not in versions:
        return []
    was, now = (_on_claim(json.loads(versions[each])) for each in (first.version, max(versions)))
    return [f"{key} has changed" for key in sorted(was.keys() | now.keys()) if was.get(key) != now.get(key)]


def _on_claim(case: Mapping[str, Any]) -> dict[str, Any]:
    """What of a case stands on its claims beside the lines' codes, days and charges, by key."""
    found = {name: case.get(name) for name in _SECTIONS}
    found |= {f"coverage.{key}": (case.get("coverage") or {}).get(key) for key in _OF_COVERAGE}
    found["diagnoses"] = [each.get("icd10") for each in case.get("diagnoses") or ()]
    for item in case.get("items") or ():
        found |= {f"items[line {item['line_number']}].{key}": item.get(key) for key in _OF_ITEM}
    return found
