"""Making a checklist: how each item stands comes from the engine's values of its rules and criteria."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from oxyclaim.case.models import Case
from oxyclaim.engine.catalogue import GRADES, Catalogue
from oxyclaim.engine.grains import LINE
from oxyclaim.engine.sentences import fill, together
from oxyclaim.engine.standing import LineStanding, Need, Standing, criteria_of, standings_and_verdicts
from oxyclaim.engine.verdict import LineVerdict, Reason
from oxyclaim.engine.words import Criterion, Effect, Helps, Kind, Rule
from oxyclaim.policy.checklist.items import Item, Show, items
from oxyclaim.services.checklist.entries import (
    Checklist,
    Entry,
    ListedLine,
    NotNeeded,
    Other,
    Remedy,
    Shown,
    Shows,
    SuppliedBy,
)

_WORST_FIRST = (
    Standing.NOT_GOOD_ENOUGH, Standing.MISSING, Standing.TO_SETTLE, Standing.REPORTED, Standing.ON_FILE,
)  # fmt: skip


def checklists(cases: Sequence[Case], catalogue: Catalogue, as_of: date) -> Iterator[tuple[Case, Checklist]]:
    """The checklist of each case, in order."""
    maker = _Maker(catalogue, as_of)
    for case, lines, verdicts in standings_and_verdicts(cases, catalogue, as_of):
        yield case, maker.checklist(case, lines, verdicts)


@dataclass(frozen=True)
class _Found:
    """A need of a line, the rule that has it, and, where it may not apply, why that is not known.

    ``too_late``: it is known that there was none before the delivery, so that nobody is asked for it.
    """

    rule: Rule
    need: Need
    only_if: str | None
    too_late: bool = False


class _Maker:
    def __init__(self, catalogue: Catalogue, as_of: date):
        self.catalogue = catalogue
        self.as_of = as_of
        self.criteria = criteria_of(catalogue.rules)
        self.wants = {want.rule: want for item in items() for want in item.wants}
        self.of_rule = {want.rule: item.id for item in items() for want in item.wants}
        self.of_criterion = {name: item.id for item in items() for name in item.criteria}
        self.stops = frozenset(self.of_criterion)
        self.asked: dict[str, set[str]] = {}

    def checklist(self, case: Case, lines: Sequence[LineStanding], verdicts: Sequence[LineVerdict]) -> Checklist:
        found = [self._found(line, verdict) for line, verdict in zip(lines, verdicts, strict=True)]
        others = tuple(other for verdict in verdicts for other in self._others(verdict))
        without_rules = any(other.rule in self.of_rule for other in others)
        on_file = {document.id for document in case.documents or () if document.on_file}
        entries: list[Entry] = []
        not_needed: list[NotNeeded] = []
        for item in items():
            own = [
                self._entry(item, line, needs[item.id], on_file)
                for line, needs in zip(lines, found, strict=True)
                if item.id in needs and not _silent(item, needs[item.id])
            ]
            entries += _merged(own)
            if not own and item.not_needed and not without_rules and self._asked_by(case.coverage.payer, item):
                not_needed.append(NotNeeded(item.id, item.title, _why_not(item, lines)))
        checked = tuple(_checked(line, verdict) for line, verdict in zip(lines, verdicts, strict=True))
        keep = max(checked, key=lambda line: line.keep_until or date.min)
        return Checklist(
            case_id=case.case_id,
            lines=checked,
            entries=tuple(entries),
            not_needed=tuple(not_needed),
            others=others,
            keep_until=keep.keep_until,
            keep_authorities=self._kept_by(case, keep.service_date),
            complete=not others and all(entry.standing is Standing.ON_FILE for entry in entries),
        )

    def _asked_by(self, payer: str, item: Item) -> bool:
        """Whether some rule that the payer uses could ask for the item."""
        if payer not in self.asked:
            rules = self.catalogue.rules_of(payer)
            self.asked[payer] = {rule.id for rule in rules} | criteria_of(rules).keys()
        names = {*item.criteria, *(want.rule for want in item.wants)}
        return bool(names & self.asked[payer])

    def _found(self, line: LineStanding, verdict: LineVerdict) -> dict[str, list[_Found]]:
        """What the line's rules want, by item, without the rules that a person has settled."""
        settled = {each.rule for each in verdict.settled if each.counts}
        found: dict[str, list[_Found]] = {}
        for rule in line.rules:
            want = self.wants.get(rule.id)
            if (
                want is None
                or rule.id in settled
                or (rule.kind is Kind.DENIAL and line.effect is not Effect.NOT_COVERED)
            ):
                continue
            applies = self.criteria[want.when] if want.when else rule.applies
            does = line.value(applies)
            if does is False:
                continue
            only_if = _sentences(line.why(applies)) if does is None and applies is not None else None
            for need in line.needs(self.criteria[want.asks] if want.asks else rule.requires, self.stops):
                item = next((self.of_criterion[n] for n in need.names if n in self.of_criterion), self.of_rule[rule.id])
                found.setdefault(item, []).append(_Found(rule, need, only_if))
        return {item: _certain(wanted) for item, wanted in found.items()}

    def _entry(self, item: Item, line: LineStanding, found: Sequence[_Found], on_file: set[str]) -> Entry:
        if item.by == "delivery":
            delivered = self._delivered(line)
            found = [replace(each, too_late=each.need.absent and delivered) for each in found]
        if item.not_met_is_missing:
            found = [_missing(each) for each in found]
        standing = next(word for word in _WORST_FIRST if any(each.need.standing is word for each in found))
        open_ends = [each for each in found if each.need.standing is not Standing.ON_FILE]
        telling = open_ends or found
        supplied_by = _supplied_by(item, line, telling)
        cites = tuple(dict.fromkeys(cite for each in telling for cite in self._cites(each)))
        remedies = tuple(dict.fromkeys(remedy for each in open_ends for remedy in _remedies(each)))
        due, by = self._by(item, line)
        ask = supplied_by == "practitioner" and item.request and _may_ask(item, open_ends)
        where = [source for each in telling for source in each.need.sources if source.document in on_file]
        return Entry(
            item=item.id,
            title=item.title,
            standing=standing,
            lines=(line.row["line.line_number"],),
            codes=(line.row["line.code"],),
            supplied_by=supplied_by,
            about=tuple(dict.fromkeys(about for each in telling if (about := _about(each.need)))),
            lacks=self._lacks_of(item, [each.need for each in open_ends]),
            shows=tuple(Shown(show.words, _state(show, line, telling)) for show in item.shows),
            where=tuple(dict.fromkeys(where)),
            rules=tuple(dict.fromkeys(each.rule.id for each in telling)),
            authorities=cites,
            grade=self.catalogue.grade(cites),
            due=due,
            by=by,
            remedies=remedies,
            only_if=next((each.only_if for each in found if each.only_if), None),
            request=item.request if ask else None,
            keys=tuple(dict.fromkeys(key for each in open_ends for reason in each.need.reasons for key in reason.keys)),
        )

    def _cites(self, found: _Found) -> tuple[str, ...]:
        criterion = self.criteria[found.need.names[0]]
        # An unconfirmed rule stays unconfirmed, whatever its criteria cite.
        weak = self.catalogue.grade(found.rule.authority) != "primary"
        reasons = (cite for reason in found.need.reasons for cite in reason.authorities)
        return (*criterion.authority, *reasons, *(found.rule.authority if weak or not criterion.authority else ()))

    def _lacks_of(self, item: Item, needs: Sequence[Need]) -> tuple[str, ...]:
        """What is wrong; where all that is known to be lacking is a record that comes first, that alone."""
        first = item.first
        earlier = [need for need in needs if first and need.grain.source == first.record]
        if first and earlier and all(need in earlier or need.grain is LINE for need in needs):
            return first.words, *self._lacks(earlier)
        return self._lacks(needs)

    def _lacks(self, needs: Sequence[Need]) -> tuple[str, ...]:
        """What is wrong, in sentences; of a record that is only reported, just that."""
        told: list[str] = []
        for need in needs:
            if any(reason.sentence for reason in need.reasons) or (_record_of(need) and not need.absent):
                told += _lacking(need)
            else:
                told.append(_NONE if need.absent else f"not shown: {_title(self.criteria[need.names[0]])}")
        return tuple(together(dict.fromkeys(told)))

    def _delivered(self, line: LineStanding) -> bool:
        delivered = line.row["line.device_delivered"]
        return delivered is not None and delivered <= self.as_of

    def _by(self, item: Item, line: LineStanding) -> tuple[str, str]:
        """Until when it is wanted: in a word or a date, and in a sentence."""
        delivered, claim_by = line.row["line.device_delivered"], line.row["line.claim_by"]
        if item.by == "delivery":
            if delivered is None:
                return "delivery", "before the delivery; it cannot be cured afterwards"
            if self._delivered(line):
                told = f"it had to exist before the delivery on {delivered}; one made afterwards does not help"
                return "delivery", told
            return "delivery", f"before the delivery on {delivered}; it cannot be cured afterwards"
        if item.by == "test":
            return "test", "made at the time of the test: it may still be found; a new test helps from its own date on"
        if item.by == "service":
            day = line.row["line.service_date"]
            return "service date", f"in force on the service date {day}; a later one helps later months"
        if claim_by is None:
            return "claim", "before the claim goes"
        late = claim_by < self.as_of
        told = f"before the claim goes; last day for a timely claim {claim_by}{' (it has passed)' if late else ''}"
        return f"{claim_by}{' past' if late else ''}", told

    def _others(self, verdict: LineVerdict) -> Iterator[Other]:
        for finding in verdict.findings:
            judged = finding.rule in self.of_rule and not finding.title.startswith("No rule in force")
            if not judged and finding.effect != "note":
                yield Other(verdict.line_number, finding.rule, finding.effect, finding.sentence)

    def _kept_by(self, case: Case, day: date) -> tuple[str, ...]:
        values = self.catalogue.values[case.coverage.payer].get("retention_years", ())
        return next((v.authority for v in values if v.first <= day and (v.last is None or day <= v.last)), ())


