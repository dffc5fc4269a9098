"""What another process, here or on another machine, must be told to judge as this one does."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from oxyclaim.case.profile import Profile
from oxyclaim.services.judge.pieces import Law
from oxyclaim.services.rule_book import RuleBook, rule_book


class OtherRuleBook(Exception):
    """A worker's rule book is not the one of the run: its program or its payer files are others."""


@dataclass(frozen=True)
class Sheet:
    """A law as it is sent: where payer files are, the rule book's hash in place of the book, and all else."""

    payers: Path | None
    rule_book: str
    as_of: date
    profile: Profile | None
    masks: bool
    doubled: frozenset[str]

    @classmethod
    def of(cls, law: Law, payers: Path | None) -> "Sheet":
        """The sheet of a law. ``payers``: the folder of payer files with which its book was opened."""
        folder = payers.resolve() if payers else None
        return cls(folder, law.book.hash, law.as_of, law.profile, law.masks, law.doubled)


def law_of(sheet: Sheet) -> Law:
    """The law of a sheet, by a rule book that a process opens once. Raises OtherRuleBook."""
    return Law(_book(sheet.payers, sheet.rule_book), sheet.as_of, sheet.profile, sheet.masks, sheet.doubled)


@lru_cache(maxsize=4)
def _book(payers: Path | None, wanted: str) -> RuleBook:
    book = rule_book(payers)
    if book.hash != wanted:
        raise OtherRuleBook(f"this worker's rule book is {book.hash}, and the run's is {wanted}")
    return book
