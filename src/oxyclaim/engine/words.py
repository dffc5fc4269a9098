"""The words in which policy is written: facts, parameters, criteria, derived facts, outputs and rules.

A criterion is *met*, *not met* or *unknown* (true, false, null). Facts are Polars expressions, whose
``&``, ``|``, ``~`` and comparisons keep the unknown; criteria are combined with the same signs.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, IntEnum
from typing import ClassVar

import polars as pl

from oxyclaim.engine.grains import LINE, Grain
from oxyclaim.engine.roles import Role, Yields


class Facts:
    """The facts of one grain: ``test.date`` is the column of that name."""

    def __init__(self, prefix: str):
        self._prefix = prefix

    def __getattr__(self, name: str) -> pl.Expr:
        """The fact's column."""
        if name.startswith("__"):
            raise AttributeError(name)
        return pl.col(f"{self._prefix}.{name}")


class Findings(Facts):
    """The findings of the medical record: each speaks for service dates on and after its own date.

    For an earlier service date it is unknown, whatever it says. A finding without a date is of its document's date;
    where neither is dated it speaks for every day.
    """

    def __getattr__(self, name: str) -> pl.Expr:
        """The finding's value, unknown for a service date before the finding's date."""
        value = super().__getattr__(name)
        return pl.when(pl.col(f"{self._prefix}.{name}.date") > pl.col("line.service_date")).then(None).otherwise(value)


line, other_line, other_unit = Facts("line"), Facts("other_line"), Facts("other_unit")
test, other_test = Facts("test"), Facts("other_test")
earlier_test, rival_test = Facts("earlier_test"), Facts("rival_test")
order, other_order, rival_order = Facts("order"), Facts("other_order"), Facts("rival_order")
encounter, diagnosis, delivery, notice = Facts("encounter"), Facts("diagnosis"), Facts("delivery"), Facts("notice")
certificate, follow_up = Facts("certificate"), Facts("follow_up")
month, absence, check = Facts("month"), Facts("absence"), Facts("check")
absence_month = Facts("absence_month")
claimed = Facts("claimed")
order_month = Facts("order_month")
code_status, age_band, indication = Facts("code_status"), Facts("age_band"), Facts("indication")
qualifying_value, inpatient_window = Facts("qualifying_value"), Facts("inpatient_window")
wanted_paper, paper, step, trigger, bundle = (
    Facts("wanted_paper"), Facts("paper"), Facts("step"), Facts("trigger"), Facts("bundle"),
)  # fmt: skip
authorization, change, trial = Facts("authorization"), Facts("change"), Facts("trial")
clinical = Findings("line.clinical")
"""Findings of the medical record."""
p = Facts("p")
"""Parameters: the payer's values in force for the line."""


def known(fact: pl.Expr) -> pl.Expr:
    """True where the fact is known, unknown (never false) where it is not."""
    return pl.when(fact.is_not_null()).then(pl.lit(True))


def among(list: pl.Expr, value: pl.Expr) -> pl.Expr:
    """Whether a list holds a value; unknown (``list.contains`` alone would say no) where the value is not known."""
    return pl.when(value.is_not_null()).then(list.list.contains(value))


def first_of(*choices: tuple[pl.Expr, pl.Expr | str], otherwise: pl.Expr | str) -> pl.Expr:
    """The value of the first condition that is met; null as soon as an earlier one is unknown."""
    result = _value(otherwise)
    for condition, value in reversed(choices):
        result = pl.when(condition.is_null()).then(None).when(condition).then(_value(value)).otherwise(result)
    return result


def if_used(setting: pl.Expr, value: pl.Expr) -> pl.Expr:
    """The value, or an empty text where the payer's setting is an empty text: it does not use such a modifier."""
    return pl.when(setting == "").then(pl.lit("")).otherwise(value)


def _value(value: pl.Expr | str) -> pl.Expr:
    return pl.lit(value) if isinstance(value, str) else value


