"""How a line stands with what its rules want: on file, only reported, missing, or not good enough.

A need is one named criterion on the nearest way of meeting a rule. Of alternatives, the one that is
nearest is followed: the one with the fewest faults that nothing cures, then the fewest that a new paper
cures, then the fewest that are missing, open or only reported; of equals, the first.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from oxyclaim.case.models import Case
from oxyclaim.case.tables import Tables, tables
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.decide import explained, run
from oxyclaim.engine.grains import LINE, Grain
from oxyclaim.engine.rows import Row, Rows
from oxyclaim.engine.sentences import fill
from oxyclaim.engine.trace import Tracer, Truth, open_questions
from oxyclaim.engine.verdict import LineVerdict, Reason, Source
from oxyclaim.engine.words import All, Any, Criterion, Effect, Exists, Fact, Node, Not, Open, Rule

CASES_AT_ONCE = 500


class Standing(StrEnum):
    """How one thing that a rule wants is known, from the best to the worst."""

    ON_FILE = "on file"
    REPORTED = "reported"
    TO_SETTLE = "to settle"
    MISSING = "missing"
    NOT_GOOD_ENOUGH = "not good enough"


@dataclass(frozen=True)
class Need:
    """One named criterion of one record.

    ``names``: the criterion and those that contain it, from the inside out. ``row`` and ``said`` are the
    record's rows in the documented and the said view. ``absent`` if it is known that there is no such record.
    """

    names: tuple[str, ...]
    standing: Standing
    reasons: tuple[Reason, ...]
    sources: tuple[Source, ...]
    grain: Grain
    row: Row
    said: Row
    absent: bool = False

    @property
    def curable(self) -> bool:
        """Whether something is named that would put it right."""
        return any(reason.cure for reason in self.reasons)


class LineStanding:
    """One line, ready to be asked about its rules."""

    def __init__(self, rows: Rows, row: Row, said: Row, catalogue: Catalogue):
        self.row, self.said = row, said
        payer, day = row["line.payer"], row["line.service_date"]
        self.rules = catalogue.in_force(payer, day)
        self._rows = rows
        self._tracer = Tracer(rows, row, said)
        self._strictly = Tracer(rows, row, said, strict=True)

    @property
    def effect(self) -> Effect:
        """What the rules do to the line."""
        return Effect(self.row["effect"])

    def value(self, criterion: Criterion | None) -> Truth:
        """A criterion's value: as documented or, where that is not known, as said; no criterion is met."""
        if criterion is None:
            return True
        documented = self._tracer.value(criterion, self.row)
        if documented is False:  # where the readings of an open question differ, it may be met
            documented = self._strictly.value(criterion, self.row)
        return self._tracer.value(criterion, self.said) if documented is None else documented

    def only_record(self, kind: str) -> tuple[Row, Row]:
        """The one record of a kind that the case lists, as documented and as said; nothing where it is not one."""
        rows, said = (self._rows.of_source(kind, line) for line in (self.row, self.said))
        return (rows[0], said[0]) if len(rows) == len(said) == 1 else ({}, {})

    def why(self, criterion: Criterion) -> list[Reason]:
        """The reasons that the criterion is as it is in the documented view."""
        return self._tracer.why(criterion)

    def needs(self, criterion: Criterion, stops: frozenset[str] = frozenset()) -> list[Need]:
        """What the criterion rests on, by the nearest way; it descends no further than ``stops``."""
        return self._nearest(criterion, self.row, self.said, LINE, (), stops)

    def _nearest(
        self, node: Node, row: Row, said: Row, grain: Grain, names: tuple[str, ...], stops: frozenset[str]
    ) -> list[Need]:
        match node:
            case Criterion():
                names = (node.name, *names)
                if node.name in stops or _says_what_it_lacks(node) or isinstance(node.node, (Fact, Not)):
                    return [self._need(node, row, said, grain, names)]
                return self._nearest(node.node, row, said, grain, names, stops)
            case All(parts=parts):
                return [need for part in parts for need in self._nearest(part, row, said, grain, names, stops)]
            case Any(parts=parts):
                return min((self._nearest(part, row, said, grain, names, stops) for part in parts), key=_distance)
            case Open(strict=strict):
                # The strict reading is asked for: it satisfies both.
                needs = self._nearest(strict, row, said, grain, names, stops)
                if self._agree(node, row):
                    return needs
                questions = self._questions(node, row)
                return [_to_settle(need, questions) for need in needs]
            case Exists():
                return self._nearest_record(node, row, said, names, stops)
        return [self._bare(node, row, said, grain, names)]

    def _nearest_record(
        self, node: Exists, row: Row, said: Row, names: tuple[str, ...], stops: frozenset[str]
    ) -> list[Need]:
        rows = self._spoken_of(node, row)
        if not rows or rows[0].get("unlisted"):
            reasons = tuple(self._tracer.of_record(node, row, said, node.grain))
            return [Need(names, Standing.MISSING, reasons, (), node.grain, {}, {}, absent=not rows)]
        said_rows = {each["record"]: each for each in self._rows.under(node.grain, said)}
        body = All((node.among, node.holds)) if node.among else node.holds
        ways = [self._nearest(body, each, said_rows[each["record"]], node.grain, names, stops) for each in rows]
        return min(ways, key=_distance)

    def _spoken_of(self, node: Exists, row: Row) -> list[Row]:
        rows = self._rows.under(node.grain, row)
        return [each for each in rows if node.among is None or self._tracer.value(node.among, each) is not False]

    def _need(self, node: Criterion, row: Row, said: Row, grain: Grain, names: tuple[str, ...]) -> Need:
        value, reported = self._tracer.value(node, row), self._tracer.value(node, said)
        absent = value is not True and self._is_absent(node.node, row)
        # Of ways that all lack their record, the reasons of each would speak of something else.
        of_others = absent and isinstance(node.node, Any)
        reasons = () if of_others else tuple(self._tracer.of_record(node, row, said, grain))
        sources = tuple(dict.fromkeys(reason.source for reason in reasons if reason.source)) or _own(row, grain)
        standing = Standing.MISSING if absent else _standing(value, reported)
        need = Need(names, standing, reasons, sources, grain, row, said, absent)
        return (
            need
            if self._agree(node, row)
            else replace(need, standing=Standing.TO_SETTLE, reasons=self._questions(node, row))
        )

    def _is_absent(self, node: Node, row: Row) -> bool:
        """Whether what it asks for is known not to be there: no such record is listed, by any way of meeting it."""
        match node:
            case Exists():
                return not self._spoken_of(node, row)
            case Any(parts=parts):
                return all(self._is_absent(part, row) for part in parts)
            case All(parts=parts):
                return any(isinstance(part, Exists) and self._is_absent(part, row) for part in parts)
        return False

    def _bare(self, node: Node, row: Row, said: Row, grain: Grain, names: tuple[str, ...]) -> Need:
        standing = _standing(self._tracer.value(node, row), self._tracer.value(node, said))
        return Need(names, standing, (), _own(row, grain), grain, row, said)

    def _questions(self, node: Node, row: Row) -> tuple[Reason, ...]:
        """What the policy leaves open beneath it."""
        return tuple(
            _of_question(question, fill(question.question, {**self.row, **row, **each}))
            for question, each in open_questions(node, self._tracer, self._strictly, row)
        )

    def _agree(self, node: Node, row: Row) -> bool:
        """Whether both readings of the open questions beneath it give the same."""
        return self._tracer.value(node, row) is self._strictly.value(node, row)


