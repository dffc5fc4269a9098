"""Everything that holds for a payer on a day: each value in words, with its source, its age and whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from oxyclaim.engine.catalogue import Catalogue, Profile, authority_id
from oxyclaim.engine.parameters import NEVER, Parameter, Value, value_in_force
from oxyclaim.policy.payer_files.resolving import Own, set_by
from oxyclaim.policy.payer_files.subjects import Subject, subjects
from oxyclaim.policy.payer_files.wording import in_words


@dataclass(frozen=True)
class Holding:
    """A value that holds: ``as_of`` is the day for which its oldest source speaks.

    ``age_months`` counts to the day asked about, where the source ages. ``only_review`` says why a verdict that rests
    on it is for review, or is empty. ``inherited_from`` is empty where the payer sets the value itself. ``contested``
    are other sources' values.
    """

    parameter: str
    title: str
    value: Any
    words: tuple[str, ...]
    first: date
    last: date | None
    sources: tuple[str, ...]
    grade: str
    as_of: date
    age_months: int | None
    only_review: str
    inherited_from: str
    contested: tuple[tuple[str, ...], ...]
    note: str


@dataclass(frozen=True)
class Section:
    """What holds of one subject; ``silent`` are the titles of what the payer leaves open of it."""

    title: str
    holdings: tuple[Holding, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True)
class PayerSheet:
    """A payer on a day. ``rules`` are the ids of the rules that judge its lines, by family (COV, PAY ...)."""

    payer: str
    name: str
    line_of_business: str
    state: str
    status: str
    inherits: tuple[str, ...]
    day: date
    sections: tuple[Section, ...]
    rules: Mapping[str, tuple[str, ...]]


def sheet(catalogue: Catalogue, owns: Mapping[str, Own], payer: str, day: date) -> PayerSheet:
    """The payer's sheet for a service date."""
    profile = catalogue.profiles[payer]
    used = [rule for rule in catalogue.rules if catalogue.uses(payer, rule, day)]
    rules: dict[str, tuple[str, ...]] = {}
    for rule in used:
        family = rule.id.partition("-")[0]
        rules[family] = (*rules.get(family, ()), rule.id)
    sections = (_section(each, catalogue, owns, payer, day) for each in subjects(catalogue))
    return PayerSheet(
        payer, profile.name, profile.line_of_business, profile.state, profile.status, ancestors(catalogue, profile),
        day,
        tuple(each for each in sections if each.holdings or each.silent), rules,
    )  # fmt: skip


def ancestors(catalogue: Catalogue, profile: Profile) -> tuple[str, ...]:
    """From whom it inherits, the nearest first."""
    found = []
    while profile.inherits:
        found.append(profile.inherits)
        profile = catalogue.profiles[profile.inherits]
    return tuple(found)


def _section(subject: Subject, catalogue: Catalogue, owns: Mapping[str, Own], payer: str, day: date) -> Section:
    holdings, silent = [], []
    for parameter in subject.parameters:
        value = value_in_force(catalogue.values[payer].get(parameter.name, ()), day)
        if value is not None and value.value is not None:
            holdings.append(_holding(parameter, value, catalogue, set_by(owns, payer, parameter.name, day), payer, day))
        elif subject.own:
            silent.append(parameter.title)
    return Section(subject.title, tuple(holdings), tuple(silent))


def _holding(parameter: Parameter, value: Value, catalogue: Catalogue, setter: str, payer: str, day: date) -> Holding:
    cited = [catalogue.authorities[authority_id(cite)] for cite in value.authority]
    oldest = min(each.as_of for each in cited)
    return Holding(
        parameter=parameter.name,
        title=parameter.title,
        value=value.value,
        words=in_words(parameter, value.value),
        first=value.first,
        last=value.last,
        sources=value.authority,
        grade=catalogue.grade(value.authority),
        as_of=oldest,
        age_months=_months(oldest, day) if any(each.payer for each in cited) else None,
        only_review=_why_review(value, day),
        inherited_from="" if setter == payer else setter,
        contested=tuple(in_words(parameter, other) for other in value.contested),
        note=value.note,
    )


def _why_review(value: Value, day: date) -> str:
    if value.rests_until == NEVER:
        return "review only: its source is not the payer's own text"
    if value.rests_until is not None and value.rests_until < day:
        return "review only: its source is more than 24 months old"
    return ""


def _months(since: date, day: date) -> int:
    whole = (day.year - since.year) * 12 + day.month - since.month
    return max(whole - (day.day < since.day), 0)