class Node:
    """A part of a criterion's tree."""

    def __and__(self, other: "Node") -> "Node":
        """Both."""
        return All((*_parts(self, All), *_parts(other, All)))

    def __or__(self, other: "Node") -> "Node":
        """Either; the order is the order of preference in explanations."""
        return Any((*_parts(self, Any), *_parts(other, Any)))

    def __invert__(self) -> "Node":
        """Not."""
        return Not(self)


@dataclass(frozen=True, eq=False)
class Fact(Node):
    """A bare expression; only a named criterion may hold one."""

    expression: pl.Expr


@dataclass(frozen=True, eq=False)
class All(Node):
    """Every part is met."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, eq=False)
class Any(Node):
    """At least one part is met."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, eq=False)
class Not(Node):
    """The part is not met."""

    part: Node


@dataclass(frozen=True, eq=False)
class Exists(Node):
    """At least one finer row meets ``holds``. Rows where ``among`` is false are not spoken of."""

    grain: Grain
    holds: "Criterion"
    among: "Criterion | None" = None
    none: str = ""


@dataclass(frozen=True, eq=False)
class Open(Node):
    """An open question of policy: it counts only where its two readings differ."""

    question: str
    lenient: Node
    strict: Node
    authority: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class OfOther(Node):
    """A criterion of the other record of a pair."""

    criterion: "Criterion"


def _parts(node: Node, kind: type[All] | type[Any]) -> tuple[Node, ...]:
    return node.parts if isinstance(node, kind) else (node,)


def exists(grain: Grain, holds: "Criterion", *, among: "Criterion | None" = None, none: str = "") -> Exists:
    """Whether any row of ``grain`` meets ``holds``; ``none`` is said where no row is ``among`` them."""
    return Exists(grain, holds, among, none)


def open_question(question: str, *, lenient: Node, strict: Node, authority: str | tuple[str, ...]) -> Open:
    """Two readings of a policy that its authorities leave open."""
    return Open(question, lenient, strict, (authority,) if isinstance(authority, str) else authority)


def of_other(criterion: "Criterion") -> OfOther:
    """The criterion as it stands for the other record of a pair."""
    return OfOther(criterion)


class Helps(Enum):
    """From which service date a cure helps."""

    THIS_MONTH = "this month's line too, once it is done"
    LATER = "later months only"
    NOT_TO_BE_BILLED = ""
    NEVER = "a new order and delivery only; this one cannot be cured"


@dataclass(frozen=True)
class Cure:
    """What can be done, who does it, and from when it helps; ``action`` may have ``{fact}`` places.

    ``together``: a report may tell several of these as one, under this heading.
    """

    action: str
    who: str
    helps: Helps = Helps.THIS_MONTH
    together: str = ""


@dataclass(frozen=True, eq=False)
class Criterion(Node):
    """A named question of one grain.

    ``met``, ``not_met`` and ``unknown`` are sentences with ``{fact}`` places; where one is given, an
    explanation stops here instead of descending.
    """

    name: str
    grain: Grain
    node: Node
    title: str
    authority: tuple[str, ...] = ()
    met: str = ""
    not_met: str = ""
    unknown: str = ""
    cure: Cure | None = None
    ask: Cure | None = None
    undo: Cure | None = None
    documents: str = ""
    last: int = 0
    echoes: str = ""
    folder: str = ""

    def __hash__(self) -> int:
        """By name, which is unique."""
        return hash(self.name)


def _title(function: Callable[[], object]) -> str:
    return (inspect.getdoc(function) or "").split("\n\n")[0].replace("\n", " ")