def _certain(found: list[_Found]) -> list[_Found]:
    """What is known to be wanted, as long as something of it is not on file."""
    certain = [each for each in found if each.only_if is None]
    return certain if any(each.need.standing is not Standing.ON_FILE for each in certain) else found


_NONE = "nothing of the kind is on file"


def _silent(item: Item, found: Sequence[_Found]) -> bool:
    """Met without a paper, or perhaps not wanted, where the item says that this is not worth a word."""
    met = all(each.need.standing is Standing.ON_FILE and not each.need.sources for each in found)
    uncertain = any(each.only_if for each in found)
    return (item.silent_without_paper and met) or (item.only_if_certain and uncertain)


def _missing(found: _Found) -> _Found:
    failing = found.need.standing is Standing.NOT_GOOD_ENOUGH
    return replace(found, need=replace(found.need, standing=Standing.MISSING)) if failing else found


_SAID = " (only reported: no document on file shows it)"


def _lacking(need: Need) -> Iterator[str]:
    """What is wrong with a record; where it is as it should be and only no paper shows it, just that."""
    record = _record_of(need)
    only_said = f"{record} is only reported: no document on file shows it"
    if record and need.standing is Standing.REPORTED:
        yield only_said
        return
    for reason in need.reasons:
        if record and reason.said and not reason.sentence.endswith(_SAID):
            yield only_said
        else:
            yield reason.sentence.replace(": its date, or ", ": ") if _about(need) else reason.sentence


