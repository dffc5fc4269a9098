"""What was presumed of a line where it can still matter."""

from collections.abc import Iterator

from oxyclaim.engine.explaining.line import Line
from oxyclaim.engine.trace import leads_to
from oxyclaim.engine.verdict import Presumed
from oxyclaim.engine.words import Effect, Kind, Rule


def presumed(line: Line, effect: Effect) -> Iterator[Presumed]:
    """The absent facts that were presumed and on which rests what is said of the line."""
    flagged = [each for each in line.catalogue.presumptions if _is_presumed(line, each.fact)]
    readers = frozenset[str]().union(*(line.ready.readers(each.fact) for each in flagged))
    if not readers:
        return
    decisive = line.tracer.decisive(
        (
            rule.applies if rule.applies is not None and line.applies(rule) is not True else rule.requires
            for rule in line.in_force
            if _leads_to(rule, readers) and _may_matter(line, rule, effect)
        ),
        readers,
    )
    for each in flagged:
        if line.ready.readers(each.fact) & decisive:
            yield Presumed(each.fact, each.says, each.reason)


def _is_presumed(line: Line, fact: str) -> bool:
    kind = fact.partition(".")[0]
    rows = [line.row] if kind == "line" else line.tracer.rows.of_source(kind, line.row)
    return any(row.get(f"presumed.{fact}") for row in rows)


def _leads_to(rule: Rule, readers: frozenset[str]) -> bool:
    """Whether one of these criteria lies beneath a rule: few do, and what the others come to need not be asked."""
    return any(criterion is not None and leads_to(criterion, readers) for criterion in (rule.applies, rule.requires))


def _may_matter(line: Line, rule: Rule, effect: Effect) -> bool:
    """Whether a rule bears on the line; beside a final verdict only what decides it, or would be stronger."""
    if effect <= Effect.REVIEW:
        return True
    match rule.kind:
        case Kind.VERDICT:
            decides = line.ok(rule) != (True, True) and rule.not_met is effect
            return decides or max(rule.not_met, rule.unknown) > effect
        case Kind.FORECAST:
            return line.row["line.modifiers"] is not None
        case Kind.DENIAL:
            return effect is Effect.NOT_COVERED
        case Kind.NOTE:
            return effect is Effect.NOT_COVERED and rule.beside_denial
