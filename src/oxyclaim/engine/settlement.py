"""What a person has settled of a line's findings, and what the line is then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oxyclaim.case.models import Case, Settlement
from oxyclaim.engine.fingerprint import fingerprint
from oxyclaim.engine.rows import Row, Rows
from oxyclaim.engine.verdict import IN_FORCE, Settled
from oxyclaim.engine.words import SETTLED_IN_ADVANCE, Effect, Kind, Rule

LAPSED = "lapsed: the rule, or a fact or value that it reads, has changed since"
NO_DOCUMENT = "not counted: the document that it rests on is not on file"
NO_RULE = "not counted: the rule book has no rule for this line, and a decision cannot stand in for one"
NOT_NEEDED = "not needed: the rule book does not leave this to a person"


@dataclass(frozen=True)
class Settlements:
    """The settlements of one line."""

    settled: tuple[Settled, ...] = ()

    @property
    def in_force(self) -> dict[str, Settled]:
        """Those that count, by rule."""
        return {each.rule: each for each in self.settled if each.counts}


def settlements(case: Case, rules: Sequence[Rule], rows: Rows, row: Row) -> Settlements:
    """Which of the case's settlements hold for a line; ``rules`` are those in force."""
    own = [each for each in case.settlements or () if each.line_number == row["line.line_number"]]
    on_file = {document.id for document in case.documents or () if document.on_file}
    by_id = {rule.id: rule for rule in rules}

    def state(each: Settlement) -> str:
        rule = by_id.get(each.rule)
        if rule is None or rule.kind is not Kind.VERDICT or effect_of(rule, row) is not Effect.REVIEW:
            return NOT_NEEDED
        if rule.no_rule:
            return NO_RULE
        if fingerprint(rule, rows, row) != each.finding:
            return LAPSED
        return IN_FORCE if each.document in on_file else NO_DOCUMENT

    return Settlements(
        tuple(
            Settled(each.rule, each.answer, each.by, each.date, each.reason, each.document, state(each)) for each in own
        )
    )


def effect_of(rule: Rule, row: Row) -> Effect:
    """What a verdict rule does to a line by itself."""
    ok = row[f"ok.{rule.id}"]
    if row.get(f"sok.{rule.id}", ok) is not ok:
        return Effect.REVIEW
    if ok is None:
        return rule.unknown
    return Effect.NONE if ok else not_met_effect(rule, row)


def not_met_effect(rule: Rule, row: Row) -> Effect:
    """What a rule does that is not met: no more than *review* where its sources are too old or too weak for more, or
    where the payer has settled the coverage in advance.
    """
    softer = row.get(f"old.{rule.id}") or is_settled_in_advance(rule, row)
    return min(rule.not_met, Effect.REVIEW) if softer else rule.not_met


def is_settled_in_advance(rule: Rule, row: Row) -> bool:
    """Whether the rule would refuse coverage that the payer has settled in advance."""
    return rule.not_met is Effect.NOT_COVERED and row.get(SETTLED_IN_ADVANCE) is True


def effect_when_settled(rule: Rule, row: Row, lenient: Row, in_force: Mapping[str, Settled]) -> Effect:
    """What a verdict rule does once some findings are settled; ``lenient`` is the line as it then stands."""
    if settled := in_force.get(rule.id):
        return Effect.NONE if settled.answer == "met" else max(rule.not_met, Effect.NOT_COVERED)
    open_still = effect_of(rule, row)
    return open_still if open_still is Effect.REVIEW else effect_of(rule, lenient)
