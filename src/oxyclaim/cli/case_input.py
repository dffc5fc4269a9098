"""How every command takes its cases: out of files or a store, filled from the profile.

No command reads cases in another way, so that one case has one answer, whatever is asked of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from oxyclaim.cli.profile_place import Used, used
from oxyclaim.cli.store_place import Source, cases_from
from oxyclaim.services.cases import read_cases
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook, rule_book

if TYPE_CHECKING:
    from oxyclaim.case.files import CaseFile
    from oxyclaim.case.models import Case
    from oxyclaim.services.store.kept import Store


@dataclass(frozen=True)
class CaseInput:
    """The cases that a command was given, and all that is wrong with the others.

    ``inputs``: all files that were read, the profile among them, which no output may take the place of. ``profile``:
    the bytes of the file that filled the cases. ``store`` and ``versions``: where they stand, if in no files.
    """

    book: RuleBook
    inputs: "Sequence[CaseFile]"
    cases: "tuple[Case, ...]"
    problems: tuple[Problem, ...]
    profile: bytes | None
    store: "Store | None"
    versions: Mapping[str, int]

    def some(self, what: str = "bad input") -> "CaseInput":
        """Itself, where there is a case. Raises BadInput."""
        if not self.cases:
            raise BadInput(self.problems, what)
        return self

    def whole(self, what: str = "bad input") -> "CaseInput":
        """Itself, where nothing is wrong. Raises BadInput."""
        if self.problems:
            raise BadInput(self.problems, what)
        return self


@contextmanager
def cases_given(
    paths: Sequence[Path],
    payers: Path | None,
    profile: Path | None,
    store: str | None = None,
    *,
    any_payer: bool = False,
) -> Iterator[CaseInput]:
    """The cases of these files, or of a store. Raises BadInput.

    ``payers``: the folder of the user's payer files; ``profile``: what the option says. ``any_payer``: cases may name
    payers that the rule book does not know.
    """
    with cases_from(paths, store) as source:
        book = rule_book(payers)
        yield _read(source, book, used(profile, book), any_payer)


def _read(source: Source, book: RuleBook, fills: Used, any_payer: bool) -> CaseInput:
    read = read_cases(source.files, None if any_payer else book, profile=fills.profile)
    problems = (*source.problems, *read.problems)
    inputs = [*source.files, *([fills.path] if fills.path else [])]
    return CaseInput(book, inputs, read.cases, problems, fills.data, source.store, source.versions)
