"""The loops of other payers: what earlier ones answered (2320, 2330, 2430), and to whom the claim goes on (2320).

The amounts are those of the case; ``payer_order`` has made sure that they add up to the charge of each line.
"""

from collections.abc import Sequence
from itertools import groupby

from oxyclaim.case.models import Adjustment, AnsweredLine, EarlierPayer, Item, NextPayer
from oxyclaim.claims.elements import Elements
from oxyclaim.claims.filing import KINDS, OTHER
from oxyclaim.claims.lines import Claim, ClaimLine
from oxyclaim.claims.payer_order import SEQUENCES, answered, earlier_payers, paid_cents
from oxyclaim.claims.people import (
    LONGEST_NAME,
    LONGEST_REFERENCE,
    RELATIONSHIPS,
    SELF,
    group,
    known,
    patient_name,
    payer_id,
    subscriber_name,
    x12_date,
)
from oxyclaim.x12.core.segments import amount, composite, segment

_TRIPLETS = 6
"""Reasons in one CAS."""
_PATIENT = "PR"


def other_payers(claim: Claim, items: Sequence[Item], elements: Elements) -> str:
    """The 2320 loops of a claim: the payers before this one, then the one behind it."""
    names = ("coverage.primary", "coverage.secondary")
    earlier = earlier_payers(claim.case.coverage)
    loops = [
        _earlier(claim, payer, key, place, items, elements)
        for payer, key, place in zip(earlier, names, SEQUENCES, strict=False)
    ]
    following = claim.case.coverage.next_payer
    if following is not None:
        loops.append(_next(claim, following, SEQUENCES[len(earlier) + 1 : len(earlier) + 2] or "U", elements))
    return "".join(loops)


def decisions(claim: Claim, line: ClaimLine, item: Item, elements: Elements) -> str:
    """The 2430 loops of a line: what each earlier payer paid and adjusted, and what is left to the patient."""
    return "".join(
        _decision(payer, known(answered(payer, line.line_number)), line, item, elements)
        for payer in earlier_payers(claim.case.coverage)
    )


def signed(cents: int) -> str:
    """An amount that may be negative."""
    return f"-{amount(-cents)}" if cents < 0 else amount(cents)


def _earlier(claim: Claim, payer: EarlierPayer, key: str, place: str, items: Sequence[Item], elements: Elements) -> str:
    number, name = group(payer.group_number, payer.group_name, key, elements)
    member_id = elements.identifier(f"{key}.member_id", known(payer.member_id), LONGEST_REFERENCE)
    paid = sum(paid_cents(known(answered(payer, item.line_number))) for item in items)
    if payer.subscriber is None:
        relationship = SELF
        insured = patient_name(claim.case, "IL", elements, member_id)
    else:
        relationship = RELATIONSHIPS[known(payer.subscriber.relationship)]
        insured = subscriber_name(payer.subscriber, f"{key}.subscriber", member_id, elements)
    reference = (
        segment("REF", "F8", elements.identifier(f"{key}.claim_number", payer.claim_number, LONGEST_REFERENCE))
        if payer.claim_number
        else ""
    )
    return (
        segment("SBR", place, relationship, number, name, "", "", "", "", _indicator(claim, payer))
        + segment("AMT", "D", amount(paid))
        + _signatures(claim)
        + insured
        + _named(payer.payer_name, payer.payer_id, key, elements)
        + reference
    )


def _next(claim: Claim, payer: NextPayer, place: str, elements: Elements) -> str:
    key = "coverage.next_payer"
    number, _ = group(payer.group_number, None, key, elements)
    member_id = elements.identifier(f"{key}.member_id", known(payer.member_id), LONGEST_REFERENCE)
    return (
        segment("SBR", place, SELF, number, "", "", "", "", "", KINDS["commercial"])
        + _signatures(claim)
        + patient_name(claim.case, "IL", elements, member_id)
        + _named(payer.payer_name, payer.payer_id, key, elements)
    )


def _indicator(claim: Claim, payer: EarlierPayer) -> str:
    if payer.kind is not None:
        return KINDS[payer.kind]
    return claim.earlier_indicators.get(payer.payer or "", OTHER)


def _signatures(claim: Claim) -> str:
    """OI: whether the benefits are assigned, and whether the release of information is signed."""
    coverage = claim.case.coverage
    return segment(
        "OI", "", "", "Y" if coverage.benefits_assigned else "N", "", "", "Y" if coverage.release_signed else "I"
    )


def _named(name: str | None, id: str | None, key: str, elements: Elements) -> str:
    text = elements.name(f"{key}.payer_name", known(name), LONGEST_NAME)
    return segment("NM1", "PR", "2", text, "", "", "", "", "PI", payer_id(f"{key}.payer_id", known(id), elements))


def _decision(payer: EarlierPayer, said: AnsweredLine, line: ClaimLine, item: Item, elements: Elements) -> str:
    modifiers = line.modifiers if said.modifiers is None else tuple(said.modifiers)
    adjustments = said.adjustments or []
    left = sum(int(each.amount * 100) for each in adjustments if each.group == _PATIENT)
    return (
        segment(
            "SVD",
            payer_id("coverage: payer_id of an earlier payer", known(payer.payer_id), elements),
            amount(paid_cents(said)),
            composite("HC", said.code or item.code, *modifiers),
            "",
            str(said.units or known(item.units)),
        )
        + _adjustments(adjustments)
        + segment("DTP", "573", "D8", x12_date(known(said.decided_on or payer.remittance_date)))
        + (segment("AMT", "EAF", amount(left)) if left > 0 else "")
    )


def _adjustments(adjustments: Sequence[Adjustment]) -> str:
    """CAS: one for each group code, or more where a group has over six reasons."""
    text = []
    ordered = sorted(adjustments, key=lambda each: each.group)
    for code, some in groupby(ordered, key=lambda each: each.group):
        triplets = [
            (each.reason, signed(int(each.amount * 100)), "" if each.quantity is None else str(each.quantity))
            for each in some
        ]
        for start in range(0, len(triplets), _TRIPLETS):
            together = triplets[start : start + _TRIPLETS]
            text.append(segment("CAS", code, *(element for triplet in together for element in triplet)))
    return "".join(text)
