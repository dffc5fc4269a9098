"""The catalogue: everything the rule book holds, checked and compiled once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from functools import cached_property

import polars as pl

from oxyclaim.case.days import add_months
from oxyclaim.case.tables import Presumption
from oxyclaim.engine.charging import ChargeBook
from oxyclaim.engine.denials import DenialBook
from oxyclaim.engine.evaluate import Evaluation, evaluate
from oxyclaim.engine.fingerprint import columns_read
from oxyclaim.engine.parameters import (
    NEVER,
    CatalogueError,
    Parameter,
    ParameterTables,
    Value,
    Values,
    range_problems,
    value_in_force,
    value_on,
)
from oxyclaim.engine.plan import Plan, Use, compile_plan
from oxyclaim.engine.roles import Role, Yields
from oxyclaim.engine.words import Derived, Effect, Kind, Ledger, Output, Rule, Tally

GRADES = ("primary", "secondary", "unconfirmed")
"""From the strongest to the weakest."""


@dataclass(frozen=True)
class Authority:
    """A source: who issued it, what it is, where it stands, when it was read and how far it can be trusted.

    Of a payer's own file: ``kind`` is law, contract or policy, ``dated`` the day of the text, ``reviewed`` the day on
    which somebody last made sure of it, ``payer`` the file. Such a source ages, see ``rests_until``.
    """

    id: str
    issuer: str
    title: str
    address: str
    grade: str
    read: date
    first: date | None = None
    last: date | None = None
    kind: str = ""
    dated: date | None = None
    reviewed: date | None = None
    payer: str = ""

    @property
    def as_of(self) -> date:
        """The day for which it speaks: the latest of its own date and a review, or, undated, when it was read."""
        return max((day for day in (self.dated, self.reviewed) if day), default=self.read)

    @property
    def rests_until(self) -> date | None:
        """The last service date on which a verdict can rest on it; None where it does not age."""
        if not self.payer:
            return None
        return add_months(self.as_of, RECENT_MONTHS) if self.grade == GRADES[0] else NEVER


RECENT_MONTHS = 24
"""Months for which a payer's own text can be rested on; payers change their policies without notice."""

PLANS_REMEMBERED = 1_000
"""So many plans for a few columns are kept."""

DAYS_REMEMBERED = 10_000
"""So many payers and days are kept with the rules in force on them."""

ALWAYS_FROM = date(1989, 6, 1)
"""The first service date that the rule book knows."""


@dataclass(frozen=True)
class Profile:
    """What is known of a payer or of one of its plans, apart from its values.

    ``status``: ``built in``, ``verified`` or ``unverified``. ``family``: the payer and its plans, whose months are one
    member's months with that payer.
    """

    id: str
    name: str
    line_of_business: str
    status: str
    family: str
    state: str = ""
    inherits: str = ""
    abstract: bool = False


class How(Enum):
    """What a compiled rule book is for."""

    EXPLAINED = "with everything that explanations read"
    LENIENT = "with every open question in its lenient reading"
    BULK = "without what only explanations read"


