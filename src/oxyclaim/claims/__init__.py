"""A decided line becomes a claim: assembly, 837P, validation by an independent implementation."""

from oxyclaim.claims.errors import ClaimError
from oxyclaim.claims.lines import Claim, ClaimLine
from oxyclaim.claims.missing import missing_claim_data
from oxyclaim.claims.pyx12_report import X12Problem
from oxyclaim.claims.validation import validate_837p
from oxyclaim.claims.writing import ClaimFile, ControlNumbers, Limits, claim_problems, write_claims

__all__ = [
    "Claim",
    "ClaimError",
    "ClaimFile",
    "ClaimLine",
    "ControlNumbers",
    "Limits",
    "X12Problem",
    "claim_problems",
    "missing_claim_data",
    "validate_837p",
    "write_claims",
]