def criterion(
    grain: Grain = LINE,
    *,
    authority: str | tuple[str, ...] = (),
    met: str = "",
    not_met: str = "",
    unknown: str = "",
    cure: Cure | None = None,
    ask: Cure | None = None,
    undo: Cure | None = None,
    documents: str = "",
    last: int = 0,
    echoes: str = "",
) -> Callable[[Callable[[], pl.Expr | Node]], Criterion]:
    """Name a criterion after its function; the docstring says what is asked.

    ``cure`` helps where it is not met, ``undo`` where it is met and ought not to be; ``ask`` says what to obtain or
    check where it is unknown. Their actions may have ``{fact}`` places, as the sentences do.

    ``documents`` names the clinical finding (``clinical.mobile_in_home``) whose document shows it. ``last``: in an
    explanation it is told behind what has a lower number (0), as a rare way that nobody meant is. ``echoes`` names
    another criterion whose reason says the same: a hold that has only such reasons is not told beside it.
    """

    def name_it(function: Callable[[], pl.Expr | Node]) -> Criterion:
        body = function()
        return Criterion(
            name=function.__name__,
            grain=grain,
            node=body if isinstance(body, Node) else Fact(body),
            title=_title(function),
            authority=(authority,) if isinstance(authority, str) else authority,
            met=met,
            not_met=not_met,
            unknown=unknown,
            cure=cure,
            ask=ask,
            undo=undo,
            documents=documents,
            last=last,
            echoes=echoes,
            folder=function.__module__,
        )

    return name_it


@dataclass(frozen=True)
class Derived:
    """A fact computed from facts and parameters of its grain, before any criterion."""

    name: str
    grain: Grain
    expression: pl.Expr
    title: str


def derived(grain: Grain) -> Callable[[Callable[[], pl.Expr]], Derived]:
    """Define the fact ``<grain>.<function name>``."""

    def name_it(function: Callable[[], pl.Expr]) -> Derived:
        return Derived(f"{grain.name}.{function.__name__}", grain, function(), _title(function))

    return name_it


@dataclass(frozen=True)
class Tally:
    """How many finer rows meet a criterion: at least those that are known to, at most also the unknown ones.

    With ``amount``, a column of the finer rows, their sum in place of their number. ``most`` is unknown where the case
    does not list the records at all, or lacks the amount of one of them. With ``day``, a column of dates, also the
    first and the last day among the rows that are known to meet it.
    """

    counts: Criterion
    amount: str = ""
    day: str = ""

    @property
    def least(self) -> pl.Expr:
        """The rows that are known to meet it."""
        return pl.col(f"least.{self.counts.name}")

    @property
    def most(self) -> pl.Expr:
        """The rows that meet it or may do so."""
        return pl.col(f"most.{self.counts.name}")

    @property
    def first(self) -> pl.Expr:
        """The first day among the rows that are known to meet it; null where none is."""
        return pl.col(f"first.{self.counts.name}")

    @property
    def last(self) -> pl.Expr:
        """The last day among the rows that are known to meet it; null where none is."""
        return pl.col(f"last.{self.counts.name}")

    @property
    def certain(self) -> pl.Expr:
        """Whether of every row it is known whether it meets the criterion: ``first`` and ``last`` say all, then."""
        return (self.least == self.most).fill_null(False)


def tally(counts: Criterion, amount: str = "", day: str = "") -> Tally:
    """The number of rows that meet ``counts``, or the sum of their ``amount``, for the grain above them."""
    return Tally(counts, amount, day)


@dataclass(frozen=True)
class Pending:
    """Finer rows that may come to be counted: claims that are sent together and have no answer yet.

    Those that meet ``counts`` belong to the most that may have been counted, never to the least.
    """

    counts: Criterion
    day: str
    label: str