def standings(
    cases: Sequence[Case], catalogue: Catalogue, as_of: date | None = None
) -> Iterator[tuple[Case, list[LineStanding]]]:
    """The lines of each case, in order. Both readings of open questions are evaluated."""
    for chunk, rows in _evaluated(cases, catalogue, as_of):
        lines = _lines(rows, catalogue)
        for position, case in enumerate(chunk.cases):
            yield case, lines[2 * position]


def standings_and_verdicts(
    cases: Sequence[Case], catalogue: Catalogue, as_of: date | None = None
) -> Iterator[tuple[Case, list[LineStanding], list[LineVerdict]]]:
    """The same with the verdict of each line, as ``decide`` gives it, of one evaluation."""
    for chunk, rows in _evaluated(cases, catalogue, as_of):
        lines, verdicts = _lines(rows, catalogue), explained(chunk, rows, catalogue)
        for position, case in enumerate(chunk.cases):
            own = lines[2 * position]
            yield case, own, [verdicts[2 * position, line.row["record"]] for line in own]


def _evaluated(cases: Sequence[Case], catalogue: Catalogue, as_of: date | None) -> Iterator[tuple[Tables, Rows]]:
    for start in range(0, len(cases), CASES_AT_ONCE):
        chunk = tables(cases[start : start + CASES_AT_ONCE], catalogue.presumptions, as_of)
        yield chunk, Rows(run(chunk, catalogue))


