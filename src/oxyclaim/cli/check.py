"""``oxyclaim check``."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from oxyclaim.case.models import Case
from oxyclaim.claims.fees import FeeStore
from oxyclaim.cli.case_input import cases_given
from oxyclaim.cli.doors import counting, ended, show, tell_of_others, telling, write_json
from oxyclaim.services.cases import under
from oxyclaim.services.check import CheckAnswer, CheckRequest, check
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.keeping import keep_verdicts
from oxyclaim.services.store.kept import Change
from oxyclaim.services.what_if import payers_named, what_if

MANY_LINES = 400
"""So many lines take more than a second."""


def run(
    paths: Sequence[Path],
    as_json: bool,
    as_of: date,
    denial_notice: bool,
    fees: FeeStore,
    payers: Sequence[str],
    payers_folder: Path | None,
    store: str | None = None,
    keep: Change | None = None,
    profile: Path | None = None,
) -> int:
    """Read, ask, show. Returns the exit code.

    ``payers``: judge every case as if the patient had each of these. ``store``: where the cases are, if not in files;
    ``keep``: who keeps the verdicts there, and why. ``profile``: the file that fills what the cases leave out.
    """
    with telling(as_json), cases_given(paths, payers_folder, profile, store, any_payer=bool(payers)) as given:
        book, problems = given.book, given.problems
        chosen = payers_named(payers, book)
        read = given.some().cases
        if len(chosen) > 1:
            is_fine = _compared(read, chosen, as_of, book, as_json)
        else:
            cases = under(read, chosen[0]) if chosen else list(read)
            request = CheckRequest(cases, as_of, fees, denial_notice, problems, supposed=bool(chosen))
            answer = _checked(request, book)
            numbers: list[int] = []
            if keep and given.store:
                numbers = keep_verdicts(
                    given.store, answer, request, given.versions, payers_folder, keep, given.profile
                )
            _shown(answer, denial_notice, numbers, as_json)
            is_fine = answer.is_fine
    if not as_json:
        tell_of_others(problems)
    return ended(is_fine, problems)


def _checked(request: CheckRequest, book: RuleBook) -> CheckAnswer:
    with counting("Checking lines", sum(len(case.items) for case in request.cases), MANY_LINES) as on_line:
        return check(request, book, on_line)


def _shown(answer: CheckAnswer, formal_denial: bool, numbers: Sequence[int], as_json: bool) -> None:
    from oxyclaim.views.check import view
    from oxyclaim.views.store import kept

    if as_json:
        write_json(answer)
        return
    show(view(answer, formal_denial))
    if numbers:
        show(kept(numbers))


def _compared(cases: Sequence[Case], payers: Sequence[str], as_of: date, book: RuleBook, as_json: bool) -> bool:
    from oxyclaim.views.what_if import view

    answer = what_if(cases, payers, as_of, book)
    write_json(answer) if as_json else show(view(answer))
    return answer.is_fine
