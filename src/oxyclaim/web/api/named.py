"""The claim that a call names by its id."""

from dataclasses import dataclass

from oxyclaim.case.canonical import case_of
from oxyclaim.case.models import Case
from oxyclaim.services.desk.claims import ClaimTold, case_with, claim_of, key_of
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.programs.patients import check_text
from oxyclaim.web.api.calls import Call


@dataclass(frozen=True)
class Named:
    """A claim, with its patient's case as it stands and the version of it."""

    case: Case
    version: int
    claim: ClaimTold


def claim_named(call: Call, claim_id: str) -> Named:
    """The claim of the caller's supplier with this id; the log names its case. Raises BadInput where there is none."""
    check_text(claim_id)
    case_id = case_with(call.desk, claim_id)
    if case_id is None:
        raise BadInput([Problem("no_claim", "no claim with this id went out for a patient", path="claim")])
    call.about(case_id)
    head = call.desk.head(case_id)
    case = case_of(head.text)
    claim = claim_of(call.desk, case, key_of(claim_id), call.office.rule_book(), call.office.today())
    if claim is None:
        raise BadInput([Problem("no_account", "the ledger has no account of this claim", path="claim")])
    return Named(case, head.version, claim)
