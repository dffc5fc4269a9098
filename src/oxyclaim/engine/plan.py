"""The plan: every named column of the rule book, in an order in which it can be computed.

A catalogue is compiled once. Each criterion becomes a column ``c.name`` at its grain; if an open
question lies beneath it, ``s.name`` holds its strict reading. An ``exists`` becomes a body at the finer
grain and a roll-up to the coarser one. Columns whose inputs are there are computed together, so a
plan has few steps however many rules there are. A criterion that is only used inside other
expressions has no column.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

import polars as pl

from oxyclaim.engine.grains import GRAINS, LINE, Grain
from oxyclaim.engine.parameters import CLOCKS, CatalogueError
from oxyclaim.engine.roles import Yields
from oxyclaim.engine.words import (
    SETTLED_IN_ADVANCE,
    All,
    Any,
    Criterion,
    Derived,
    Effect,
    Exists,
    Fact,
    Kind,
    Ledger,
    Node,
    Not,
    OfOther,
    Open,
    Output,
    Rule,
    Tally,
    column_of,
)

LEDGER = "ledger"
"""How the columns of a ledger begin."""
EXISTS, LEAST, MOST, FIRST, LAST = "exists", "least", "most", "first", "last"
"""How finer rows become one: whether any meets a criterion, how many do at least and at most, on which days."""
COUNTS = (LEAST, MOST, FIRST, LAST)


@dataclass
class Column:
    """One named column and what it is computed from."""

    name: str
    grain: Grain
    expression: pl.Expr | None
    needs: set[str]
    rolled_up_from: tuple[Grain, str] | None = None
    how: str = EXISTS
    amount: str = ""
    ledger: Ledger | None = None


@dataclass(frozen=True)
class Layer:
    """Named expressions that are computed together, and the columns they read: all of them, and each."""

    expressions: list[pl.Expr]
    reads: list[str]
    roots: list[frozenset[str]]


@dataclass
class Step:
    """What is computed at one grain in one go: roll-ups from finer grains, then columns in layers."""

    grain: Grain
    rollups: dict[Grain, list[Column]]
    layers: list[Layer]
    ledgers: list[Ledger] = field(default_factory=list)


@dataclass
class Plan:
    """Steps in their order, and which input columns each finer frame takes from elsewhere."""

    derived: dict[Grain, list[Layer]]
    steps: list[Step] = field(default_factory=list)
    frame_columns: dict[Grain, list[str]] = field(default_factory=dict)
    pair_facts: dict[Grain, list[str]] = field(default_factory=dict)
    reads: set[str] | None = None
    """The facts and parameters that are read; None if all are kept, for sentences."""
    explained: bool = True
    """Whether the records beside an entry of a payer's list are kept, for sentences."""
    shown: frozenset[str] = frozenset()
    """Columns and facts of lines that sentences show, also where no expression reads them."""


TOGETHER = 12
"""Inputs of one ``all_horizontal``, whose cost grows with their square."""

INLINED_UP_TO = 2
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
        case Criterion():
            return _has_open(node)
        case OfOther(criterion=criterion):
            return _has_open(criterion)
    return False


@cache
def _has_open(criterion: Criterion) -> bool:
    """Looked up once for each criterion: many rules rest on the same ones."""
    return has_open(criterion.node)


