"""The trace: why a criterion is met, not met or unknown, down to the records, in sentences.

It walks the tree of named criteria with the values that the evaluation left in the frames. For an
alternative it tells, of each record, the route that it comes closest to.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any as Anything

from oxyclaim.case.places import pointer_of, pointer_of_list
from oxyclaim.case.tables import RECORDS
from oxyclaim.engine.grains import LINE, Grain
from oxyclaim.engine.rows import Row, Rows, Shown
from oxyclaim.engine.sentences import fill, written
from oxyclaim.engine.verdict import Reason, Source
from oxyclaim.engine.words import All, Any, Criterion, Exists, Fact, Node, Not, OfOther, Open, column_of

Truth = bool | None


@dataclass(frozen=True)
class Tracer:
    """Explains one line: ``line`` is its row in the documented view, ``said`` that in the said view.

    Every row that it is asked about is one of ``rows``.
    """

    rows: Rows
    line: Row
    said_line: Row
    strict: bool = False
    rests_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    """The columns of the case's tables on which each derived fact rests."""
    _known: dict[tuple[str, str, int], Truth] = field(default_factory=dict, compare=False, repr=False)
    """What has been worked out, by prefix, criterion and row: the same criterion is asked for by many rules."""
    _told: dict[Anything, list[Reason]] = field(default_factory=dict, compare=False, repr=False)
    _open: dict[Anything, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    """So with its reasons, and with what nobody has entered beneath it."""

    def why(self, criterion: Criterion) -> list[Reason]:
        """The reasons that the criterion is as it is."""
        reasons = self._why(criterion, self.line, self.said_line, LINE, self.value(criterion, self.line))
        return sorted(_distinct(_only_said(reasons)), key=lambda reason: reason.last)

    def of_record(self, node: Node, row: Row, said: Row, grain: Grain) -> list[Reason]:
        """The reasons that a part of a criterion is as it is on one record."""
        return _distinct(self._why(node, row, said, grain, self.value(node, row)))

    def decisive(self, criteria: Iterable[Criterion], among: frozenset[str]) -> set[str]:
        """Which of the criteria of these names the values of ``criteria`` rest on."""
        seen: set[tuple[str, int, Truth]] = set()
        for criterion in criteria:
            if leads_to(criterion, among):
                self._decisive(criterion, self.line, self.value(criterion, self.line), seen, among)
        return {name for name, _, _ in seen} & among

    def _decisive(
        self, node: Node, row: Row, value: Truth, seen: set[tuple[str, int, Truth]], among: frozenset[str]
    ) -> None:
        match node:
            case Criterion():
                here = (node.name, id(row), value)
                if here not in seen and leads_to(node, among):
                    seen.add(here)
                    self._decisive(node.node, row, value, seen, among)
            case All(parts=parts) | Any(parts=parts):
                first_suffices = (value is True) is isinstance(node, Any) and value is not None
                for part in parts:
                    if self.value(part, row) is value:
                        self._decisive(part, row, value, seen, among)
                        if first_suffices:
                            break
            case Not(part=part):
                self._decisive(part, row, None if value is None else not value, seen, among)
            case Open(lenient=lenient, strict=strictly):
                self._decisive(strictly if self.strict else lenient, row, value, seen, among)
            case Exists():
                for each in self.rows.under(node.grain, row):
                    if self._holds(node, each) is value:
                        self._decisive(node.holds, each, value, seen, among)
                        if value is True:
                            break

    def value(self, node: Node, row: Row) -> Truth:
        """A node's value on a row."""
        match node:
            case Criterion():
                return self._read(row, "", node)
            case OfOther(criterion=criterion):
                return self._read(row, "other:", criterion)
            case All(parts=parts):
                return _all(self.value(part, row) for part in parts)
            case Any(parts=parts):
                return _any(self.value(part, row) for part in parts)
            case Not(part=part):
                value = self.value(part, row)
                return None if value is None else not value
            case Open(lenient=lenient, strict=strictly):
                return self.value(strictly if self.strict else lenient, row)
            case Exists():
                return _any(self._holds(node, each) for each in self.rows.under(node.grain, row))
        raise TypeError(type(node).__name__)

    def _read(self, row: Row, prefix: str, criterion: Criterion) -> Truth:
        """The strict reading has a column of its own only where an open question lies beneath it."""
        key = (prefix, criterion.name, id(row))
        if key not in self._known:
            self._known[key] = self._worked_out(row, prefix, criterion)
        return self._known[key]

    def _worked_out(self, row: Row, prefix: str, criterion: Criterion) -> Truth:
        lenient = prefix + column_of(criterion)
        if lenient not in row:  # the plan has no column for what is used inside other expressions only
            return self.value(criterion.node, row)
        return _truth(
            row.get(prefix + column_of(criterion, strict=True), row[lenient]) if self.strict else row[lenient]
        )

    def _holds(self, node: Exists, row: Row) -> Truth:
        among = True if node.among is None else self.value(node.among, row)
        if among is False:
            return False
        holds = self.value(node.holds, row)
        return False if holds is False else among and holds

    def _why(self, node: Node, row: Row, said: Row | None, grain: Grain, value: Truth) -> list[Reason]:
        match node:
            case Criterion():
                key = (node.name, id(row), id(said), grain, value)
                if key not in self._told:
                    self._told[key] = self._of_criterion(node, row, said, grain, value)
                return self._told[key]
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
                told, other = (strictly, lenient) if self.strict else (lenient, strictly)
                reasons = self._why(told, row, said, grain, value)
                if reasons or isinstance(other, Fact) or self.value(other, row) is not value:
                    return reasons
                return self._why(other, row, said, grain, value)
            case Exists():
                return self._of_rows(node, row, said, value)
        return []

    def _of_criterion(self, node: Criterion, row: Row, said: Row | None, grain: Grain, value: Truth) -> list[Reason]:
        own = {True: node.met, False: node.not_met, None: node.unknown}[value]
        inner = node.node
        if own and not (value is None and isinstance(inner, (All, Exists)) and not _plain(inner)):
            return [self._reason(node, own, row, said, grain, value)]
        deeper = self._why(inner, row, said, grain, value)
        if deeper or not own:
            return deeper
        return [self._reason(node, own, row, said, grain, value)]

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
        shown = Shown(row, said, self.said_line)
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
        if value is None and not only_said and grain is LINE:
            sentence += _of_a_later_day(node, row)
        cure = {None: node.ask, False: node.cure, True: node.undo}[value]
        return Reason(
            criterion=node.name,
            sentence=sentence,
            record=record,
            source=source,
            authorities=node.authority,
            cure=fill(cure.action, shown) if cure else None,
            who=cure.who if cure else None,
            helps=cure.helps.value if cure else None,
            said=only_said,
            together=cure.together if cure else "",
            last=node.last,
            echoes=node.echoes,
            keys=tuple(dict.fromkeys(self._open_keys(node, row, said, grain))) if value is None else (),
        )

    def _open_keys(self, node: Node, row: Row, said: Row | None, grain: Grain) -> Iterator[str]:
        """The paths of what nobody has entered beneath a part that is unknown."""
        if isinstance(node, (Criterion, Exists, All, Any)) and self.value(node, row) is not None:
            return
        match node:
            case Criterion(name=name, node=inner):
                key = (name, id(row), id(said), grain)
                if key not in self._open:
                    self._open[key] = tuple(dict.fromkeys(self._open_keys(inner, row, said, grain)))
                yield from self._open[key]
            case Not(part=part):
                yield from self._open_keys(part, row, said, grain)
            case All(parts=parts) | Any(parts=parts):
                for part in parts:
                    yield from self._open_keys(part, row, said, grain)
            case Open(lenient=lenient, strict=strictly):
                yield from self._open_keys(strictly if self.strict else lenient, row, said, grain)
            case Exists(grain=finer, holds=holds, among=among):
                said_rows = {_key(each): each for each in self.rows.under(finer, said)} if said else {}
                for each in self.rows.under(finer, row):
                    if each.get("unlisted") and finer.source in RECORDS:
                        yield pointer_of_list(finer.source)
                    elif self._holds(node, each) is None:
                        for part in (among, holds) if among else (holds,):
                            yield from self._open_keys(part, each, said_rows.get(_key(each)), finer)
            case Fact(expression=expression):
                absent = [name for name in expression.meta.root_names() if row.get(name) is None]
                columns = [each for name in absent for each in self.rests_on.get(name, (name,))]
                is_record = grain.about is not LINE and not grain.about.is_pair
                for column in columns:
                    is_entered = row.get(column) is not None or (said or {}).get(column) is not None
                    of_record = is_record and column.partition(".")[0] == grain.about.source
                    if not is_entered and (of_record or column.startswith("line.")):
                        record = self._position(row, grain) if of_record else 0
                        if place := pointer_of(column, record, self.line["record"]):
                            yield place

    def _position(self, row: Row, grain: Grain) -> int:
        """Which record of its list a row is about; a row of a payer's list stands under the record's own row."""
        while grain.listed_by:
            assert grain.parent is not None
            above = self.rows.under(grain.parent, self.line)
            row = next(each for each in above if each[grain.parent.row] == row[grain.parent.row])
            grain = grain.parent
        position: int = row["record"]
        return position


_PLURAL = {
    "test": "tests", "order": "orders", "encounter": "encounters", "diagnosis": "diagnoses",
    "delivery": "deliveries", "notice": "notices", "certificate": "certificates",
    "follow_up": "follow-ups",
    "trial": "trials",
    "month": "months billed before",
    "absence": "absences",
    "check": "look-ups",
    "claimed": "lines of other cases",
    "authorization": "authorizations",
    "change": "changes",
    "paper": "documents",
    "line": "lines",
}  # fmt: skip


def _findings(node: Node) -> Iterator[str]:
    """The clinical findings on which a part of a line's criterion rests."""
    match node:
        case Criterion(documents=documents, node=inner):
            if documents:
                yield documents
            yield from _findings(inner)
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                yield from _findings(part)
        case Not(part=part):
            yield from _findings(part)


def _of_a_later_day(node: Node, row: Row) -> str:
    """What is said of findings that are entered, but dated after the service date."""
    days = {row.get(f"line.clinical.{finding}.date") for finding in _findings(node)}
    later = sorted(day for day in days if day is not None and day > row["line.service_date"])
    if not later:
        return ""
    return f" (the record's entry is of {', '.join(map(written, later))}, after {written(row['line.service_date'])})"


def _affirm(node: Criterion, value: bool, record: str | None) -> str:
    title = node.title.rstrip(".")
    title = title[0].lower() + title[1:]
    where = f"{record}: " if record else ""
    return f"{where}{title}" if value else f"{where}not so: {title}"


def _plain(node: Node) -> bool:
    """Whether a part has nothing named beneath it that could say more."""
    return not isinstance(node, (All, Any, Exists, Criterion, Not, Open))


@cache
def leads_to(criterion: Criterion, names: frozenset[str]) -> bool:
    """Whether a criterion, or one beneath it, has one of these names."""
    return criterion.name in names or any(leads_to(each, names) for each in _directly_beneath(criterion.node))


def _directly_beneath(node: Node | None) -> Iterator[Criterion]:
    match node:
        case Criterion():
            yield node
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                yield from _directly_beneath(part)
        case Not(part=part):
            yield from _directly_beneath(part)
        case Open(lenient=lenient, strict=strict):
            yield from _directly_beneath(lenient)
            yield from _directly_beneath(strict)
        case Exists(holds=holds, among=among):
            yield holds
            yield from _directly_beneath(among)
        case OfOther(criterion=criterion):
            yield criterion


def _all(values: Iterable[Truth]) -> Truth:
    """False if any is false, else unknown if any is unknown; no further than it must look."""
    known = True
    for value in values:
        if value is False:
            return False
        known = known and value is True
    return True if known else None


def _any(values: Iterable[Truth]) -> Truth:
    """True if any is true, else unknown if any is unknown; no further than it must look."""
    known = True
    for value in values:
        if value is True:
            return True
        known = known and value is False
    return False if known else None


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
    keys = (pointer_of_list(node.grain.source),) if node.grain.source in RECORDS else ()
    if not (ask := node.holds.ask):
        return replace(_simple(sentence), keys=keys)
    return Reason("", sentence, None, None, (), ask.action, ask.who, ask.helps.value, together=ask.together, keys=keys)


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