@dataclass(frozen=True)
class Ledger:
    """A running count of finer rows, begun anew where something opens a new count.

    Rows that meet ``counts`` are counted in the order of ``day``, those of one day once. A row that meets ``opens``
    ends on ``opens_on`` (begun on ``opens_from``); behind it the count begins anew, unless ``limit`` had been
    reached. On the line's own ``start`` it begins anew if the line meets ``anew``, whatever had been reached. Rows
    and openings that are not known, and rows that are ``pending``, give a lower and an upper count. Where no openings
    are listed, a gap of more than ``gap_days`` between two counted rows may hide one.
    """

    COLUMNS: ClassVar = (
        "least", "most", "earlier_least", "earlier_most", "opened", "reopened", "last_day", "last_label", "limit_day",
        "limit_label", "opening_from", "opening_until",
    )  # fmt: skip

    name: str
    counts: Criterion
    day: str
    label: str
    opens: Criterion
    opens_on: str
    opens_from: str
    anew: Criterion
    start: str
    until: str
    limit: str
    gap_days: int
    pending: tuple[Pending, ...] = ()

    def column(self, what: str) -> str:
        """The name of one of its columns."""
        return f"ledger.{self.name}.{what}"

    def __getattr__(self, name: str) -> pl.Expr:
        """``least`` and ``most``: counted before ``until``, at least and at most. ``earlier_least`` and
        ``earlier_most``: before ``start``. ``opened``: something opens a new count between the last row before
        ``start`` and it. ``reopened``: something does so behind rows counted since ``start``. ``last_day`` and
        ``last_label`` of the last row, ``limit_day`` and ``limit_label`` of that with which the limit was reached.
        ``opening_from`` and ``opening_until``: the days of the last opening before ``start``, for sentences.
        """
        if name not in Ledger.COLUMNS:
            raise AttributeError(name)
        return pl.col(self.column(name))

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns that it reads, of the finer rows and of the line."""
        finer = (self.day, self.label, self.opens_on, self.opens_from)
        beside = (name for each in self.pending for name in (each.day, each.label))
        return (*finer, *beside, self.start, self.until, self.limit, *map(column_of, self.criteria))

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria on which it rests."""
        return (self.counts, self.opens, self.anew, *(each.counts for each in self.pending))


class Stage(IntEnum):
    """The four stages; nothing reaches back."""

    LEDGER = 1
    COVERAGE = 2
    CODING = 3
    SCRUB = 4


@dataclass(frozen=True)
class Output:
    """What a stage yields for a line: a group, a modifier, a date.

    ``formula`` is given the values of the criteria in ``uses``, unknown also where the readings of an
    open question differ. What serves the rule ``serves`` is ``idle`` in a run of payers that do not use that rule, so
    that such a run does not pay for its criteria. ``yields``: what it is to an explanation. ``asserts``: its modifier
    states to the payer what the rules of that family say (see ``rule``); ``place``: in this order they are told.
    """

    name: str
    stage: Stage
    formula: Callable[..., pl.Expr]
    uses: tuple[Criterion, ...]
    title: str
    serves: str = ""
    idle: pl.Expr | None = None
    yields: Yields | None = None
    asserts: str = ""
    place: int = 0


def output(
    stage: Stage,
    *uses: Criterion,
    serves: str = "",
    idle: pl.Expr | None = None,
    yields: Yields | None = None,
    asserts: str = "",
    place: int = 0,
) -> Callable[[Callable[..., pl.Expr]], Output]:
    """Define the output ``line.<function name>``."""

    def name_it(function: Callable[..., pl.Expr]) -> Output:
        name = f"line.{function.__name__}"
        return Output(name, stage, function, uses, _title(function), serves, idle, yields, asserts, place)

    return name_it


def column_of(criterion: Criterion, strict: bool = False) -> str:
    """The column that holds a criterion's value, in its lenient or strict reading."""
    return ("s." if strict else "c.") + criterion.name


class Effect(IntEnum):
    """What a rule does to a line, in the order of strength."""

    NONE = 0
    HOLD = 1
    REVIEW = 2
    NOT_COVERED = 3
    NOT_PAYABLE = 4
    EXCLUDED = 5

    @property
    def verdict(self) -> str:
        """The verdict's word."""
        return "billable" if self is Effect.NONE else self.name.lower().replace("_", " ")


SETTLED_IN_ADVANCE = "settled_in_advance"
"""The column that says that the payer has decided the coverage (see ``Yields.SETTLED_IN_ADVANCE``); none in a run of
payers that never do."""


class Kind(Enum):
    """What a rule speaks about."""

    VERDICT = "verdict"
    FORECAST = "forecast of a coded line"
    DENIAL = "formal denial"
    NOTE = "note"


