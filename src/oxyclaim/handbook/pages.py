"""The pages of the rules and of the criteria that they share, built from the catalogue and the worked cases."""

import inspect
from collections.abc import Collection, Iterable, Iterator, Sequence
from importlib import import_module
from itertools import groupby

from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.denials import split_codes, told
from oxyclaim.engine.parameters import Parameter, Value
from oxyclaim.engine.sentences import written
from oxyclaim.engine.words import Criterion, Cure, Effect, Kind, Node, Open, Rule
from oxyclaim.handbook.model import (
    CaseLine,
    CaseShown,
    Consequence,
    CriteriaPage,
    DatedValue,
    Help,
    ParameterUse,
    Point,
    RulePage,
    Said,
    SharedCriterion,
    Source,
)
from oxyclaim.handbook.names import Names, fact_name
from oxyclaim.handbook.outcomes import FAILS, PASSES, SILENT, UNKNOWN, Outcomes, every_case, outcomes
from oxyclaim.handbook.reads import reads
from oxyclaim.handbook.shared import home_of, shared
from oxyclaim.handbook.sources import Sources
from oxyclaim.handbook.tree import Trees, walk
from oxyclaim.policy.worked_cases import WorkedCase

BUILT_IN = "built in"
RULE_CLOCK = "service date"
"""The clock on which every rule is in force."""


def rule_pages(
    catalogue: Catalogue, only: str | None = None, *, full: bool = False, with_cases: bool = True
) -> list[RulePage]:
    """The page of every rule, or of the one whose id is ``only``, in the order of their ids.

    Criteria that rules share are only named, unless the page is wanted in ``full``. Without its worked cases a page is
    made much sooner.
    """
    cases = every_case() if with_cases else ()
    seen = outcomes(only) if cases else {}
    builder = _RulePages(_Parts(catalogue, full), cases, seen)
    return [builder.page(rule) for rule in catalogue.rules if only in (None, rule.id)]


def criteria_pages(catalogue: Catalogue, pages: Iterable[RulePage]) -> list[CriteriaPage]:
    """The shared criteria that these pages name, and those that they name in turn, by their homes."""
    return list(_CriteriaPages(_Parts(catalogue, full=False)).pages(pages))


def parameters_of(pages: Iterable[RulePage | CriteriaPage]) -> list[ParameterUse]:
    """The parameters whose values are shown apart on any of the pages, by name."""
    found = {use.name: use for page in pages for use in page.parameters if use.through}
    return [found[name] for name in sorted(found)]


def named(point: Point) -> Iterator[Point]:
    """The points of a tree that are shown on a page of their own."""
    if point.home:
        yield point
    for part in point.parts:
        yield from named(part)


def subject_of(folder: str) -> str:
    """What the folder of a module is about, in the words of its package."""
    about = inspect.getdoc(import_module(folder.rpartition(".")[0])) or ""
    title = about.partition("\n")[0].rstrip(".")
    return title[:1].upper() + title[1:]


