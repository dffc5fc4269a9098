"""Small made-up claims as the frames that a reader gives."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from oxyclaim.bulk.claim_tables import ClaimPiece
from oxyclaim.x12.claim_837p.schema import CLAIMS, LINES

SUPPLIER, OTHER_SUPPLIER = "1234567893", "1679576722"


@dataclass(frozen=True)
class Billed:
    """One line of a claim of its own, or, with the claim's number repeated, of a common one."""

    claim: int
    code: str = "E1390"
    day: date | None = date(2025, 5, 8)
    member: str | None = "1EG4TE5MK73"
    supplier: str | None = SUPPLIER
    frequency: str = "1"
    modifiers: tuple[str, ...] = ("RR",)
    payer: str | None = "MB"
    outcome: str | None = None


def piece(*billed: Billed) -> ClaimPiece:
    """The claims of some lines, in the order of their numbers."""
    heads = {each.claim: each for each in reversed(billed)}
    claims = [
        {
            "claim": number,
            "claim_id": f"C{number}",
            "member_id": head.member,
            "filing_indicator": head.payer,
            "billing_npi": head.supplier,
            "frequency": head.frequency,
        }
        for number, head in sorted(heads.items())
    ]
    lines = [
        {
            "claim": each.claim,
            "position": sum(other.claim == each.claim for other in billed[: at + 1]),
            "code": each.code,
            "modifiers": list(each.modifiers),
            "service_from": each.day,
            "charge_cents": 39500,
            "outcome": each.outcome,
        }
        for at, each in enumerate(billed)
    ]
    return ClaimPiece(
        pl.DataFrame(claims, schema=CLAIMS).sort("claim"),
        pl.DataFrame(lines, schema=LINES | {"outcome": pl.String}).sort("claim", "position"),
    )
