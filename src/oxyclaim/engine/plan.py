"""The plan: every named column of the rule book, in an order in which it can be computed.

A catalogue is compiled once. Each criterion becomes a column ``c.name`` at its grain; if an open
question lies beneath it, ``s.name`` holds its strict reading. An ``exists`` becomes a body at the finer
grain and a roll-up to the coarser one. Columns whose inputs are there are computed together, so a
plan has few steps however many rules there are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import polars as pl

from oxyclaim.engine.grains import GRAINS, LINE, Grain
from oxyclaim.engine.parameters import CatalogueError
from oxyclaim.engine.words import (
    All,
    Any,
    Criterion,
    Derived,
    Effect,
    Exists,
    Fact,
    Kind,
    Node,
    Not,
    OfOther,
    Open,
    Output,
    Rule,
    column_of,
)


@dataclass
class Column:
    """One named column and what it is computed from."""

    name: str
    grain: Grain
    expression: pl.Expr | None
    needs: set[str]
    rolled_up_from: tuple[Grain, str] | None = None


@dataclass(frozen=True)
class Layer:
    """Named expressions that are computed together, and the columns they read."""

    expressions: list[pl.Expr]
    reads: list[str]


@dataclass
class Step:
    """What is computed at one grain in one go: roll-ups from finer grains, then columns in layers."""

    grain: Grain
    rollups: dict[Grain, list[Column]]
    layers: list[Layer]


@dataclass
class Plan:
    """Steps in their order, and which input columns each finer frame takes from elsewhere."""

    derived: dict[Grain, list[Layer]]
    steps: list[Step] = field(default_factory=list)
    frame_columns: dict[Grain, list[str]] = field(default_factory=dict)
    pair_facts: dict[Grain, list[str]] = field(default_factory=dict)
    questions: dict[str, Grain] = field(default_factory=dict)


INLINED_UP_TO = 6
"""Columns that a criterion's own expression may read to be repeated where the criterion is used."""


def has_open(node: Node) -> bool:
    """Whether an open question lies beneath a node."""
    match node:
        case Open():
            return True
        case All(parts=parts) | Any(parts=parts):
            return any(has_open(part) for part in parts)
        case Not(part=part):
            return has_open(part)
        case Exists(holds=holds, among=among):
            return has_open(holds) or (among is not None and has_open(among))
        case Criterion(node=inner):
            return has_open(inner)
        case OfOther(criterion=criterion):
            return has_open(criterion)
    return False