class _Parts:
    """What both kinds of pages are made of. ``apart``: the page on which each shared criterion is unfolded."""

    def __init__(self, catalogue: Catalogue, full: bool):
        self.catalogue = catalogue
        self.full = full
        self.shared = {} if full else shared(catalogue)
        self.apart = {name: home_of(criterion) for name, (criterion, _) in self.shared.items()}
        self.sources = Sources(catalogue)
        self.names = Names(catalogue)
        self._parameters = {parameter.name: parameter for parameter in catalogue.parameters}
        self._result_titles = {output.name: output.title.rstrip(".") for output in catalogue.outputs}

    def trees(self) -> Trees:
        """A builder of the trees of one page."""
        return Trees(self.sources.cites, self.names, self.apart)

    def read(
        self, nodes: Collection[Node], *sentences: str
    ) -> tuple[tuple[str, ...], tuple[ParameterUse, ...], tuple[str, ...]]:
        """The facts, the parameters and the results of earlier stages that the nodes and sentences read."""
        read = reads(nodes, sentences, self.catalogue)
        return (
            tuple(dict.fromkeys(fact_name(name) for name in read.facts)),
            tuple(
                self._parameter(self._parameters[name], name in read.through and not self.full)
                for name in read.parameters
            ),
            tuple(self._result_titles[name] for name in read.results),
        )

    def resting_on(
        self, nodes: Iterable[Node], parameters: Iterable[ParameterUse], *, first: Iterable[str] = ()
    ) -> tuple[Source, ...]:
        """The sources of the nodes and of the values shown; before them those of the cites in ``first``."""
        own = [cite for node in nodes if isinstance(node, (Criterion, Open)) for cite in node.authority]
        shown = (value for use in parameters if not use.through for value in use.values)
        of_values = (cite for value in shown for cite in value.sources)
        return self.sources.shown([*self.sources.cites([*first, *own]), *of_values])

    def said(self, nodes: Iterable[Node]) -> Iterator[Said]:
        """What is said of each criterion among the nodes."""
        for node in nodes:
            if isinstance(node, Criterion):
                said = Said(
                    criterion=node.title.rstrip("."),
                    met=self.names.readable(node.met),
                    not_met=self.names.readable(node.not_met),
                    unknown=self.names.readable(node.unknown),
                    cure=self.help(node.cure),
                    ask=self.help(node.ask),
                    undo=self.help(node.undo),
                )
                if said.met or said.not_met or said.unknown or said.cure or said.ask or said.undo:
                    yield said

    def help(self, cure: Cure | None) -> Help | None:
        """A cure, its places named in words."""
        return Help(self.names.readable(cure.action), cure.who, cure.helps.value) if cure else None

    def _shown(self, payer: str, value: Value) -> bool:
        profile = self.catalogue.profiles[payer]
        return profile.status == BUILT_IN and not (profile.abstract and value.value is None)

    def _parameter(self, parameter: Parameter, through: bool) -> ParameterUse:
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
            for payer in self.catalogue.values
            for value in self.catalogue.own_values(payer, parameter.name)
            # What the files of other payers say is for `oxyclaim payers show` and `compare`.
            if self._shown(payer, value)
        )
        clock = parameter.clock.replace("_", " ")
        return ParameterUse(parameter.name, parameter.title, parameter.unit, clock, values, through)


class _RulePages:
    def __init__(self, parts: _Parts, cases: Sequence[WorkedCase], outcomes: Outcomes):
        self.parts = parts
        self.cases = cases
        self.outcomes = outcomes

    def page(self, rule: Rule) -> RulePage:
        parts, trees = self.parts, self.parts.trees()
        nodes = tuple(walk(rule.requires, rule.applies, apart=parts.apart))
        facts, parameters, results = parts.read(nodes, rule.sentence, rule.if_unknown)
        return RulePage(
            id=rule.id,
            title=rule.title,
            why=tuple(" ".join(part.split()) for part in rule.about.split("\n\n")[1:]),
            stage=rule.stage.name.lower(),
            subject=subject_of(rule.folder),
            kind=rule.kind.value,
            first=rule.first,
            last=rule.last,
            clock=RULE_CLOCK,
            grade=parts.catalogue.grade(rule.authority),
            applies=trees.root(rule.applies) if rule.applies else None,
            requires=trees.root(rule.requires),
            passes=_passes(rule),
            fails=Consequence(_fails(rule, parts.catalogue), parts.names.readable(rule.sentence)),
            unknown=Consequence(_unknown(rule), parts.names.readable(rule.if_unknown or rule.sentence)),
            said=tuple(parts.said(nodes)),
            cure=parts.help(rule.cure),
            asserts=rule.asserts,
            settles=rule.settles,
            denial=told(split_codes(rule.denial)),
            facts=facts,
            results=results,
            parameters=parameters,
            sources=parts.resting_on(nodes, parameters, first=rule.authority),
            cases=tuple(self._cases(rule)),
        )

    def _cases(self, rule: Rule) -> Iterator[CaseShown]:
        """The rule's own cases; of an outcome that they lack, the first case of another subject that has it."""
        lacking = {PASSES, FAILS, UNKNOWN}
        own = {case.id: case for case in self.cases if _is_about(case, rule)}
        for case in [*own.values(), *(case for case in self.cases if case.id not in own)]:
            seen = {self.outcomes[case.id, item["line_number"]][rule.id] for item in case.case["items"]}
            if (case.id in own and seen - {SILENT}) or seen & lacking:
                lacking -= seen
                yield CaseShown(case.id, case.title, case.basis, tuple(self._lines(case, rule)))
            if not lacking and case.id not in own:
                return

    def _lines(self, case: WorkedCase, rule: Rule) -> Iterator[CaseLine]:
        for item in case.case["items"]:
            number = item["line_number"]
            expected = case.expect.get(number, {}).get("verdict", "")
            yield CaseLine(number, item["code"], expected, self.outcomes[case.id, number][rule.id])


