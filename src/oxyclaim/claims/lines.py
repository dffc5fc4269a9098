"""Decided lines and the claim they make up: what the writer of an 837P is given."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from oxyclaim.case.models import Case, Item
from oxyclaim.claims.filing import MEDICARE_PART_B
from oxyclaim.claims.identity import LONGEST_CLAIM_ID, derived_id, line_id
from oxyclaim.claims.payer_order import coverage_problems, order_problems, sequence

MOST_MODIFIERS = 4
"""SV101-3 to SV101-6."""
_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_ID = re.compile(r"[A-Z0-9]+")
ORIGINAL = "1"
FREQUENCIES = {"replacement": "7", "void": "8"}
"""CLM05-3 of a claim of its own, and of one that corrects another."""


@dataclass(frozen=True)
class ClaimLine:
    """One line as the verdict wants it billed."""

    line_number: int
    """The number of the case's item."""
    modifiers: tuple[str, ...]
    """At most four, in slot order."""
    narrative: str | None = None
    """The line's note (2400 NTE*ADD), at most 80 characters."""


@dataclass(frozen=True)
class Claim:
    """One case's claim."""

    case: Case
    lines: tuple[ClaimLine, ...]
    filing_indicator: str = MEDICARE_PART_B
    """What SBR09 says of the payer, see ``oxyclaim.claims.filing``."""
    id: str | None = None
    """CLM01, where a store gave it; else it follows from what the claim says."""
    frequency: str = ORIGINAL
    """CLM05-3: 1 for a claim of its own, 7 for one that replaces another, 8 for one that takes another back."""
    earlier_indicators: Mapping[str, str] = field(default_factory=dict)
    """What SBR09 says of earlier payers, by the names of their files."""
    corrects: str | None = None
    """Our id of the claim that this one corrects, where a store knows it."""

    @cached_property
    def claim_id(self) -> str:
        """CLM01: at most 17 characters, unique for each submission; the payer returns it with every answer."""
        if self.id is not None:
            return self.id
        charges = [(item.code, item.service_date, item.charge, item.units) for item in self.items()]
        coverage = self.case.coverage
        payer = (coverage.payer, coverage.payer_id, sequence(coverage))
        return derived_id([self.case.case_id, payer, self.frequency, *zip(self.lines, charges, strict=True)])

    def line_id(self, line: ClaimLine) -> str:
        """REF*6R of a line."""
        return line_id(self.claim_id, line.line_number)

    @property
    def to_medicare(self) -> bool:
        """Whether the payer is Medicare Part B."""
        return self.filing_indicator == MEDICARE_PART_B

    def items(self) -> list[Item]:
        """The case's items that the lines bill, in the order of the lines."""
        by_number = {item.line_number: item for item in self.case.items}
        return [by_number[line.line_number] for line in self.lines]


def line_problems(claim: Claim) -> Iterator[str]:
    """What is wrong with the decided lines of one claim."""
    if not claim.lines:
        yield "has no line to bill"
    in_case = Counter(item.line_number for item in claim.case.items)
    billed = Counter(line.line_number for line in claim.lines)
    for number, times in billed.items():
        if in_case[number] != 1:
            yield f"has {in_case[number] or 'no'} items with line_number {number}; a claim line bills exactly one"
        if times > 1:
            yield f"items[line {number}] is billed {times} times in one claim"
    for line in claim.lines:
        if len(line.modifiers) > MOST_MODIFIERS:
            yield f"items[line {line.line_number}].modifiers: {len(line.modifiers)} modifiers, a line holds at most 4"
        if not all(_MODIFIER.fullmatch(modifier) for modifier in line.modifiers):
            yield f"items[line {line.line_number}].modifiers: each must be two letters or digits"
    papers = Counter(each.line_number for each in claim.case.attachments or () if each.line_number is not None)
    for number in sorted(set(papers) - set(in_case)):
        yield (
            f"attachments: {papers[number]} for line {number}, and the case has no such line (its lines: "
            f"{', '.join(map(str, sorted(in_case)))}); give each the number of its line, or none for the whole claim"
        )
    correction = claim.case.correction
    if claim.frequency != ORIGINAL and (correction is None or correction.payer_claim_number is None):
        yield "missing correction.payer_claim_number (the payer's number of the claim that this one corrects)"
    if claim.id is not None and not (len(claim.id) <= LONGEST_CLAIM_ID and _ID.fullmatch(claim.id)):
        yield f"the claim's id must be at most {LONGEST_CLAIM_ID} letters and digits"
    if all(in_case[number] == 1 for number in billed):
        yield from order_problems(claim.case, claim.items(), claim.to_medicare)
        yield from coverage_problems(claim.case)