def _lines(rows: Rows, catalogue: Catalogue) -> dict[int, list[LineStanding]]:
    """The lines by the documented view of their case."""
    said = {(row["case_view"] - 1, row["record"]): row for row in rows.lines.values() if row["said"]}
    lines: dict[int, list[LineStanding]] = defaultdict(list)
    for row in rows.lines.values():
        if not row["said"]:
            view = row["case_view"]
            lines[view].append(LineStanding(rows, row, said[view, row["record"]], catalogue))
    return lines


def criteria_of(rules: Sequence[Rule]) -> dict[str, Criterion]:
    """Every criterion on which some rule rests, by name."""
    found: dict[str, Criterion] = {}

    def walk(node: Node | None) -> None:
        match node:
            case Criterion(name=name, node=inner):
                if name not in found:
                    found[name] = node
                    walk(inner)
            case All(parts=parts) | Any(parts=parts):
                for part in parts:
                    walk(part)
            case Not(part=part):
                walk(part)
            case Open(lenient=lenient, strict=strict):
                walk(lenient)
                walk(strict)
            case Exists(holds=holds, among=among):
                walk(holds)
                walk(among)

    for rule in rules:
        walk(rule.applies)
        walk(rule.requires)
    return found


def _says_what_it_lacks(criterion: Criterion) -> bool:
    return bool(criterion.not_met or criterion.unknown)


def _standing(value: Truth, reported: Truth) -> Standing:
    if value is True:
        return Standing.ON_FILE
    if value is False or reported is False:
        return Standing.NOT_GOOD_ENOUGH
    return Standing.REPORTED if reported else Standing.MISSING


def _to_settle(need: Need, questions: tuple[Reason, ...]) -> Need:
    """Unless it is met even in the strict reading."""
    met = need.standing is Standing.ON_FILE
    return need if met else replace(need, standing=Standing.TO_SETTLE, reasons=questions, absent=False)


def _of_question(question: Open, told: str) -> Reason:
    return Reason("", f"the policy leaves open {told}", None, None, question.authority, None, None, None)


def _own(row: Row, grain: Grain) -> tuple[Source, ...]:
    """The paper behind the record itself."""
    document = None if grain is LINE else row.get(f"{grain.source}.document")
    return (Source(document, row.get(f"{grain.source}.page")),) if document else ()


def _distance(needs: list[Need]) -> tuple[int, ...]:
    count = Counter(need.standing for need in needs)
    failing = [need for need in needs if need.standing is Standing.NOT_GOOD_ENOUGH]
    # A record that does not exist is as far away as one that nothing cures.
    hopeless = sum(not need.curable for need in failing) + sum(need.absent for need in needs)
    return (
        hopeless,
        sum(need.curable for need in failing),
        count[Standing.MISSING],
        count[Standing.TO_SETTLE],
        count[Standing.REPORTED],
    )