class Compiler:
    """Turns criteria, rules and outputs into columns, each once; with ``lenient`` in one reading only."""

    def __init__(
        self,
        lenient: bool,
        tallies: Sequence[Tally] = (),
        ledgers: Sequence[Ledger] = (),
        use: "Use | None" = None,
    ) -> None:
        self.columns: dict[str, Column] = {}
        self.criteria: dict[str, Criterion] = {}
        self.use = use or Use()
        self.ledgers = {ledger.name: ledger for ledger in ledgers}
        self.tallies = {tally.counts.name: tally for tally in tallies}
        self.lenient = lenient

    def criterion(self, criterion: Criterion, strict: bool) -> str:
        """The column of a criterion's reading, compiled on first use."""
        strict = strict and not self.lenient and has_open(criterion)
        name = column_of(criterion, strict)
        same = self.criteria.setdefault(criterion.name, criterion)
        if same is not criterion:
            raise CatalogueError(f"{criterion.folder} and {same.folder}: both have a criterion {criterion.name}")
        if name not in self.columns:
            self._add(name, criterion.grain, self._node(criterion.node, criterion.grain, strict, name))
        return name

    def readings(self, criterion: Criterion) -> tuple[pl.Expr, pl.Expr]:
        """A criterion's lenient and strict values; the same column where no question is open."""
        return pl.col(self.criterion(criterion, strict=False)), pl.col(self.criterion(criterion, strict=True))

    def rule(self, rule: Rule) -> None:
        """Columns ``ok.ID`` and ``sok.ID`` (its readings) and ``e.ID`` (its effect on the verdict)."""
        in_force = self._in_force(rule)
        lenient, strict = (self._inlined(rule.requires, reading) for reading in (False, True))
        if rests := self.use.rests.get(rule.id):
            applies = pl.lit(True) if rule.applies is None else self._inlined(rule.applies, False).fill_null(True)
            old = (pl.col("line.service_date") > pl.col(rests)).fill_null(False)
            self._add(f"old.{rule.id}", LINE, in_force & applies & old)
        if rule.applies is not None:
            applies, applies_strictly = (self._inlined(rule.applies, reading) for reading in (False, True))
            lenient, strict = ~applies | lenient, ~applies_strictly | strict
        self._add(f"ok.{rule.id}", LINE, ~in_force | lenient)
        if rule_has_open(rule) and not self.lenient:
            self._add(f"sok.{rule.id}", LINE, ~in_force | strict)

    def effect(self, rules: Sequence[Rule]) -> None:
        """A column ``effect``: the strongest effect that any rule has on the line.

        A rule whose two readings differ has the effect *review*, and so has a question that some rule must
        settle and none in force does. What rests on a source too old or too weak for it is no stronger than *review*,
        and is *review* where nothing else speaks against the line but how somebody has coded it.
        """
        alike: dict[object, list[Rule]] = {}
        for rule in rules:
            if rule.kind is Kind.VERDICT:
                # Rules stand together only if "not met" is no weaker than "unknown", which it hides among them.
                together = rule.not_met >= rule.unknown and rule.id not in self.use.rests
                key = (rule.not_met, rule.unknown, rule.of_coding) if together else rule.id
                alike.setdefault(key, []).append(rule)
        effects: list[pl.Expr] = []
        of_coding: list[pl.Expr] = []
        for group in alike.values():
            for some in _batches(group):
                met = pl.all_horizontal([self._met_in_a_reading(rule) for rule in some])
                unknown, not_met = _effect(group[0].unknown), _effect(group[0].not_met)
                if group[0].id in self.use.rests and group[0].not_met > Effect.REVIEW:
                    not_met = pl.when(pl.col(f"old.{group[0].id}")).then(_effect(Effect.REVIEW)).otherwise(not_met)
                if group[0].not_met is Effect.NOT_COVERED and SETTLED_IN_ADVANCE in self.columns:
                    not_met = pl.when(pl.col(SETTLED_IN_ADVANCE)).then(_effect(Effect.REVIEW)).otherwise(not_met)
                among = of_coding if group[0].of_coding else effects
                among.append(pl.when(met.is_null()).then(unknown).when(~met).then(not_met))
        review: list[pl.Expr] = [
            pl.col(f"ok.{rule.id}").ne_missing(pl.col(f"sok.{rule.id}"))
            for rule in rules
            if self._is_open(rule) and rule.kind is Kind.VERDICT
        ]
        for question in dict.fromkeys(rule.settles for rule in rules if rule.settles):
            settling = [rule for rule in rules if rule.settles == question]
            asked = pl.col("line.payer").is_in(sorted(self.use.asks(settling))) if self.use.switches else pl.lit(True)
            review.append(asked & ~pl.any_horizontal([self._in_force(rule) for rule in settling]))
        effects += [pl.when(pl.any_horizontal(some)).then(_effect(Effect.REVIEW)) for some in _batches(review)]
        # A line of a payer that the rule book does not know is judged by no rule.
        stranger = ~pl.col("line.payer").is_in(self.use.payers).fill_null(False)
        effects.append(pl.when(stranger).then(_effect(Effect.REVIEW)))
        strongest = pl.max_horizontal(_effect(Effect.NONE), *effects)
        resting = [rule.id for rule in rules if rule.kind is Kind.VERDICT and rule.id in self.use.rests]
        if resting:
            old = pl.any_horizontal([pl.col(f"old.{id}") for id in resting])
            nothing_else = strongest == int(Effect.NONE)
            strongest = pl.when(nothing_else & old).then(_effect(Effect.REVIEW)).otherwise(strongest)
        self._add("effect", LINE, pl.max_horizontal(strongest, *of_coding))

    def _is_open(self, rule: Rule) -> bool:
        return f"sok.{rule.id}" in self.columns

    def _met_in_a_reading(self, rule: Rule) -> pl.Expr:
        ok = pl.col(f"ok.{rule.id}")
        return ok | pl.col(f"sok.{rule.id}") if self._is_open(rule) else ok

    def _in_force(self, rule: Rule) -> pl.Expr:
        """Whether the rule's dates hold the service date and its payer uses it: one column for all rules alike."""
        mask = self.use.masks.get(rule.id, "")
        name = f"in_force.{rule.first}.{rule.last or ''}{mask}"
        if name not in self.columns:
            expression = pl.col("line.service_date") >= rule.first
            expression = expression & (pl.col("line.service_date") <= rule.last) if rule.last else expression
            self._add(name, LINE, expression & pl.col(mask).fill_null(False) if mask else expression)
        return pl.col(name)

    def output(self, output: Output, used: Collection[str]) -> None:
        """An output's column; idle if no rule that it serves is among those ``used``."""
        if output.serves and output.serves not in used and output.idle is not None:
            self._add(output.name, LINE, output.idle)
            return
        values = []
        for criterion in output.uses:
            lenient, strict = self.readings(criterion)
            both = has_open(criterion) and not self.lenient
            values.append(pl.when(lenient == strict).then(lenient) if both else lenient)
        self._add(output.name, LINE, output.formula(*values))
        if output.yields is Yields.SETTLED_IN_ADVANCE:
            self._add(SETTLED_IN_ADVANCE, LINE, pl.col(output.name).fill_null(False))

    def _add(self, name: str, grain: Grain, expression: pl.Expr) -> None:
        needs = set(expression.meta.root_names())
        self.columns[name] = Column(name, grain, expression, needs)
        for need in needs:
            how, _, counts = need.partition(".")
            if how in COUNTS and need not in self.columns:
                self._tally(need, how, self.tallies[counts])
            if how == LEDGER and need not in self.columns:
                self._ledger(self.ledgers[counts.partition(".")[0]])

    def _tally(self, name: str, how: str, tally: Tally) -> None:
        """A count has one reading: a row on which an open question turns may or may not be counted."""
        grain = tally.counts.grain
        assert grain.parent is not None
        body = self.criterion(tally.counts, False)
        amount = tally.day if how in (FIRST, LAST) else tally.amount
        self.columns[name] = Column(name, grain.parent, None, set(), (grain, body), how, amount)

    def _ledger(self, ledger: Ledger) -> None:
        """All columns of a ledger, which are computed together. Like a count it has one reading."""
        for criterion in ledger.criteria:
            self.criterion(criterion, False)
        for what in Ledger.COLUMNS:
            name = ledger.column(what)
            self.columns[name] = Column(name, LINE, None, set(ledger.reads), ledger=ledger)

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


