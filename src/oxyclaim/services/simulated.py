"""What is told of a simulation. The simulator itself stands apart and is known to its own command alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from oxyclaim.services.answers import Head, head
from oxyclaim.services.rule_book import RuleBook


@dataclass(frozen=True, kw_only=True)
class SimulatedAnswer(Head):
    """A run of the made-up payers: what came in, what they answered, what they paid, and where it all is.

    ``claims``: claims by state (rejected, silent, open, answered); ``replies``: files by kind. Amounts in cents.
    """

    scenario: str
    seed: int
    first_day: date
    last_day: date
    claim_files: int
    claims: dict[str, int]
    replies: dict[str, int]
    payments: int
    deposited_cents: int
    debts_open_cents: int
    folder: str
    state: str
    truth: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class ScenarioEntry:
    """A scenario by its name, and what happens in it."""

    name: str
    says: str


@dataclass(frozen=True, kw_only=True)
class ScenariosAnswer(Head):
    """The scenarios there are."""

    scenarios: tuple[ScenarioEntry, ...]


def simulated(facts: Mapping[str, Any], book: RuleBook, as_of: date) -> SimulatedAnswer:
    """The answer with these facts of the run."""
    return SimulatedAnswer(**head("simulated", book, as_of), **facts)


def scenarios(said: Mapping[str, str], book: RuleBook, as_of: date) -> ScenariosAnswer:
    """The answer that lists scenarios by name."""
    entries = tuple(ScenarioEntry(name, says) for name, says in said.items())
    return ScenariosAnswer(**head("scenarios", book, as_of), scenarios=entries)
