"""The trace: why a criterion is met, not met or unknown, down to the records, in sentences.

It walks the tree of named criteria with the values that the evaluation left in the frames. For an
alternative it tells, of each record, the route that it comes closest to.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any as Anything

from oxyclaim.engine.evaluate import Evaluation
from oxyclaim.engine.grains import GRAINS, LINE, Grain
from oxyclaim.engine.sentences import fill
from oxyclaim.engine.verdict import Reason, Source
from oxyclaim.engine.words import All, Any, Criterion, Exists, Fact, Node, Not, OfOther, Open, column_of

Row = Mapping[str, Anything]
Truth = bool | None


class Rows:
    """The rows of an evaluation, found by grain and by the coarser row they belong to."""

    def __init__(self, evaluation: Evaluation):
        self._children: dict[tuple[str, int], list[Row]] = defaultdict(list)
        self.lines: dict[int, Row] = {}
        for grain, frame in evaluation.frames.items():
            for row in frame.iter_rows(named=True):
                if grain is LINE:
                    self.lines[row[LINE.row]] = row
                elif row["present"] and grain.parent is not None:
                    self._children[grain.name, row[grain.parent.row]].append(row)

    def of_source(self, source: str, line: Row) -> list[Row]:
        """The line's records of one kind."""
        grain = next(grain for grain in GRAINS if grain.source == source and grain.parent is LINE)
        return self.under(grain, line)

    def under(self, grain: Grain, row: Row) -> list[Row]:
        """The finer rows of a row."""
        assert grain.parent is not None
        return self._children[grain.name, row[grain.parent.row]]


