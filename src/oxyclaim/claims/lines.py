"""Decided lines and the claim they make up: what the writer of an 837P is given."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from oxyclaim.case.models import Case, Item
from oxyclaim.claims.filing import MEDICARE_PART_B

MOST_MODIFIERS = 4
"""SV101-3 to SV101-6."""
_MODIFIER = re.compile(r"[A-Z0-9]{2}")


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

    def items(self) -> list[Item]:
        """The case's items that the lines bill, in the order of the lines."""
        by_number = {item.line_number: item for item in self.case.items}
        return [by_number[line.line_number] for line in self.lines]


def line_problems(claim: Claim) -> Iterator[str]:
    """What is wrong with the decided lines of one claim."""
    if not claim.lines:
        yield "has no line to bill"
    if claim.case.coverage.primary is not None:
        yield "coverage.primary: a claim to a second payer carries the first one's amounts, which this file cannot"
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