def rule_has_open(rule: Rule) -> bool:
    """Whether a rule has two readings."""
    return has_open(rule.requires) or (rule.applies is not None and has_open(rule.applies))


T = TypeVar("T")


def _batches(several: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(several), TOGETHER):
        yield several[start : start + TOGETHER]


def _effect(effect: Effect) -> pl.Expr:
    return pl.lit(int(effect), dtype=pl.Int8)


def _is_bare(node: Node) -> bool:
    return isinstance(node, Open) and isinstance(node.lenient, Fact)


@dataclass(frozen=True)
class Use:
    """How the payers of a run use the rules.

    ``payers`` are those of the run that the rule book knows. ``switches``: which of them use a rule at any time, by
    rule id. ``masks``: the parameter that says whether the line's payer uses it, for rules that not all of them always
    do. ``rests``: the parameter with the last service date for which the sources behind the rule are recent enough.
    """

    payers: Sequence[str] = ()
    switches: Mapping[str, frozenset[str]] = field(default_factory=dict)
    masks: Mapping[str, str] = field(default_factory=dict)
    rests: Mapping[str, str] = field(default_factory=dict)

    def asks(self, settling: Sequence[Rule]) -> set[str]:
        """The payers of which the question is asked that these rules settle."""
        return set().union(*(self.switches.get(rule.id, frozenset()) for rule in settling))