@dataclass(frozen=True)
class Rule:
    """A rule of one line.

    Met, it is silent (or backs an assertion of the claim). Not met, it has the effect ``not_met``;
    unknown, the effect ``unknown``. It holds for service dates from ``first`` to ``last``. ``of_coding``: it speaks of
    modifiers that somebody has put on the line, so that it stands in front of nothing that holds without them.
    ``no_rule``: not met, the rule book has no rule for the line, and no person's decision stands in for one.
    ``beside_denial``: a note that is told beside *not covered* too. ``roles``: what it is asked for elsewhere.
    ``snip_level``: 6 where it speaks of the codes and modifiers of a line, else 7. ``last_told``: its findings are told
    behind those with a lower number.
    """

    id: str
    title: str
    about: str
    stage: Stage
    kind: Kind
    applies: Criterion | None
    requires: Criterion
    not_met: Effect
    unknown: Effect
    first: date
    last: date | None
    authority: tuple[str, ...]
    sentence: str
    if_unknown: str
    cure: Cure | None
    asserts: str
    settles: str
    denial: str
    of_coding: bool = False
    no_rule: bool = False
    beside_denial: bool = False
    roles: frozenset[Role] = frozenset()
    snip_level: int = 7
    last_told: int = 0
    folder: str = field(compare=False, default="")

    def in_force_on(self, day: date) -> bool:
        """Whether it holds for a service date."""
        return self.first <= day and (self.last is None or day <= self.last)


def rule(
    id: str,
    *,
    stage: Stage,
    requires: Criterion,
    authority: str | tuple[str, ...],
    applies: Criterion | None = None,
    kind: Kind = Kind.VERDICT,
    not_met: Effect = Effect.NONE,
    unknown: Effect = Effect.HOLD,
    in_force: tuple[str, str | None],
    sentence: str = "",
    if_unknown: str = "",
    cure: Cure | None = None,
    asserts: str = "",
    settles: str = "",
    denial: str = "",
    of_coding: bool = False,
    no_rule: bool = False,
    beside_denial: bool = False,
    roles: Role | tuple[Role, ...] = (),
    snip_level: int | None = None,
    last_told: int = 0,
) -> Callable[[Callable[[], None]], Rule]:
    """Define a rule; the function's docstring is its title (first paragraph) and its reasons.

    ``if_unknown`` is the sentence where it is unknown and the usual one would say too much.
    ``asserts`` names the modifier family (``coverage``, ``rental``, ``flow``, ``hospice``) that states to the payer
    that this rule is met. ``settles`` names the question that some rule must settle for every line. ``of_coding`` marks
    a rule on modifiers that somebody has put on the line, ``no_rule`` one that no person can settle, ``beside_denial``
    a note that is also told of a line that is not covered. ``snip_level``, unless given, is 6 for the
    stage *coding*, else 7. See ``Rule`` for the rest.
    """

    def name_it(function: Callable[[], None]) -> Rule:
        about = inspect.getdoc(function) or ""
        return Rule(
            id=id,
            title=_title(function).rstrip("."),
            about=about,
            stage=stage,
            kind=kind,
            applies=applies,
            requires=requires,
            not_met=not_met,
            unknown=unknown,
            first=date.fromisoformat(in_force[0]),
            last=date.fromisoformat(in_force[1]) if in_force[1] else None,
            authority=(authority,) if isinstance(authority, str) else authority,
            sentence=sentence,
            if_unknown=if_unknown,
            cure=cure,
            asserts=asserts,
            settles=settles,
            denial=denial,
            of_coding=of_coding,
            no_rule=no_rule,
            beside_denial=beside_denial,
            roles=frozenset(roles if isinstance(roles, tuple) else (roles,)),
            snip_level=(6 if stage is Stage.CODING else 7) if snip_level is None else snip_level,
            last_told=last_told,
            folder=function.__module__,
        )

    return name_it
