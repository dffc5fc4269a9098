"""What do the rules say, on which sources do they rest, and what is each code?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.handbook import criteria_pages, register, rule_pages
from oxyclaim.handbook.model import CriteriaPage, RegisterEntry, RulePage
from oxyclaim.policy.codes import CodeSheet, load_codes
from oxyclaim.services.answers import Head, head
from oxyclaim.services.naming import each, one
from oxyclaim.services.rule_book import RuleBook


@dataclass(frozen=True, kw_only=True)
class RulesAnswer(Head):
    """The pages of the rules asked for, and the criteria that several of them use, each once."""

    rules: tuple[RulePage, ...]
    criteria: tuple[CriteriaPage, ...]


@dataclass(frozen=True, kw_only=True)
class AuthoritiesAnswer(Head):
    """The sources asked for, with everything that rests on each."""

    authorities: tuple[RegisterEntry, ...]


@dataclass(frozen=True, kw_only=True)
class CodesAnswer(Head):
    """The sheets of the codes asked for."""

    codes: tuple[CodeSheet, ...]


def rules(
    book: RuleBook, as_of: date, id: str | None = None, *, full: bool = False, with_cases: bool = True
) -> RulesAnswer:
    """All rules, or one. Raises BadInput.

    ``full``: the page itself unfolds the criteria that several rules use. ``with_cases``: with the worked cases, which
    takes longer.
    """
    if id is None:
        pages = rule_pages(book, with_cases=with_cases)
    else:
        known = [rule.id for rule in book.rules]
        pages = rule_pages(book, one(id, known, "rule", "rules"), full=full, with_cases=with_cases)
    return RulesAnswer(
        **head("rules", book, as_of), rules=tuple(pages), criteria=tuple(criteria_pages(book, pages))
    )  # fmt: skip


def authorities(book: RuleBook, as_of: date, id: str | None = None) -> AuthoritiesAnswer:
    """All sources, or one. Raises BadInput."""
    by_id = {entry.source.id: entry for entry in register(book, load_codes(book))}
    wanted = list(by_id) if id is None else [one(id, by_id, "source", "authorities")]
    return AuthoritiesAnswer(**head("authorities", book, as_of), authorities=tuple(by_id[id] for id in wanted))


def codes(book: RuleBook, as_of: date, wanted: Sequence[str] = ()) -> CodesAnswer:
    """All codes, or these. Raises BadInput."""
    by_code = {sheet.code: sheet for sheet in load_codes(book)}
    chosen = each(wanted, by_code, "oxygen code", "codes") if wanted else list(by_code)
    return CodesAnswer(**head("codes", book, as_of), codes=tuple(by_code[code] for code in chosen))
