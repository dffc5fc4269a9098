"""Which version of the program, and which rule book?"""

from dataclasses import dataclass
from datetime import date

from oxyclaim.services.answers import Head, head
from oxyclaim.services.rule_book import RuleBook


@dataclass(frozen=True, kw_only=True)
class VersionAnswer(Head):
    """The head says it all."""


def version(book: RuleBook, as_of: date) -> VersionAnswer:
    """The version and the rule book's hash."""
    return VersionAnswer(**head("version", book, as_of))