class Compiler:
    """Turns criteria, rules and outputs into columns, each once."""

    def __init__(self, both_readings: bool) -> None:
        self.columns: dict[str, Column] = {}
        self.both_readings = both_readings
        self.questions: dict[str, Grain] = {}

    def criterion(self, criterion: Criterion, strict: bool) -> str:
        """The column of a criterion's reading, compiled on first use."""
        strict = strict and self.both_readings and has_open(criterion)
        name = column_of(criterion, strict)
        if name not in self.columns:
            expression = self._node(criterion.node, criterion.grain, strict, name)
            self._add(name, criterion.grain, expression)
            if not self.both_readings and _asks(criterion.node):
                self._question(criterion, expression)
        return name

    def readings(self, criterion: Criterion) -> tuple[pl.Expr, pl.Expr]:
        """A criterion's lenient and strict values; the same column where no question is open."""
        return pl.col(self.criterion(criterion, strict=False)), pl.col(self.criterion(criterion, strict=True))

    def rule(self, rule: Rule) -> None:
        """Columns ``ok.ID`` and ``sok.ID`` (its readings) and ``e.ID`` (its effect on the verdict)."""
        in_force = pl.col("line.service_date") >= rule.first
        if rule.last:
            in_force &= pl.col("line.service_date") <= rule.last
        lenient, strict = (self._inlined(rule.requires, reading) for reading in (False, True))
        if rule.applies is not None:
            applies, applies_strictly = (self._inlined(rule.applies, reading) for reading in (False, True))
            lenient, strict = ~applies | lenient, ~applies_strictly | strict
        ok, sok = ~in_force | lenient, ~in_force | strict
        open_here = has_open(rule.requires) or (rule.applies is not None and has_open(rule.applies))
        both = self.both_readings and open_here
        self._add(f"ok.{rule.id}", LINE, ok)
        if both:
            self._add(f"sok.{rule.id}", LINE, sok)
        if rule.kind is Kind.VERDICT:
            ok, sok = pl.col(f"ok.{rule.id}"), pl.col(f"sok.{rule.id}")
            effect = (
                pl.when(ok.is_null())
                .then(_effect(rule.unknown))
                .when(ok)
                .then(_effect(Effect.NONE))
                .otherwise(_effect(rule.not_met))
            )
            differs = pl.when(ok.ne_missing(sok)).then(_effect(Effect.REVIEW)).otherwise(effect)
            self._add(f"e.{rule.id}", LINE, differs if both else effect)

    def output(self, output: Output) -> None:
        """An output's column."""
        values = []
        for criterion in output.uses:
            lenient, strict = self.readings(criterion)
            both = self.both_readings and has_open(criterion)
            values.append(pl.when(lenient == strict).then(lenient) if both else lenient)
        self._add(output.name, LINE, output.formula(*values))

    def _add(self, name: str, grain: Grain, expression: pl.Expr) -> None:
        self.columns[name] = Column(name, grain, expression, set(expression.meta.root_names()))

    def _node(self, node: Node, grain: Grain, strict: bool, owner: str) -> pl.Expr:
        match node:
            case Fact(expression=expression):
                return expression
            case All(parts=parts):
                return pl.all_horizontal([self._node(part, grain, strict, owner) for part in parts])
            case Any(parts=parts):
                return pl.any_horizontal([self._node(part, grain, strict, owner) for part in parts])
            case Not(part=part):
                return ~self._node(part, grain, strict, owner)
            case Open(lenient=lenient, strict=strictly):
                for part in (lenient, strictly):
                    for reading in (False, True):  # the trace compares all four
                        self._node(part, grain, reading, owner)
                return self._node(strictly if strict else lenient, grain, strict, owner)
            case Criterion():
                if node.grain is not grain:
                    raise CatalogueError(f"{owner} ({grain.name}) uses {node.name}, of grain {node.grain.name}")
                return self._inlined(node, strict)
            case OfOther(criterion=criterion):
                if not grain.is_pair or grain.parent is not criterion.grain:
                    raise CatalogueError(f"{owner}: {criterion.name} has no other record at grain {grain.name}")
                return pl.col(f"other:{self.criterion(criterion, strict)}")
            case Exists():
                return self._exists(node, grain, strict, owner)
        raise CatalogueError(f"{owner}: a {type(node).__name__} cannot stand here")

    def _question(self, criterion: Criterion, lenient: pl.Expr) -> None:
        """A column ``q.NAME`` that says where the two readings of a criterion's own question differ."""
        name = f"q.{criterion.name}"
        self.questions[name] = criterion.grain
        self._add(name, criterion.grain, lenient.ne_missing(self._node(criterion.node, criterion.grain, True, name)))

    def _inlined(self, criterion: Criterion, strict: bool) -> pl.Expr:
        """A criterion inside another expression: its column if it holds a fact, else its own expression.

        Repeating a few boolean operations costs less than one more round of columns.
        """
        name = self.criterion(criterion, strict)
        expression = self.columns[name].expression
        assert expression is not None
        holds_fact = isinstance(criterion.node, Fact) or _is_bare(criterion.node)
        return pl.col(name) if holds_fact or len(self.columns[name].needs) > INLINED_UP_TO else expression

    def _exists(self, node: Exists, grain: Grain, strict: bool, owner: str) -> pl.Expr:
        if node.grain.parent is not grain or node.holds.grain is not node.grain:
            raise CatalogueError(f"{owner}: exists({node.grain.name}) does not lead to grain {grain.name}")
        holds = self.criterion(node.holds, strict)
        body, among = holds, self.criterion(node.among, strict) if node.among else None
        if among:
            body = f"b.{among}&{holds}"
            if body not in self.columns:
                self._add(body, node.grain, pl.col(among) & pl.col(holds))
        rolled = f"x.{body}"
        if rolled not in self.columns:
            self.columns[rolled] = Column(rolled, grain, None, set(), (node.grain, body))
        return pl.col(rolled)


def _asks(node: Node) -> bool:
    """Whether a node holds an open question of its own, not one of a criterion beneath it."""
    match node:
        case Open():
            return True
        case All(parts=parts) | Any(parts=parts):
            return any(_asks(part) for part in parts)
        case Not(part=part):
            return _asks(part)
    return False


def _effect(effect: Effect) -> pl.Expr:
    return pl.lit(int(effect), dtype=pl.Int8)


def _is_bare(node: Node) -> bool:
    return isinstance(node, Open) and isinstance(node.lenient, Fact)


