"""The pages of the rules, built from the catalogue and the worked cases."""

import inspect
from collections.abc import Iterator, Sequence
from importlib import import_module

from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import Parameter
from oxyclaim.engine.sentences import written
from oxyclaim.engine.words import Criterion, Cure, Effect, Kind, Open, Rule
from oxyclaim.policy.handbook.model import (
    CaseLine,
    CaseShown,
    Cite,
    Consequence,
    DatedValue,
    Help,
    ParameterUse,
    RulePage,
    Said,
)
from oxyclaim.policy.handbook.names import Names, fact_name
from oxyclaim.policy.handbook.outcomes import FAILS, PASSES, SILENT, UNKNOWN, Outcomes, outcomes
from oxyclaim.policy.handbook.reads import reads
from oxyclaim.policy.handbook.sources import Sources
from oxyclaim.policy.handbook.tree import Trees, walk
from oxyclaim.policy.worked_cases import WorkedCase, worked_cases

RULE_CLOCK = "service date"
"""The clock on which every rule is in force."""


def rule_pages(catalogue: Catalogue, only: str | None = None) -> list[RulePage]:
    """The page of every rule, or of the one whose id is ``only``, in the order of their ids."""
    cases = worked_cases()
    builder = _Pages(catalogue, cases, outcomes(cases, catalogue))
    return [builder.page(rule) for rule in catalogue.rules if only in (None, rule.id)]


def subject_of(rule: Rule) -> str:
    """What the rule's folder is about, in the words of its package."""
    about = inspect.getdoc(import_module(rule.folder.rpartition(".")[0])) or ""
    title = about.partition("\n")[0].rstrip(".")
    return title[:1].upper() + title[1:]


class _Pages:
    def __init__(self, catalogue: Catalogue, cases: Sequence[WorkedCase], outcomes: Outcomes):
        self.catalogue = catalogue
        self.cases = cases
        self.outcomes = outcomes
        self.sources = Sources(catalogue)
        self.names = Names(catalogue)
        self.parameters = {parameter.name: parameter for parameter in catalogue.parameters}
        self.result_titles = {output.name: output.title.rstrip(".") for output in catalogue.outputs}

    def page(self, rule: Rule) -> RulePage:
        trees = Trees(self.sources.cites, self.names)
        read = reads(rule, self.catalogue)
        parameters = tuple(self._parameter(self.parameters[name]) for name in read.parameters)
        return RulePage(
            id=rule.id,
            title=rule.title,
            why=tuple(" ".join(part.split()) for part in rule.about.split("\n\n")[1:]),
            stage=rule.stage.name.lower(),
            subject=subject_of(rule),
            kind=rule.kind.value,
            first=rule.first,
            last=rule.last,
            clock=RULE_CLOCK,
            grade=self.catalogue.grade(rule.authority),
            applies=trees.point(rule.applies) if rule.applies else None,
            requires=trees.point(rule.requires),
            passes=_passes(rule),
            fails=Consequence(_fails(rule), self.names.readable(rule.sentence)),
            unknown=Consequence(_unknown(rule), self.names.readable(rule.if_unknown or rule.sentence)),
            said=tuple(self._said(rule)),
            cure=_help(rule.cure),
            asserts=rule.asserts,
            settles=rule.settles,
            denial=rule.denial,
            facts=tuple(dict.fromkeys(fact_name(name) for name in read.facts)),
            results=tuple(self.result_titles[name] for name in read.results),
            parameters=parameters,
            sources=self.sources.shown(
                [*self._cites(rule), *(c for p in parameters for v in p.values for c in v.sources)]
            ),
            cases=tuple(self._cases(rule)),
        )

    def _cites(self, rule: Rule) -> Iterator[Cite]:
        yield from self.sources.cites(rule.authority)
        for node in walk(rule.applies, rule.requires):
            if isinstance(node, (Criterion, Open)):
                yield from self.sources.cites(node.authority)

    def _said(self, rule: Rule) -> Iterator[Said]:
        for node in walk(rule.requires, rule.applies):
            if isinstance(node, Criterion):
                said = Said(
                    criterion=node.title.rstrip("."),
                    met=self.names.readable(node.met),
                    not_met=self.names.readable(node.not_met),
                    unknown=self.names.readable(node.unknown),
                    cure=_help(node.cure),
                    ask=_help(node.ask),
                )
                if said.met or said.not_met or said.unknown or said.cure or said.ask:
                    yield said

    def _parameter(self, parameter: Parameter) -> ParameterUse:
        values = tuple(
            DatedValue(
                payer=payer,
                first=value.first,
                last=value.last,
                value="no value" if value.value is None else written(value.value),
                sources=self.sources.cites(value.authority),
                grade=self.catalogue.grade(value.authority),
                note=value.note,
            )
            for payer, by_name in self.catalogue.values.items()
            for value in by_name.get(parameter.name, ())
        )
        clock = parameter.clock.replace("_", " ")
        return ParameterUse(parameter.name, parameter.title, parameter.unit, clock, values)

    def _cases(self, rule: Rule) -> Iterator[CaseShown]:
        """The rule's own cases; of an outcome that they lack, the first case of another subject that has it."""
        lacking = {PASSES, FAILS, UNKNOWN}
        own = [case for case in self.cases if _is_about(case, rule)]
        for case in [*own, *(case for case in self.cases if case not in own)]:
            lines = tuple(self._lines(case, rule))
            seen = {line.outcome for line in lines}
            if (case in own and seen - {SILENT}) or seen & lacking:
                lacking -= seen
                yield CaseShown(case.id, case.title, case.basis, lines)

    def _lines(self, case: WorkedCase, rule: Rule) -> Iterator[CaseLine]:
        for item in case.case["items"]:
            number = item["line_number"]
            expected = case.expect.get(number, {}).get("verdict", "")
            yield CaseLine(number, item["code"], expected, self.outcomes[case.id, number][rule.id])


def _is_about(case: WorkedCase, rule: Rule) -> bool:
    """The case stands beside the rule, or its expectation names the rule."""
    beside = rule.folder.endswith(".rules." + case.folder.replace("/", ".") + "." + rule.folder.rpartition(".")[2])
    return beside or any(rule.id in map(str, expected.values()) for expected in case.expect.values())


def _help(cure: Cure | None) -> Help | None:
    return Help(cure.action, cure.who, cure.helps.value) if cure else None


def _passes(rule: Rule) -> Consequence:
    if rule.asserts:
        return Consequence(f"silent; what is met backs the {rule.asserts} modifier", "")
    return Consequence("silent", "")


def _fails(rule: Rule) -> str:
    match rule.kind:
        case Kind.FORECAST:
            return "forecast: rejected at the front end"
        case Kind.DENIAL:
            return "no formal denial is offered"
        case Kind.NOTE:
            return "a note; the verdict stays as it is"
    return _effect(rule.not_met)


def _unknown(rule: Rule) -> str:
    match rule.kind:
        case Kind.FORECAST:
            return "forecast: cannot be told"
        case Kind.DENIAL:
            return "the formal denial waits"
        case Kind.NOTE:
            return "silent"
    return _effect(rule.unknown)


def _effect(effect: Effect) -> str:
    return "no effect of its own" if effect is Effect.NONE else effect.verdict