class Ready:
    """The rule book made ready for some payers: their values, and the rules that at least one of them uses."""

    def __init__(self, catalogue: "Catalogue", payers: frozenset[str]):
        self._catalogue = catalogue
        self.payers = sorted(payers)
        used = {rule.id for payer in self.payers for rule in catalogue.rules_of(payer)}
        self.rules = [rule for rule in catalogue.rules if rule.id in used]

    @cached_property
    def _use(self) -> tuple[Use, list[Parameter], Values]:
        """How the payers use the rules, and the parameters that say so."""
        switches = {payer: self._catalogue.switches[payer] for payer in self.payers}
        masks: dict[str, str] = {}
        named: dict[object, str] = {}
        own: dict[str, dict[str, tuple[Value, ...]]] = {payer: {} for payer in self.payers}
        for rule in self.rules:
            lines = tuple(
                tuple((each.first, each.last) for each in switches[payer].get(rule.id, ()) if each.value)
                for payer in self.payers
            )
            if all(line == ((ALWAYS_FROM, None),) for line in lines):
                continue
            name = named.setdefault(lines, f"used.{rule.id}")
            masks[rule.id] = f"p.{name}"
            for payer in self.payers:
                own[payer].setdefault(name, switches[payer].get(rule.id, ()))
        rests: dict[str, str] = {}
        for rule in self.rules:
            dated = {payer: self._rests(rule, payer) for payer in self.payers}
            if any(dated.values()):
                rests[rule.id] = f"p.rests.{rule.id}"
                for payer, values in dated.items():
                    own[payer][f"rests.{rule.id}"] = values
        using = {
            rule.id: frozenset(p for p in self.payers if any(v.value for v in switches[p].get(rule.id, ())))
            for rule in self.rules
        }
        parameters = [Parameter(name, "", "truth", "service_date") for name in dict.fromkeys(named.values())]
        parameters += [Parameter(name.removeprefix("p."), "", "date", "service_date") for name in rests.values()]
        return Use(self.payers, using, masks, rests), parameters, own

    def _rests(self, rule: Rule, payer: str) -> tuple[Value, ...]:
        """Until when what a rule rests on is recent enough, from each day on which that changes."""
        catalogue = self._catalogue
        if payer not in catalogue.ageing:
            return ()
        by_name = catalogue.values[payer]
        values = [value for name in catalogue.parameters_read(rule) for value in by_name.get(name, ())]
        values += catalogue.switches[payer].get(rule.id, ())
        if all(value.rests_until is None for value in values):
            return ()
        days = sorted({v.first for v in values} | {v.last + timedelta(days=1) for v in values if v.last})
        found = []
        for day, following in zip(days, [*days[1:], None], strict=True):
            until = [value.rests_until for _, value in catalogue.behind(rule, payer, day)]
            last = following - timedelta(days=1) if following else None
            found.append(Value(day, last, min((each for each in until if each), default=None), ()))
        return tuple(found)

    @cached_property
    def parameter_tables(self) -> ParameterTables:
        """The payers' values as tables."""
        _, parameters, own = self._use
        values = {payer: {**self._catalogue.values[payer], **own[payer]} for payer in self.payers}
        return ParameterTables([*self._catalogue.parameters, *parameters], values)

    def plan(self, how: How) -> Plan:
        """The compiled rules."""
        if how not in self._plans:
            book = self._catalogue
            parts = (self.rules, book.outputs, book.derived, how is How.EXPLAINED, how is How.LENIENT)
            self._plans[how] = compile_plan(*parts, book.tallies, book.ledgers, self._use[0])
        return self._plans[how]

    @cached_property
    def _plans(self) -> dict[How, Plan]:
        return {}

    def plan_of(self, columns: frozenset[str]) -> Plan:
        """What these columns and facts need, with what explanations read of the records behind them."""
        if columns not in self._plans_of:
            if len(self._plans_of) >= PLANS_REMEMBERED:
                self._plans_of.clear()
            book = self._catalogue
            parts = (self.rules, book.outputs, book.derived, True, False, book.tallies, book.ledgers, self._use[0])
            self._plans_of[columns] = compile_plan(*parts, columns)
        return self._plans_of[columns]

    @cached_property
    def _plans_of(self) -> dict[frozenset[str], Plan]:
        return {}

    def readers(self, fact: str) -> set[str]:
        """The names of the criteria that read a fact."""
        return self._readers.get(fact, set())

    @cached_property
    def _readers(self) -> dict[str, set[str]]:
        readers: dict[str, set[str]] = {}
        for step in self.plan(How.EXPLAINED).steps:
            for expression in (expression for layer in step.layers for expression in layer.expressions):
                for fact in expression.meta.root_names():
                    readers.setdefault(fact, set()).add(expression.meta.output_name().partition(".")[2])
        return readers


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
    switches: Values = field(default_factory=dict)
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    tallies: Sequence[Tally] = ()
    ledgers: Sequence[Ledger] = ()
    denials: DenialBook = field(default_factory=DenialBook)
    charges: ChargeBook = field(default_factory=ChargeBook)
    origin: "Callable[[], Catalogue] | None" = None
    """Gives the same in another process; None where it can be made only here."""

    def ready_for(self, payers: Iterable[str]) -> "Ready":
        """The rules that some of these payers use, compiled, and these payers' values.

        One payer has its own, which is quickest. Several share what was made for them and others, so that whoever
        meets ever other mixtures of payers makes no more than one for each payer.
        """
        chosen = frozenset(payer for payer in payers if payer in self.values)
        several = [made for made in tuple(self._ready) if len(made) > 1 < len(chosen)]
        serving = chosen if chosen in self._ready else min((s for s in several if chosen <= s), key=len, default=None)
        if serving is None:
            serving = chosen.union(*several)
            self._ready[serving] = Ready(self, serving)
        return self._ready[serving]

    @cached_property
    def _ready(self) -> "dict[frozenset[str], Ready]":
        return {}

    @cached_property
    def beside(self) -> dict[object, object]:
        """What others have made of the rule book and keep for as long as there is the rule book."""
        return {}

    def evaluated(self, frames: dict[str, pl.DataFrame], how: "How") -> Evaluation:
        """Evaluate case tables (see ``oxyclaim.case.tables``) by the rules of their lines' payers."""
        ready = self._ready_for_lines(frames)
        return evaluate(frames, ready.parameter_tables, ready.plan(how))

    def evaluated_for(self, frames: dict[str, pl.DataFrame], columns: frozenset[str]) -> Evaluation:
        """The same, but only these columns and facts and what they rest on, for explanations of a few rules."""
        ready = self._ready_for_lines(frames)
        return evaluate(frames, ready.parameter_tables, ready.plan_of(columns))

    def _ready_for_lines(self, frames: dict[str, pl.DataFrame]) -> "Ready":
        return self.ready_for(payer for payer in frames["line"]["line.payer"].unique() if payer is not None)

    def uses(self, payer: str, rule: Rule, day: date) -> bool:
        """Whether a payer's line of that service date is judged by the rule."""
        return rule.in_force_on(day) and bool(value_on(self.switches.get(payer, {}).get(rule.id, ()), day))

    def yielding(self, what: Yields) -> str:
        """The column of the output that is this to an explanation."""
        return self._yielding[what]

    @cached_property
    def _yielding(self) -> dict[Yields, str]:
        return {output.yields: output.name for output in self.outputs if output.yields is not None}

    @cached_property
    def asserting(self) -> tuple[Output, ...]:
        """The outputs whose modifiers state something to the payer, in the order in which they are told."""
        return tuple(sorted((each for each in self.outputs if each.asserts), key=lambda each: each.place))

    def in_role(self, *roles: Role) -> frozenset[str]:
        """The ids of the rules with some of these roles."""
        return frozenset(id for role in roles for id in self._in_role.get(role, ()))

    def one_in_role(self, role: Role) -> str:
        """The id of the rule with this role, which one rule has."""
        (id,) = self._in_role[role]
        return id

    @cached_property
    def _in_role(self) -> dict[Role, tuple[str, ...]]:
        return {role: tuple(rule.id for rule in self.rules if role in rule.roles) for role in Role}

    def built_in(self, line_of_business: str) -> str:
        """The built-in payer of a line of business, whose values hold for the nation."""
        of_business = (each for each in self.profiles.values() if each.line_of_business == line_of_business)
        return next(each.id for each in of_business if each.status == "built in" and not each.abstract)

    def rules_of(self, payer: str) -> list[Rule]:
        """The rules that a payer uses at any time."""
        if payer not in self._rules_of:
            switched = self.switches.get(payer, {})
            used = [rule for rule in self.rules if any(value.value for value in switched.get(rule.id, ()))]
            self._rules_of[payer] = used
        return list(self._rules_of[payer])

    def in_force(self, payer: str, day: date) -> list[Rule]:
        """The rules that judge a payer's lines of that service date."""
        key = payer, day
        if key not in self._in_force:
            if len(self._in_force) >= DAYS_REMEMBERED:
                self._in_force.clear()
            self._in_force[key] = [rule for rule in self.rules_of(payer) if self.uses(payer, rule, day)]
        return list(self._in_force[key])

    @cached_property
    def _rules_of(self) -> dict[str, list[Rule]]:
        return {}

    @cached_property
    def _in_force(self) -> dict[tuple[str, date], list[Rule]]:
        return {}

    def behind(self, rule: Rule, payer: str, day: date) -> list[tuple[str, Value]]:
        """The payer's own values, and its use of the rule, on which the rule rests on a day: those with an age."""
        if payer not in self.ageing:
            return []
        values = self.values[payer]
        found = [(name, value_in_force(values.get(name, ()), day)) for name in self.parameters_read(rule)]
        found.append((rule.id, value_in_force(self.switches.get(payer, {}).get(rule.id, ()), day)))
        return [(name, value) for name, value in found if value is not None and value.rests_until is not None]

    @cached_property
    def ageing(self) -> frozenset[str]:
        """The payers of which some value, or use of a rule, rests on a source that grows old."""
        kinds = (self.values, self.switches)
        return frozenset(
            payer
            for kind in kinds
            for payer, by_name in kind.items()
            if any(value.rests_until is not None for values in by_name.values() for value in values)
        )

    def own_values(self, payer: str, name: str) -> list[Value]:
        """A payer's values of a parameter, without those that it takes over from the payer it inherits from."""
        taken_over = self.values.get(self.profiles[payer].inherits, {}).get(name, ())
        return [value for value in self.values[payer].get(name, ()) if value not in taken_over]

    def parameters_read(self, rule: Rule) -> list[str]:
        """The names of the parameters that a rule reads, also through derived facts, outputs and counts."""
        return self._parameters_read[rule.id]

    @cached_property
    def _parameters_read(self) -> dict[str, list[str]]:
        return {id: sorted(name[2:] for name in names if name.startswith("p.")) for id, names in self._reads.items()}

    def reads(self, rule: Rule) -> frozenset[str]:
        """All columns that a rule reads, also through derived facts, outputs and counts."""
        return self._reads[rule.id]

    @cached_property
    def rests_on(self) -> dict[str, tuple[str, ...]]:
        """The columns of the case's tables on which each derived fact rests, through others."""
        roots = {each.name: each.expression.meta.root_names() for each in self.derived}
        found: dict[str, tuple[str, ...]] = {}

        def resolved(name: str) -> tuple[str, ...]:
            if name not in roots:
                return (name,)
            if name not in found:
                found[name] = ()  # a fact that rests on itself rests on nothing more
                found[name] = tuple(dict.fromkeys(each for root in roots[name] for each in resolved(root)))
            return found[name]

        return {name: resolved(name) for name in roots}

    @cached_property
    def _reads(self) -> dict[str, frozenset[str]]:
        roots = {each.name: set(each.expression.meta.root_names()) for each in self.derived}
        outputs = {output.name: output for output in self.outputs}
        tallies = {tally.counts.name: tally.counts for tally in self.tallies}
        ledgers = {ledger.name: ledger for ledger in self.ledgers}
        found = {}
        for rule in self.rules:
            names: set[str] = set()
            waiting = list(columns_read(rule.requires, *([rule.applies] if rule.applies else [])))
            while waiting:
                name = waiting.pop()
                if name in names:
                    continue
                names.add(name)
                waiting += roots.get(name, ())
                if name in outputs:
                    output = outputs[name]
                    waiting += columns_read(*output.uses)
                    waiting += output.formula(*(pl.col("-") for _ in output.uses)).meta.root_names()
                if name.startswith(("least.", "most.", "first.", "last.")):
                    waiting += columns_read(tallies[name.partition(".")[2]])
                if name.startswith("ledger."):
                    ledger = ledgers[name.split(".")[1]]
                    waiting += [ledger.limit, *columns_read(*ledger.criteria)]
            found[rule.id] = frozenset(names)
        return found

    def foresees_answer(self, rule: Rule) -> bool:
        """Whether the payer surely answers with a denial or a rejection where the rule is known not to be met.

        What only a review can tell, or what rests on an unconfirmed source, is no sure answer.
        """
        if not rule.denial:
            return False
        if rule.kind is Kind.FORECAST:
            return self.grade(rule.authority) != "unconfirmed"
        return rule.kind is Kind.VERDICT and rule.not_met not in (Effect.NONE, Effect.REVIEW)

    def grade(self, cites: Sequence[str]) -> str:
        """The weakest grade among the cites."""
        grades = [self.authorities[authority_id(cite)].grade for cite in cites]
        return max(grades, key=GRADES.index, default="unconfirmed")

    def check(self) -> None:
        """Raise CatalogueError with everything that is wrong with the catalogue."""
        problems = [*self._rule_problems(), *self._output_problems(), *self._value_problems()]
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

    def _output_problems(self) -> list[str]:
        given = [output.yields for output in self.outputs if output.yields is not None]
        problems = [
            f"{given.count(each)} outputs are {each.name}: {each.value}" for each in Yields if given.count(each) != 1
        ]
        families = {output.asserts for output in self.outputs}
        problems += [
            f"{rule.id}: no output asserts {rule.asserts}" for rule in self.rules if rule.asserts not in families
        ]
        problems += [f"no rule is there on this: {role.value}" for role in Role if not self._in_role[role]]
        return problems

    def _value_problems(self) -> list[str]:
        known = {parameter.name for parameter in self.parameters}
        problems = []
        for payer, by_name in self.values.items():
            for name, values in by_name.items():
                if name not in known:
                    problems.append(f"{payer}: no parameter is called {name}")
                problems += range_problems(f"{payer}: {name}", values)
                for value in self.own_values(payer, name):
                    problems += [f"{payer}: {name}: no authority {c}" for c in value.authority if self._unknown(c)]
                    if not value.authority:
                        problems.append(f"{payer}: {name}: a value without a source")
        return problems

    def _unknown(self, cite: str) -> bool:
        return authority_id(cite) not in self.authorities