def _record_of(need: Need) -> str | None:
    id = need.row.get(f"{need.grain.source}.id") if need.grain is not LINE else None
    return f"{need.grain.source} {id}" if id else None


_DATES = {"order": "order.order_date", "notice": "notice.signed_date"}


def _about(need: Need) -> str | None:
    """The record in question by its date, documented or said."""
    if need.grain is LINE:
        return None
    kind = need.grain.source
    fact = _DATES.get(kind, f"{kind}.date")
    day = need.row.get(fact) or need.said.get(fact)
    return f"{kind} of {day}" if day else None


def _title(criterion: Criterion) -> str:
    title = criterion.title.rstrip(".")
    return title[:1].lower() + title[1:]


def _sentences(reasons: Sequence[Reason]) -> str:
    return "; ".join(reason.sentence for reason in reasons) or "whether the rule applies is not known"


def _supplied_by(item: Item, line: LineStanding, found: Sequence[_Found]) -> SuppliedBy:
    if isinstance(item.supplied_by, str):
        return item.supplied_by  # type: ignore[return-value]
    by = dict(item.supplied_by)
    documented, reported = _values((by.pop("fact"),), line, found)
    value = reported if documented is None else documented
    unknown = by.pop("unknown", by["otherwise"])
    return unknown if value is None else by.get(str(value), by["otherwise"])  # type: ignore[return-value]


