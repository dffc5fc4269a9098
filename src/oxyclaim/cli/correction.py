"""``oxyclaim correction``."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from oxyclaim.cli.doors import ended, show, telling, write_json
from oxyclaim.cli.profile_place import used
from oxyclaim.cli.store_place import cases_from
from oxyclaim.services.cases import read_cases
from oxyclaim.services.correction import claims_in, correct
from oxyclaim.services.problems import BadInput
from oxyclaim.services.rule_book import rule_book
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
    with telling(as_json), cases_from(paths, store) as source:
        book = rule_book(payers)
        read = read_cases(source.files, book, profile=used(profile, book).profile)
        if source.problems or read.problems:
            raise BadInput((*source.problems, *read.problems))
        sent = sent_before(source.store, read.cases, book) if source.store else None
        if first is not None:
            before = claims_in(first, read.cases)
        else:
            before = sent_claims(source.store, read.cases) if source.store else {}
        answer = correct(read.cases, as_of, book, before, sent)
        write_json(answer) if as_json else show(view(answer))
    return ended(answer.is_fine)
