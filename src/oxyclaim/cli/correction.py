"""``oxyclaim correction``."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from oxyclaim.cli.case_input import cases_given
from oxyclaim.cli.doors import ended, show, telling, write_json
from oxyclaim.services.correction import claims_in, correct
from oxyclaim.services.store.claiming import sent_before
from oxyclaim.services.store.corrections import sent_claims
from oxyclaim.views.correction import view


def run(
    paths: Sequence[Path],
    first: Path | None,
    as_json: bool,
    as_of: date,
    profile: Path | None,
    payers: Path | None,
    store: str | None,
) -> int:
    """Read, ask, show. ``first``: a claim file that holds the first claims. Returns the exit code."""
    with telling(as_json), cases_given(paths, payers, profile, store) as given:
        cases = given.whole().cases
        sent = sent_before(given.store, cases, given.book) if given.store else None
        if first is not None:
            before = claims_in(first, cases)
        else:
            before = sent_claims(given.store, cases) if given.store else {}
        answer = correct(cases, as_of, given.book, before, sent)
        write_json(answer) if as_json else show(view(answer))
    return ended(answer.is_fine)