def _values(facts: Sequence[str], line: LineStanding, found: Sequence[_Found]) -> tuple[Any, Any]:
    """The first of the facts that is known, as documented and as said, on the record that the needs are about."""
    kind = facts[0].partition(".")[0]
    row, said = (line.row, line.said) if kind == "line" else _record(kind, found)
    if kind != "line" and not row:
        row, said = line.only_record(kind)
    documented = next((row[fact] for fact in facts if row.get(fact) is not None), None)
    reported = next((said[fact] for fact in facts if said.get(fact) is not None), None)
    return documented, reported


def _record(kind: str, found: Sequence[_Found]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    return next(((f.need.row, f.need.said) for f in found if f.need.grain.source == kind), ({}, {}))


def _state(show: Show, line: LineStanding, found: Sequence[_Found]) -> Shows:
    if not show.facts:
        return "yes" if all(each.need.standing is Standing.ON_FILE for each in found) else "not told apart"
    documented, reported = _values(show.facts, line, found)
    if documented is not None:
        return "no" if documented is False else "yes"
    return "not shown" if reported is None else "no" if reported is False else "reported"


def _remedies(found: _Found) -> Iterator[Remedy]:
    own = [r for r in found.need.reasons if r.cure]
    for reason in own:
        yield Remedy(reason.cure or "", reason.who or "", reason.helps or "")
    cure = found.rule.cure
    if cure and not own and (found.too_late or found.need.standing is Standing.NOT_GOOD_ENOUGH):
        yield Remedy(fill(cure.action, found.need.row), cure.who, cure.helps.value)


def _may_ask(item: Item, open_ends: Sequence[_Found]) -> bool:
    """Whether the practitioner can help: a copy of what exists, or what may honestly still be written."""
    return any(
        (each.need.standing in (Standing.MISSING, Standing.REPORTED) and not each.too_late)
        or (each.need.standing is Standing.NOT_GOOD_ENOUGH and item.by == "claim" and _curable(each))
        for each in open_ends
    )


def _curable(found: _Found) -> bool:
    cure = found.rule.cure
    return found.need.curable or (cure is not None and cure.helps is Helps.THIS_MONTH)


def _merged(entries: Sequence[Entry]) -> list[Entry]:
    """Entries of several lines that say the same become one."""
    merged: dict[tuple[Any, ...], list[Entry]] = {}
    for entry in entries:
        merged.setdefault((entry.standing, entry.supplied_by, entry.shows, entry.by, entry.only_if), []).append(entry)
    return [_one(alike) for alike in merged.values()]


_OF_EACH_LINE = ("lines", "codes", "about", "lacks", "where", "rules", "authorities", "remedies", "keys")


def _one(alike: Sequence[Entry]) -> Entry:
    values: dict[str, Any] = {field.name: getattr(alike[0], field.name) for field in fields(Entry)}
    for name in _OF_EACH_LINE:
        values[name] = tuple(dict.fromkeys(value for entry in alike for value in getattr(entry, name)))
    values["grade"] = max((entry.grade for entry in alike), key=GRADES.index)
    values["request"] = next((entry.request for entry in alike if entry.request), None)
    return Entry(**values)


def _why_not(item: Item, lines: Sequence[LineStanding]) -> str:
    groups = {line.row["line.group"] for line in lines}
    named = sorted(group for group in groups if group not in (None, "none"))
    told = " and ".join(f"Group {group}" for group in named) or "no group is shown yet"
    return item.not_needed.replace("{group}", told)


def _checked(line: LineStanding, verdict: LineVerdict) -> ListedLine:
    return ListedLine(
        verdict.line_number,
        verdict.code,
        verdict.service_date,
        verdict.verdict,  # type: ignore[arg-type]
        verdict.claim_by,
        line.row["line.keep_until"],
    )
