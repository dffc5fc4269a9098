"""What the modifiers of a line tell the payer, and the documents that show it."""

from collections.abc import Iterator

from oxyclaim.engine.explaining.line import Line
from oxyclaim.engine.verdict import Assertion, Source


def assertions(line: Line) -> Iterator[Assertion]:
    """One for each modifier that asserts something, with the statements of the rules behind it."""
    for output in line.catalogue.asserting:
        modifier = line.to_bill[output.name]
        if not modifier:
            continue
        statements: dict[str, None] = {}
        sources: dict[Source, None] = {}
        for rule in line.in_force:
            if rule.asserts != output.asserts or line.applies(rule) is not True:
                continue
            for reason in line.tracer.why(rule.requires):
                statements[reason.sentence] = None
                if reason.source:
                    sources[reason.source] = None
            if settled := line.settled.get(rule.id):
                statements[f"settled by {settled.by}: {settled.reason}"] = None
                sources[Source(settled.document, None)] = None
        yield Assertion(modifier, tuple(statements), tuple(sources))