@dataclass(frozen=True)
class Tracer:
    """Explains one line: ``line`` is its row in the documented view, ``said`` that in the said view."""

    rows: Rows
    line: Row
    said_line: Row
    strict: bool = False

    def why(self, criterion: Criterion) -> list[Reason]:
        """The reasons that the criterion is as it is."""
        reasons = self._why(criterion, self.line, self.said_line, LINE, self.value(criterion, self.line))
        return _distinct(_only_said(reasons))

    def of_record(self, node: Node, row: Row, said: Row, grain: Grain) -> list[Reason]:
        """The reasons that a part of a criterion is as it is on one record."""
        return _distinct(self._why(node, row, said, grain, self.value(node, row)))

    def decisive(self, criterion: Criterion) -> set[str]:
        """The names of the criteria on which the criterion's value rests."""
        found: set[str] = set()
        self._decisive(criterion, self.line, self.value(criterion, self.line), found)
        return found

    def _decisive(self, node: Node, row: Row, value: Truth, found: set[str]) -> None:
        match node:
            case Criterion():
                found.add(node.name)
                self._decisive(node.node, row, value, found)
            case All(parts=parts) | Any(parts=parts):
                agreeing = [part for part in parts if self.value(part, row) is value]
                first_suffices = (value is True) is isinstance(node, Any) and value is not None
                for part in agreeing[:1] if first_suffices else agreeing:
                    self._decisive(part, row, value, found)
            case Not(part=part):
                self._decisive(part, row, None if value is None else not value, found)
            case Open(lenient=lenient, strict=strictly):
                self._decisive(strictly if self.strict else lenient, row, value, found)
            case Exists():
                holding = [each for each in self.rows.under(node.grain, row) if self._holds(node, each) is value]
                for each in holding[:1] if value is True else holding:
                    self._decisive(node.holds, each, value, found)

    def value(self, node: Node, row: Row) -> Truth:
        """A node's value on a row."""
        match node:
            case Criterion():
                return self._read(row, "", node)
            case OfOther(criterion=criterion):
                return self._read(row, "other:", criterion)
            case All(parts=parts):
                values = [self.value(part, row) for part in parts]
                return False if False in values else None if None in values else True
            case Any(parts=parts):
                values = [self.value(part, row) for part in parts]
                return True if True in values else None if None in values else False
            case Not(part=part):
                value = self.value(part, row)
                return None if value is None else not value
            case Open(lenient=lenient, strict=strictly):
                return self.value(strictly if self.strict else lenient, row)
            case Exists():
                values = [self._holds(node, each) for each in self.rows.under(node.grain, row)]
                return True if True in values else None if None in values else False
        raise TypeError(type(node).__name__)

    def _read(self, row: Row, prefix: str, criterion: Criterion) -> Truth:
        """The strict reading has a column of its own only where an open question lies beneath it."""
        lenient = prefix + column_of(criterion)
        if lenient not in row:  # the plan has no column for what is used inside other expressions only
            return self.value(criterion.node, row)
        return _truth(
            row.get(prefix + column_of(criterion, strict=True), row[lenient]) if self.strict else row[lenient]
        )

    def _holds(self, node: Exists, row: Row) -> Truth:
        return self.value(All((node.among, node.holds)) if node.among else node.holds, row)

    def _why(self, node: Node, row: Row, said: Row | None, grain: Grain, value: Truth) -> list[Reason]:
        match node:
            case Criterion():
                own = {True: node.met, False: node.not_met, None: node.unknown}[value]
                inner = node.node
                if own and not (value is None and isinstance(inner, (All, Exists)) and not _plain(inner)):
                    return [self._reason(node, own, row, said, grain, value)]
                deeper = self._why(inner, row, said, grain, value)
                if deeper or not own:
                    return deeper
                return [self._reason(node, own, row, said, grain, value)]
            case All(parts=parts):
                return self._of_parts(parts, row, said, grain, value)
            case Any(parts=parts):
                if value is True:
                    first = next(part for part in parts if self.value(part, row) is True)
                    return self._why(first, row, said, grain, True)
                return _closest([self._of_parts((part,), row, said, grain, value) for part in parts])
            case Not(part=part):
                return self._why(part, row, said, grain, None if value is None else not value)
            case Open(lenient=lenient, strict=strictly):
                return self._why(strictly if self.strict else lenient, row, said, grain, value)
            case Exists():
                return self._of_rows(node, row, said, value)
        return []

    def _of_parts(self, parts: Iterable[Node], row: Row, said: Row | None, grain: Grain, value: Truth) -> list[Reason]:
        reasons: list[Reason] = []
        for part in parts:
            if self.value(part, row) is value:
                reasons += self._why(part, row, said, grain, value)
        return reasons

    def _of_rows(self, node: Exists, row: Row, said: Row | None, value: Truth) -> list[Reason]:
        rows = self.rows.under(node.grain, row)
        said_rows = {_key(each): each for each in self.rows.under(node.grain, said)} if said else {}
        spoken_of = [each for each in rows if node.among is None or self.value(node.among, each) is not False]
        if value is True:
            chosen = [each for each in rows if self._holds(node, each) is True][:1]
        else:
            chosen = [each for each in spoken_of if self._holds(node, each) is value]
        if value is not True and not chosen:
            return [_simple(fill(node.none, row))] if node.none else []
        reasons: list[Reason] = []
        for each in chosen:
            if each.get("unlisted"):
                reasons.append(_unlisted(node))
                continue
            body = All((node.among, node.holds)) if node.among and value is not True else node.holds
            reasons += self._why(body, each, said_rows.get(_key(each)), node.grain, value)
        return reasons

    def _reason(self, node: Criterion, template: str, row: Row, said: Row | None, grain: Grain, value: Truth) -> Reason:
        shown = {**self.said_line, **(said or {}), **{k: v for k, v in row.items() if v is not None}}
        record = None
        if grain.about is not LINE:
            kind = grain.about.source
            record = f"{kind} {row.get(f'{kind}.id') or row['record'] + 1}"
        source = _source(row, grain, node.documents)
        sentence, only_said = fill(template, shown), False
        if value is None and said is not None:
            said_value = self.value(node, said)
            if said_value is not None:
                told = node.met if said_value else node.not_met
                if told:
                    sentence = f"{fill(told, shown)} (only reported: no document on file shows it)"
                elif not template:
                    sentence = f"{_affirm(node, said_value, record)} (only reported: no document on file shows it)"
                only_said = True
        cure = node.ask if value is None else node.cure if value is False else None
        return Reason(
            criterion=node.name,
            sentence=sentence,
            record=record,
            source=source,
            authorities=node.authority,
            cure=cure.action if cure else None,
            who=cure.who if cure else None,
            helps=cure.helps.value if cure else None,
            said=only_said,
            together=cure.together if cure else "",
        )


_PLURAL = {
    "test": "tests", "order": "orders", "encounter": "encounters", "diagnosis": "diagnoses",
    "delivery": "deliveries", "notice": "notices", "certificate": "certificates",
    "follow_up": "follow-ups",
    "month": "months billed before",
    "absence": "absences",
    "check": "look-ups",
    "authorization": "authorizations",
    "change": "changes",
    "paper": "documents",
    "line": "lines",
}  # fmt: skip


