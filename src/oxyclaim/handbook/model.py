"""What a page of the handbook holds: plain values, ready for JSON, Markdown and the terminal."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Cite:
    """A source as it is cited: the authority, the section (may be empty), and the authority's grade."""

    authority: str
    section: str
    grade: str

    def __str__(self) -> str:
        """As the rule book writes it: ``L33797, Group I``."""
        return f"{self.authority}, {self.section}" if self.section else self.authority


@dataclass(frozen=True)
class Source:
    """An authority with what a reader needs to find it, and the sections that are cited here."""

    id: str
    issuer: str
    title: str
    sections: tuple[str, ...]
    address: str
    grade: str
    read: date
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Point:
    """A part of what is checked. ``joins`` says how its parts are joined: ``all of``, ``any of``, ``not`` ...

    ``name`` is the criterion's own, if it is one. ``above`` marks a criterion whose parts have been shown
    earlier on the page; ``home`` names the page of shared criteria that shows them, where this one does not.
    """

    text: str
    joins: str = ""
    parts: tuple["Point", ...] = ()
    sources: tuple[Cite, ...] = ()
    name: str = ""
    above: bool = False
    home: str = ""


@dataclass(frozen=True)
class Help:
    """A cure, or what to obtain: what, who does it, and from which service date it helps."""

    action: str
    who: str
    helps: str


@dataclass(frozen=True)
class Said:
    """What is said of one criterion when it is met, not met or unknown; what helps then."""

    criterion: str
    met: str
    not_met: str
    unknown: str
    cure: Help | None
    ask: Help | None
    undo: Help | None


@dataclass(frozen=True)
class Consequence:
    """What becomes of the line, and the sentence the user reads (empty where the rule is silent)."""

    effect: str
    sentence: str


@dataclass(frozen=True)
class DatedValue:
    """One payer's value of a parameter for a closed range of dates; ``last`` is None while it lasts."""

    payer: str
    first: date
    last: date | None
    value: str
    sources: tuple[Cite, ...]
    grade: str
    note: str


@dataclass(frozen=True)
class ParameterUse:
    """A parameter that a rule reads, with every payer's dated values.

    ``through``: only computed facts read it (such as what kind of equipment a code is), and its values stand
    on one page for all rules.
    """

    name: str
    title: str
    unit: str
    clock: str
    values: tuple[DatedValue, ...]
    through: bool


@dataclass(frozen=True)
class CaseLine:
    """A line of a worked case: the verdict it expects, and what the rule says of it."""

    number: int
    code: str
    expected: str
    outcome: str


@dataclass(frozen=True)
class CaseShown:
    """A worked case in which the rule speaks."""

    id: str
    title: str
    basis: str
    lines: tuple[CaseLine, ...]


@dataclass(frozen=True)
class RulePage:
    """Everything worth knowing about one rule. Sentences are templates with places such as <test date>."""

    id: str
    title: str
    why: tuple[str, ...]
    stage: str
    subject: str
    kind: str
    first: date
    last: date | None
    clock: str
    grade: str
    applies: Point | None
    requires: Point
    passes: Consequence
    fails: Consequence
    unknown: Consequence
    said: tuple[Said, ...]
    cure: Help | None
    asserts: str
    settles: str
    denial: str
    facts: tuple[str, ...]
    results: tuple[str, ...]
    parameters: tuple[ParameterUse, ...]
    sources: tuple[Source, ...]
    cases: tuple[CaseShown, ...]


@dataclass(frozen=True)
class SharedCriterion:
    """A criterion that several rules use, unfolded. ``used_by`` names every rule that rests on it."""

    name: str
    point: Point
    said: tuple[Said, ...]
    used_by: tuple[str, ...]


@dataclass(frozen=True)
class CriteriaPage:
    """The shared criteria of one subject, with what they read and the sources they rest on."""

    home: str
    subject: str
    criteria: tuple[SharedCriterion, ...]
    facts: tuple[str, ...]
    parameters: tuple[ParameterUse, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Citation:
    """Who cites an authority: the kind of thing (rule, criterion ...), its name, and the section it cites."""

    kind: str
    name: str
    section: str


@dataclass(frozen=True)
class RegisterEntry:
    """An authority and everything that rests on it."""

    source: Source
    cited_by: tuple[Citation, ...]