class _CriteriaPages:
    def __init__(self, parts: _Parts):
        self.parts = parts

    def pages(self, rules: Iterable[RulePage]) -> Iterator[CriteriaPage]:
        """The pages, by their homes; on each the criteria in the order in which rules come to them."""
        roots = [root for page in rules for root in (page.applies, page.requires) if root is not None]
        wanted = self._named(roots)
        for home, names in groupby(sorted(wanted, key=lambda name: self.parts.apart[name]), self.parts.apart.get):
            yield self._page(home or "", list(names))

    def _named(self, roots: Iterable[Point]) -> list[str]:
        waiting = [point.name for root in roots for point in named(root)]
        found: dict[str, None] = {}
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found[name] = None
                criterion, _ = self.parts.shared[name]
                waiting += [point.name for point in named(self.parts.trees().root(criterion))]
        return list(found)

    def _page(self, home: str, names: Sequence[str]) -> CriteriaPage:
        criteria = [self.parts.shared[name] for name in names]
        nodes = [node for criterion, _ in criteria for node in walk(criterion, apart=self.parts.apart)]
        facts, parameters, _ = self.parts.read(nodes)
        return CriteriaPage(
            home=home,
            subject=subject_of(criteria[0][0].folder),
            criteria=tuple(self._criterion(*each) for each in criteria),
            facts=facts,
            parameters=parameters,
            sources=self.parts.resting_on(nodes, parameters),
        )

    def _criterion(self, criterion: Criterion, used_by: tuple[str, ...]) -> SharedCriterion:
        said = tuple(self.parts.said(walk(criterion, apart=self.parts.apart)))
        return SharedCriterion(criterion.name, self.parts.trees().root(criterion), said, used_by)


def _is_about(case: WorkedCase, rule: Rule) -> bool:
    """The case stands beside the rule, or its expectation names the rule."""
    beside = rule.folder.endswith(".rules." + case.folder.replace("/", ".") + "." + rule.folder.rpartition(".")[2])
    return beside or any(rule.id in map(str, expected.values()) for expected in case.expect.values())


def _passes(rule: Rule) -> Consequence:
    if rule.asserts:
        return Consequence(f"silent; what is met backs the {rule.asserts} modifier", "")
    return Consequence("silent", "")


def _fails(rule: Rule, catalogue: Catalogue) -> str:
    match rule.kind:
        case Kind.FORECAST if catalogue.grade(rule.authority) == "unconfirmed":
            return "forecast: cannot be told, since its source is unconfirmed"
        case Kind.FORECAST if catalogue.denials.is_rejected(rule.denial):
            return "forecast: returned as unprocessable"
        case Kind.FORECAST:
            return "forecast: denied"
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