def compile_plan(
    rules: Sequence[Rule],
    outputs: Sequence[Output],
    derived: Sequence[Derived],
    explained: bool,
    lenient: bool = False,
    tallies: Sequence[Tally] = (),
    ledgers: Sequence[Ledger] = (),
    use: Use | None = None,
    wanted: Collection[str] | None = None,
) -> Plan:
    """Order everything. Raises CatalogueError on a cycle or on a criterion used at the wrong grain.

    A plan that is not ``explained`` leaves out what only explanations read. A ``lenient`` one answers every open
    question with its lenient reading, for cases in which a person has settled it so. ``wanted``: the columns that are
    asked for, instead of all answers and outputs; names that are no columns are facts.
    """
    compiler = Compiler(lenient, tallies, ledgers, use)
    for rule in rules:
        compiler.rule(rule)
    used = {rule.id for rule in rules}
    for output in outputs:
        compiler.output(output, used)
    compiler.effect(rules)
    answers = [name for name in compiler.columns if name.startswith(ANSWERS)] + [output.name for output in outputs]
    reached = _reached(answers if wanted is None else wanted, compiler.columns, derived)
    columns = {name: column for name, column in compiler.columns.items() if name in reached}
    if not explained or wanted is not None:
        derived = [each for each in derived if each.name in reached]
    plan = Plan(_order_derived(derived))
    for grain in GRAINS:
        if grain.parent is not None:
            needed = _needed(grain, columns, derived)
            own = {name for name, column in columns.items() if column.grain is grain}
            mine = {name for name in needed if name.startswith(f"{grain.name}.")}
            plan.frame_columns[grain] = sorted(needed - own - mine)
            plan.pair_facts[grain] = sorted(name.partition(".")[2] for name in mine) if grain.is_pair else []
    plan.steps = _schedule(columns, plan.frame_columns)
    grains = {grain for column in columns.values() for grain in column.grain.with_parents}
    lists = {f"p.{grain.listed_by}" for grain in grains if grain.listed_by}
    plan.reads = None if explained and wanted is None else reached | ALWAYS | lists
    plan.explained, plan.shown = explained, frozenset(wanted or ())
    return plan


ALWAYS = {"line.case_id", "line.line_number", "line.code", "line.service_date", "line.payer", *CLOCKS.values()}
"""The facts that name a line and choose its parameters."""

ANSWERS = ("effect", "ok.", "sok.", "old.", SETTLED_IN_ADVANCE)
"""How the columns begin that a plan is made for, beside the outputs."""


def _reached(wanted: Collection[str], columns: dict[str, Column], derived: Sequence[Derived]) -> set[str]:
    """Everything that the wanted columns rest on. Of a criterion with two readings, both or neither."""
    formulas = {each.name: set(each.expression.meta.root_names()) for each in derived}
    reached: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop().removeprefix("other:")
        if name in reached:
            continue
        reached.add(name)
        if name in columns:
            column = columns[name]
            waiting += column.needs
            waiting += [column.rolled_up_from[1]] if column.rolled_up_from else []
            waiting += [column.amount] if column.amount else []
            twin = {"c.": "s.", "s.": "c."}.get(name[:2], "-") + name[2:]
            waiting += [twin] if twin in columns else []
        else:
            waiting += formulas.get(name, ())
    return reached


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
    # The empty name is an element of a list.
    roots = [frozenset(expression.meta.root_names()) - {""} for expression in named.values()]
    return Layer([expression.alias(name) for name, expression in named.items()], sorted(set().union(*roots)), roots)


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
    needs = {name: _other_columns(column.needs, columns) for name, column in columns.items()}
    of_frame = {grain: _other_columns(frame_columns.get(grain, ()), columns) for grain in GRAINS}
    of_grain: dict[Grain, list[Column]] = {grain: [] for grain in GRAINS}
    for column in columns.values():
        of_grain[column.grain].append(column)

    def ready(column: Column) -> bool:
        if column.rolled_up_from:
            return column.rolled_up_from[1] not in waiting
        return not any(name in waiting for name in (*needs[column.name], *of_frame[column.grain]))

    def step(grain: Grain) -> Step:
        step = Step(grain, {}, [])
        mine = of_grain[grain] = [column for column in of_grain[grain] if column.name in waiting]
        for column in _take(waiting, [column for column in mine if column.ledger], ready):
            if column.ledger and column.ledger not in step.ledgers:
                step.ledgers.append(column.ledger)
        for column in _take(waiting, [column for column in mine if column.rolled_up_from], ready):
            assert column.rolled_up_from is not None
            step.rollups.setdefault(column.rolled_up_from[0], []).append(column)
        while layer := _take(waiting, [c for c in mine if c.name in waiting and c.expression is not None], ready):
            step.layers.append(_layer({c.name: c.expression for c in layer if c.expression is not None}))
        return step

    steps: list[Step] = []
    while waiting:
        possible = (step(grain) for grain in reversed(GRAINS))
        found = next((each for each in possible if each.rollups or each.layers or each.ledgers), None)
        if found is None:
            raise CatalogueError(f"criteria need each other: {', '.join(sorted(waiting))}")
        steps.append(found)
    return steps


def _other_columns(names: Iterable[str], columns: Mapping[str, Column]) -> set[str]:
    """Those of the names that are columns of the plan, of the same record or of another one; facts are always there."""
    return {name for name in (each.removeprefix("other:") for each in names) if name in columns}


def _take(waiting: dict[str, Column], candidates: list[Column], ready: Callable[[Column], bool]) -> list[Column]:
    taken = [column for column in candidates if ready(column)]
    for column in taken:
        del waiting[column.name]
    return taken
