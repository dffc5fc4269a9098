"""The catalogue: everything the rule book holds, checked and compiled once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from oxyclaim.case.tables import Presumption
from oxyclaim.engine.denials import DenialBook
from oxyclaim.engine.parameters import (
    CatalogueError,
    Parameter,
    ParameterTables,
    Values,
    range_problems,
)
from oxyclaim.engine.plan import Plan, compile_plan
from oxyclaim.engine.words import Derived, Effect, Kind, Ledger, Output, Rule, Tally

GRADES = ("primary", "secondary", "unconfirmed")
"""From the strongest to the weakest."""


@dataclass(frozen=True)
class Authority:
    """A source: who issued it, what it is, where it stands, when it was read and how far it can be trusted."""

    id: str
    issuer: str
    title: str
    address: str
    grade: str
    read: date
    first: date | None = None
    last: date | None = None


def authority_id(cite: str) -> str:
    """The authority that a cite such as ``L33797, Group I`` names."""
    return cite.partition(",")[0]


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Rules, outputs, derived facts, parameters with their values, presumptions, authorities and denials."""

    rules: Sequence[Rule]
    outputs: Sequence[Output]
    derived: Sequence[Derived]
    parameters: Sequence[Parameter]
    values: Values
    presumptions: Sequence[Presumption]
    authorities: Mapping[str, Authority]
    payers: Mapping[str, str]
    hash: str
    tallies: Sequence[Tally] = ()
    ledgers: Sequence[Ledger] = ()
    denials: DenialBook = field(default_factory=DenialBook)

    @cached_property
    def plan(self) -> Plan:
        """The compiled rules, with everything that explanations read."""
        return self._compiled(explained=True)

    @cached_property
    def lenient_plan(self) -> Plan:
        """The compiled rules with every open question in its lenient reading."""
        return self._compiled(explained=False, lenient=True)

    @cached_property
    def bulk_plan(self) -> Plan:
        """The compiled rules, without what only explanations read."""
        return self._compiled(explained=False)

    def _compiled(self, explained: bool, lenient: bool = False) -> Plan:
        parts = (self.rules, self.outputs, self.derived)
        return compile_plan(*parts, explained, lenient, self.tallies, self.ledgers)

    @cached_property
    def parameter_tables(self) -> ParameterTables:
        """The payers' values as tables."""
        return ParameterTables(self.parameters, self.values)

    @cached_property
    def _readers(self) -> dict[str, set[str]]:
        readers: dict[str, set[str]] = {}
        for step in self.plan.steps:
            for expression in (expression for layer in step.layers for expression in layer.expressions):
                for fact in expression.meta.root_names():
                    readers.setdefault(fact, set()).add(expression.meta.output_name().partition(".")[2])
        return readers

    def readers(self, fact: str) -> set[str]:
        """The names of the criteria that read a fact."""
        return self._readers.get(fact, set())

    def grade(self, cites: Sequence[str]) -> str:
        """The weakest grade among the cites."""
        grades = [self.authorities[authority_id(cite)].grade for cite in cites]
        return max(grades, key=GRADES.index, default="unconfirmed")

    def check(self) -> None:
        """Raise CatalogueError with everything that is wrong with the catalogue."""
        problems = [*self._rule_problems(), *self._value_problems()]
        if problems:
            raise CatalogueError("\n".join(problems))

    def _rule_problems(self) -> list[str]:
        problems = []
        seen: set[str] = set()
        for rule in self.rules:
            if rule.id in seen:
                problems.append(f"{rule.id}: the id is used twice")
            seen.add(rule.id)
            problems += [f"{rule.id}: no authority {cite}" for cite in rule.authority if self._unknown(cite)]
            if not rule.authority:
                problems.append(f"{rule.id}: no source")
            elif self.grade(rule.authority) == "unconfirmed" and rule.not_met > Effect.REVIEW:
                problems.append(f"{rule.id}: an unconfirmed source can raise review, nothing stronger")
            if rule.unknown > Effect.REVIEW:
                problems.append(f"{rule.id}: what is unknown can raise review, nothing stronger")
            if rule.denial and self.denials.named(rule.denial) is None:
                problems.append(f"{rule.id}: the denial catalogue has no entry {rule.denial}")
            if rule.kind is Kind.FORECAST and not rule.denial:
                problems.append(f"{rule.id}: a forecast without the answer that it expects (denial)")
            if rule.kind is Kind.VERDICT and not rule.sentence:
                problems.append(f"{rule.id}: no sentence")
        return problems

    def _value_problems(self) -> list[str]:
        known = {parameter.name for parameter in self.parameters}
        problems = []
        for payer, by_name in self.values.items():
            for name, values in by_name.items():
                if name not in known:
                    problems.append(f"{payer}: no parameter is called {name}")
                problems += range_problems(f"{payer}: {name}", values)
                for value in values:
                    problems += [f"{payer}: {name}: no authority {c}" for c in value.authority if self._unknown(c)]
                    if not value.authority:
                        problems.append(f"{payer}: {name}: a value without a source")
        return problems

    def _unknown(self, cite: str) -> bool:
        return authority_id(cite) not in self.authorities