def _affirm(node: Criterion, value: bool, record: str | None) -> str:
    title = node.title.rstrip(".")
    title = title[0].lower() + title[1:]
    where = f"{record}: " if record else ""
    return f"{where}{title}" if value else f"{where}not so: {title}"


def _plain(node: Node) -> bool:
    """Whether a part has nothing named beneath it that could say more."""
    return not isinstance(node, (All, Any, Exists, Criterion, Not, Open))


def _truth(value: Anything) -> Truth:
    return None if value is None else bool(value)


def _key(row: Row) -> Anything:
    return row["record"]


def _simple(sentence: str) -> Reason:
    return Reason("", sentence, None, None, (), None, None, None)


def _unlisted(node: Exists) -> Reason:
    """The case leaves a whole list out, so that nobody can say whether there is an entry."""
    if node.grain.listed_by:
        return _simple("the payer's file is silent on it")
    sentence = f"the case does not say whether there are any {_PLURAL[node.grain.source]}"
    if not (ask := node.holds.ask):
        return _simple(sentence)
    return Reason("", sentence, None, None, (), ask.action, ask.who, ask.helps.value, together=ask.together)


def _source(row: Row, grain: Grain, finding: str) -> Source | None:
    prefix = f"line.clinical.{finding}" if grain is LINE and finding else grain.about.source
    document = row.get(f"{prefix}.document")
    return Source(document, row.get(f"{prefix}.page")) if document else None


def _closest(routes: list[list[Reason]]) -> list[Reason]:
    """Of each record the shortest list of reasons, and every route that fails for no record's sake."""
    routes = [reasons for reasons in routes if reasons]
    if len(routes) == 1:
        return routes[0]
    by_record: dict[str | None, list[list[Reason]]] = defaultdict(list)
    for reasons in routes:
        for record in dict.fromkeys(reason.record for reason in reasons):
            by_record[record].append([reason for reason in reasons if reason.record == record])
    general = by_record.pop(None, [])
    if by_record:
        almost = [
            reason for reasons in routes if all(r.record is None and r.criterion for r in reasons) for reason in reasons
        ]
        return [*almost, *(reason for options in by_record.values() for reason in min(options, key=len))]
    return min(general, key=len) if general else []


def _only_said(reasons: list[Reason]) -> list[Reason]:
    """Several reasons that only say that a record is not on file become one."""
    by_record: dict[str | None, list[Reason]] = defaultdict(list)
    for reason in reasons:
        by_record[reason.record if reason.said else None].append(reason)
    merged: list[Reason] = []
    for reason in reasons:
        alike = by_record[reason.record] if reason.said and reason.record else [reason]
        if len(alike) < 3:
            merged.append(reason)
        elif alike[0] is reason:
            sentence = f"{reason.record} is only reported: no document on file shows it"
            merged += [replace(reason, sentence=sentence)]
    return merged


def _distinct(reasons: list[Reason]) -> list[Reason]:
    seen: dict[str, Reason] = {}
    for reason in reasons:
        seen.setdefault(reason.sentence, reason)
    return list(seen.values())


def open_questions(node: Node, tracer: Tracer, strictly: Tracer, row: Row) -> list[tuple[Open, Row]]:
    """The open questions beneath a node that make its two readings differ on this line's rows."""
    bare = isinstance(node, Open) and isinstance(node.lenient, Fact)
    if not bare and tracer.value(node, row) == strictly.value(node, row):
        return []
    match node:
        case Open(lenient=lenient, strict=strict):
            differs = any(each.value(lenient, row) != each.value(strict, row) for each in (tracer, strictly))
            deeper = [found for part in (lenient, strict) for found in open_questions(part, tracer, strictly, row)]
            return [(node, row), *deeper] if differs else deeper
        case Criterion(node=Open(lenient=Fact()) as inner):
            return [(inner, row)]
        case Criterion(node=inner):
            return open_questions(inner, tracer, strictly, row)
        case All(parts=parts) | Any(parts=parts):
            return [found for part in parts for found in open_questions(part, tracer, strictly, row)]
        case Not(part=part):
            return open_questions(part, tracer, strictly, row)
        case Exists(grain=grain, holds=holds, among=among):
            return [
                found
                for each in tracer.rows.under(grain, row)
                for part in ((among, holds) if among else (holds,))
                for found in open_questions(part, tracer, strictly, each)
            ]
    return []
