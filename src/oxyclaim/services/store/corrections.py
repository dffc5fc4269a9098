"""The claims of a store that went out before, for cases that correct them."""

from collections.abc import Sequence

from oxyclaim.case.models import Case
from oxyclaim.services.correction import FirstClaim, FirstLine
from oxyclaim.services.store.kept import Store


def sent_claims(store: Store, cases: Sequence[Case]) -> dict[str, list[FirstClaim]]:
    """By case id, its claims that went out, in the order in which they did."""
    lines: dict[tuple[str, str], list[FirstLine]] = {}
    for each in store.sent_lines([case.case_id for case in cases]):
        line = FirstLine(
            each.line_number, each.code, each.modifiers, each.service_date, each.charge_cents, each.narrative
        )
        lines.setdefault((each.case_id, each.claim_id), []).append(line)
    found: dict[str, list[FirstClaim]] = {}
    for (case_id, claim_id), some in lines.items():
        found.setdefault(case_id, []).append(FirstClaim(claim_id, tuple(some)))
    return found
