"""The subjects of the rule book, with the parameters that belong to each: those of payers' own rules first."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

import yaml

from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import Parameter

POLICY = Path(__file__).parents[1]
OWN_RULES = "PAY-"
"""How the ids of the rules begin that a payer's own values switch on."""
_TITLES = {
    "payment": "What the payer pays",
    "payment.contract": "What the payer allows by its contract",
    "ledger.rental_months": "How many rental months a payer pays",
}
"""Titles that fit every payer, where the folder's own are Medicare's or there are none."""
_FIRST = ("coverage.code_status", "coverage.own_criteria", "coverage.hours_away", "coverage.authorization",
          "coverage.step_therapy", "coverage.acquisition_allowed", "ledger.rent_limits", "coverage.rent_to_own",
          "ledger.rental_months", "ledger.billing_interval", "coverage.own_papers", "coverage.network",
          "coverage.bundles", "coding.own_modifiers", "scrub.secondary_claim", "scrub.injury",
          "scrub.filing_clock", "scrub.advance_decision", "payment.contract")  # fmt: skip
"""What payers differ in, in the order of a claim's life; the other subjects follow by stage."""
_STAGES = ("coverage", "coding", "ledger", "scrub", "payment")


@dataclass(frozen=True)
class Subject:
    """A folder of the rule book: its name, its title, its parameters. ``own``: what payers mostly differ in."""

    folder: str
    title: str
    parameters: tuple[Parameter, ...]
    own: bool


def subjects(catalogue: Catalogue) -> list[Subject]:
    """All subjects that hold parameters."""
    known = {parameter.name: parameter for parameter in catalogue.parameters}
    found = [
        Subject(folder, _title(folder), tuple(known[name] for name in names), folder in _FIRST)
        for folder, names in _folders().items()
    ]
    return sorted(found, key=_place)


def _place(subject: Subject) -> tuple[int, int, str]:
    if subject.own:
        return 0, _FIRST.index(subject.folder), ""
    return 1, _STAGES.index(subject.folder.partition(".")[0]), subject.folder


@cache
def _folders() -> dict[str, tuple[str, ...]]:
    return dict(_read())


def _read() -> Iterator[tuple[str, tuple[str, ...]]]:
    for path in sorted(POLICY.rglob("parameters.yaml")):
        folder = ".".join(path.parent.relative_to(POLICY).parts).removeprefix("rules.")
        yield folder, tuple(yaml.safe_load(path.read_text(encoding="utf-8")))


def _title(folder: str) -> str:
    if folder in _TITLES:
        return _TITLES[folder]
    about = inspect.getdoc(import_module(f"oxyclaim.policy.rules.{folder}")) or folder
    title = about.partition("\n")[0].rstrip(".")
    return title[:1].upper() + title[1:]
