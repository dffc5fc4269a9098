"""What each rule says of each line of the worked cases."""

from collections.abc import Mapping, Sequence
from functools import cache

from oxyclaim.case.models import Case
from oxyclaim.case.tables import DOCUMENTED, tables
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.decide import run
from oxyclaim.engine.rows import Row, Rows
from oxyclaim.engine.trace import Tracer
from oxyclaim.engine.words import Rule
from oxyclaim.policy.loading import load_with_examples
from oxyclaim.policy.worked_cases import WorkedCase, worked_cases

PASSES, FAILS, UNKNOWN = "passes", "fails", "unknown"
DIFFERS = "the readings differ"
SILENT = "does not apply"
NOT_IN_FORCE = "is not in force"

Outcomes = Mapping[tuple[str, int], Mapping[str, str]]
"""By case id and line number, then by rule id."""


@cache
def every_case() -> tuple[WorkedCase, ...]:
    """All worked cases, read once; nothing changes them."""
    return tuple(worked_cases(payers=True))


@cache
def outcomes(only: str | None = None) -> Outcomes:
    """The outcome of each rule, or of the one whose id is ``only``, on each line of all worked cases."""
    cases, catalogue = every_case(), load_with_examples()
    rules = [rule for rule in catalogue.rules if only in (None, rule.id)]
    models = [Case.model_validate(worked.case) for worked in cases]
    days = [worked.as_of for worked in cases]
    rows = Rows(run(tables(models, catalogue.presumptions, days, [DOCUMENTED]), catalogue))
    found = {}
    for row in rows.lines.values():
        tracers = [Tracer(rows, row, row, strict) for strict in (False, True)]
        found[row["line.case_id"], row["line.line_number"]] = {
            rule.id: _outcome(rule, tracers, row, catalogue) for rule in rules
        }
    return found


def _outcome(rule: Rule, tracers: Sequence[Tracer], row: Row, catalogue: Catalogue) -> str:
    if not catalogue.uses(row["line.payer"], rule, row["line.service_date"]):
        return NOT_IN_FORCE
    lenient, strict = (_read(rule, tracer, row) for tracer in tracers)
    return lenient if lenient == strict else DIFFERS


def _read(rule: Rule, tracer: Tracer, row: Row) -> str:
    applies = True if rule.applies is None else tracer.value(rule.applies, row)
    if applies is False:
        return SILENT
    value = tracer.value(rule.requires, row)
    if value is True:
        return PASSES
    return FAILS if value is False and applies is True else UNKNOWN
