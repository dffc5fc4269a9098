"""Which payers there are, what holds for one on a day, and how several differ."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from oxyclaim.policy.loading import payers_of
from oxyclaim.policy.payer_files import comparing
from oxyclaim.policy.payer_files.listing import Listed, listed
from oxyclaim.policy.payer_files.sheet import PayerSheet, Section, sheet
from oxyclaim.services.answers import Head, head, plain
from oxyclaim.services.naming import each, one
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook


@dataclass(frozen=True, kw_only=True)
class PayersAnswer(Head):
    """All payers, each followed by its plans; also those that are there to be inherited from only (``abstract``)."""

    payers: tuple[Listed, ...]


@dataclass(frozen=True, kw_only=True)
class PayerAnswer(PayerSheet, Head):
    """Everything that holds for a payer on a service date."""


@dataclass(frozen=True, kw_only=True)
class ComparisonAnswer(comparing.Comparison, Head):
    """Payers side by side on a service date."""


def payers(book: RuleBook, folder: Path | None, as_of: date) -> PayersAnswer:
    """All payers of the rule book, which was opened with this folder of payer files."""
    return PayersAnswer(**head("payers", book, as_of), payers=tuple(listed(book, payers_of(folder).owns)))


def show_payer(payer: str, day: date, book: RuleBook, folder: Path | None, as_of: date) -> PayerAnswer:
    """One payer, or ``payer/plan``, for a service date. Raises BadInput."""
    found = known_payer(payer, book)
    shown = sheet(book, payers_of(folder).owns, found, day)
    sections = tuple(_plain(section) for section in shown.sections)
    return PayerAnswer(**head("payer", book, as_of), **vars(shown) | {"sections": sections})


def _plain(section: Section) -> Section:
    """With values that JSON has."""
    return replace(section, holdings=tuple(replace(each, value=plain(each.value)) for each in section.holdings))


def compare(chosen: Sequence[str], day: date, book: RuleBook, as_of: date) -> ComparisonAnswer:
    """Two payers or more for a service date. Raises BadInput."""
    known = each(chosen, book.profiles, "payer", "payers --all")
    if len(known) < 2:
        message = "give two payers or more, such as: oxyclaim payers compare medicare medicare_advantage"
        raise BadInput([Problem("one_payer", message)])
    return ComparisonAnswer(**head("comparison", book, as_of), **vars(comparing.compare(book, known, day)))


def known_payer(payer: str, book: RuleBook) -> str:
    """The payer that is meant. Raises BadInput."""
    return one(payer, book.profiles, "payer", "payers --all")