def compile_plan(
    rules: Sequence[Rule], outputs: Sequence[Output], derived: Sequence[Derived], both_readings: bool
) -> Plan:
    """Order everything. Raises CatalogueError on a cycle or on a criterion used at the wrong grain.

    Few cases touch an open question. A plan of one reading marks those that do; they are evaluated again
    by the plan of both readings.
    """
    compiler = Compiler(both_readings)
    for rule in rules:
        compiler.rule(rule)
    for output in outputs:
        compiler.output(output)
    columns = compiler.columns
    verdict_rules = [rule for rule in rules if rule.kind is Kind.VERDICT]
    severity = pl.max_horizontal([pl.col(f"e.{rule.id}") for rule in verdict_rules])
    columns["effect"] = Column("effect", LINE, severity, {f"e.{rule.id}" for rule in verdict_rules})
    plan = Plan(_order_derived(derived), questions=compiler.questions)
    for grain in GRAINS:
        if grain.parent is not None:
            needed = _needed(grain, columns, derived)
            own = {name for name, column in columns.items() if column.grain is grain}
            mine = {name for name in needed if name.startswith(f"{grain.name}.")}
            plan.frame_columns[grain] = sorted(needed - own - mine)
            plan.pair_facts[grain] = sorted(name.partition(".")[2] for name in mine) if grain.is_pair else []
    plan.steps = _schedule(columns, plan.frame_columns)
    return plan


def _needed(grain: Grain, columns: dict[str, Column], derived: Sequence[Derived]) -> set[str]:
    """Columns that expressions of this grain read, and those that finer grains take through it."""
    needed: set[str] = set()
    for column in columns.values():
        if column.grain is grain:
            needed |= column.needs
    for each in derived:
        if each.grain is grain:
            needed |= set(each.expression.meta.root_names())
    for finer in GRAINS:
        if finer.parent is grain:
            passed_on = {name for name in _needed(finer, columns, derived) if not name.startswith(f"{finer.name}.")}
            needed |= {
                name for name in passed_on if not name.startswith("other:") and _grain(name, columns) is not finer
            }
    return needed


def _grain(name: str, columns: dict[str, Column]) -> Grain | None:
    return columns[name].grain if name in columns else None


def _layer(named: dict[str, pl.Expr]) -> Layer:
    roots = {column for expression in named.values() for column in expression.meta.root_names()}
    reads = sorted(roots - {""})  # the empty name is an element of a list
    return Layer([expression.alias(name) for name, expression in named.items()], reads)


def _order_derived(derived: Sequence[Derived]) -> dict[Grain, list[Layer]]:
    layers: dict[Grain, list[Layer]] = {}
    for grain in GRAINS:
        waiting = [each for each in derived if each.grain is grain]
        names = {each.name for each in waiting}
        done: set[str] = set()
        while waiting:
            ready = [e for e in waiting if not (set(e.expression.meta.root_names()) & names) - done]
            if not ready:
                raise CatalogueError(f"derived facts need each other: {', '.join(e.name for e in waiting)}")
            layers.setdefault(grain, []).append(_layer({e.name: e.expression for e in ready}))
            done |= {e.name for e in ready}
            waiting = [e for e in waiting if e.name not in done]
    return layers


def _schedule(columns: dict[str, Column], frame_columns: dict[Grain, list[str]]) -> list[Step]:
    """Steps in an order in which every input is there; coarser grains wait until finer ones can go no further."""
    waiting = dict(columns)

    def ready(column: Column) -> bool:
        if column.rolled_up_from:
            return column.rolled_up_from[1] not in waiting
        needs = {name.removeprefix("other:") for name in column.needs}
        if column.grain.parent is not None:
            needs |= {name.removeprefix("other:") for name in frame_columns[column.grain]}
        return not any(name in waiting for name in needs)

    steps: list[Step] = []
    while waiting:
        before = len(waiting)
        for grain in reversed(GRAINS):
            step = Step(grain, {}, [])
            for column in _take(waiting, [c for c in waiting.values() if c.grain is grain and c.rolled_up_from], ready):
                assert column.rolled_up_from is not None
                step.rollups.setdefault(column.rolled_up_from[0], []).append(column)
            while layer := _take(
                waiting, [c for c in waiting.values() if c.grain is grain and not c.rolled_up_from], ready
            ):
                step.layers.append(_layer({c.name: c.expression for c in layer if c.expression is not None}))
            if step.rollups or step.layers:
                steps.append(step)
        if len(waiting) == before:
            raise CatalogueError(f"criteria need each other: {', '.join(sorted(waiting))}")
    return steps


def _take(waiting: dict[str, Column], candidates: list[Column], ready: Callable[[Column], bool]) -> list[Column]:
    taken = [column for column in candidates if ready(column)]
    for column in taken:
        del waiting[column.name]
    return taken
