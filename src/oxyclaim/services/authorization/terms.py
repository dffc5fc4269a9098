"""What the payer's file says on a day, with its source, grade and age."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from oxyclaim.engine.catalogue import Catalogue, authority_id
from oxyclaim.engine.parameters import NEVER, Value, value_in_force
from oxyclaim.engine.sentences import written
from oxyclaim.services.authorization.contents import Cite, Term, TermValue


def _plain(value: Any) -> TermValue:
    """A number or words as they are, a list as a tuple of words, anything else in words."""
    if isinstance(value, (list, tuple)):
        return tuple(each if isinstance(each, str) else written(each) for each in value)
    return value if isinstance(value, (int, str)) else written(value)


def term(catalogue: Catalogue, payer: str, name: str, day: date, words: Callable[[Any], TermValue] = _plain) -> Term:
    """The value of a parameter on a service date. ``words``: how the value is told."""
    found = value_in_force(catalogue.values.get(payer, {}).get(name, ()), day)
    if found is None or found.value is None:
        return Term()
    return Term(words(found.value), cites(catalogue, found.authority), _doubt(found, day))


def whole(term: Term) -> int | None:
    """The value of a parameter that is a whole number."""
    return term.value if isinstance(term.value, int) else None


def listed(term: Term) -> tuple[str, ...]:
    """The value of a parameter that is a list of words."""
    return term.value if isinstance(term.value, tuple) else ()


def cites(catalogue: Catalogue, authorities: Sequence[str]) -> tuple[Cite, ...]:
    """The sources that a value names."""
    return tuple(_cite(catalogue, each) for each in authorities)


def _cite(catalogue: Catalogue, cite: str) -> Cite:
    authority = catalogue.authorities[authority_id(cite)]
    return Cite(cite, f"{authority.issuer}, {authority.title}", authority.grade, authority.as_of)


def _doubt(value: Value, day: date) -> str | None:
    told = []
    if value.rests_until == NEVER:
        told.append("the source is not the payer's own text: make sure with the payer")
    elif value.rests_until is not None and value.rests_until < day:
        told.append(f"the source was recent enough until {value.rests_until}: make sure with the payer")
    if value.contested:
        told.append(f"other sources say {' or '.join(_told(each) for each in value.contested)}")
    return "; ".join(told) or None


def _told(value: object) -> str:
    return "something else" if isinstance(value, tuple) else written(value)
