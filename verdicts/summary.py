"""The record for people: counts of verdicts in each period and class of code, as Markdown."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from oxyclaim.engine.words import Effect
from verdicts.strata import CLASSES, OTHER, REGIMES, class_of, period_of

if TYPE_CHECKING:
    from verdicts.frozen import Answer

VERDICTS = tuple(effect.verdict for effect in Effect)


def summary(answers: Sequence["Answer"]) -> str:
    """The whole page."""
    return "\n".join([*_head(answers), *_by_period_and_class(answers), *_by_rule(answers)]) + "\n"


def _head(answers: Sequence["Answer"]) -> Iterator[str]:
    cases = len({answer.case_id for answer in answers})
    yield "# Verdicts of the frozen cases"
    yield ""
    yield f"{cases:,} synthetic cases, {len(answers):,} lines. Written by `make verdicts-record`; not to be edited."
    yield ""


def _by_period_and_class(answers: Sequence["Answer"]) -> Iterator[str]:
    counts = Counter((period_of(each.service_date), class_of(each.code), each.verdict) for each in answers)
    yield from _table_head("service date", "code", VERDICTS)
    for period in map(period_of, REGIMES):
        for name in (*CLASSES, OTHER):
            row = [counts[period, name, verdict] for verdict in VERDICTS]
            if any(row):
                yield _row(period, name, *row)
    yield _row("all", "", *(sum(each.verdict == verdict for each in answers) for verdict in VERDICTS))
    yield ""


def _by_rule(answers: Sequence["Answer"]) -> Iterator[str]:
    counts = Counter((rule, each.verdict) for each in answers for rule in each.rules.split())
    yield "Lines that each rule decides, alone or with others:"
    yield ""
    yield from _table_head("rule", "", VERDICTS[1:])
    for rule in sorted({rule for rule, _ in counts}):
        yield _row(rule, "", *(counts[rule, verdict] for verdict in VERDICTS[1:]))


def _table_head(first: str, second: str, columns: Sequence[str]) -> Iterator[str]:
    yield _row(first, second, *columns)
    yield "|---|---|" + "--:|" * len(columns)


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
