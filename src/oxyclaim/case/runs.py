"""Cases of one member that are judged in one run: each knows the lines of the others."""

from collections.abc import Sequence

from oxyclaim.case.member import member_key
from oxyclaim.case.models import Case, ClaimedLine


def in_one_run(cases: Sequence[Case]) -> list[Case]:
    """The cases, in their order; of several with one payer and member each knows the lines of the others."""
    together: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        if (member := _member(case)) is not None:
            together.setdefault(member, []).append(case)
    return [_beside(case, together.get(_member(case) or ("", ""), ())) for case in cases]


def _member(case: Case) -> tuple[str, str] | None:
    id = member_key(case.coverage.member_id)
    return (case.coverage.payer.partition("/")[0], id) if id else None


def _beside(case: Case, together: Sequence[Case]) -> Case:
    others = [each for each in together if each is not case]
    if not others:
        return case
    lines = [
        ClaimedLine(case_id=other.case_id, code=item.code, service_date=item.service_date, acquisition=item.acquisition)
        for other in others
        for item in other.items
    ]
    return case.beside(tuple(lines))
