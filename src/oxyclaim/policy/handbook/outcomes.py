"""What each rule says of each line of the worked cases."""

from collections.abc import Mapping, Sequence

from oxyclaim.case.models import Case
from oxyclaim.case.tables import tables
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.decide import run
from oxyclaim.engine.trace import Row, Rows, Tracer
from oxyclaim.engine.words import Rule
from oxyclaim.policy.worked_cases import WorkedCase

PASSES, FAILS, UNKNOWN = "passes", "fails", "unknown"
DIFFERS = "the readings differ"
SILENT = "does not apply"
NOT_IN_FORCE = "is not in force"

Outcomes = Mapping[tuple[str, int], Mapping[str, str]]
"""By case id and line number, then by rule id."""


def outcomes(cases: Sequence[WorkedCase], catalogue: Catalogue) -> Outcomes:
    """Each rule's outcome on each line."""
    models = [Case.model_validate(worked.case) for worked in cases]
    rows = Rows(run(tables(models, catalogue.presumptions, [worked.as_of for worked in cases]), catalogue))
    return {
        (row["line.case_id"], row["line.line_number"]): {
            rule.id: _outcome(rule, rows, row, catalogue) for rule in catalogue.rules
        }
        for row in rows.lines.values()
        if not row["said"]
    }


def _outcome(rule: Rule, rows: Rows, row: Row, catalogue: Catalogue) -> str:
    if not catalogue.uses(row["line.payer"], rule, row["line.service_date"]):
        return NOT_IN_FORCE
    readings = [_read(rule, Tracer(rows, row, row, strict), row) for strict in (False, True)]
    return readings[0] if readings[0] == readings[1] else DIFFERS


def _read(rule: Rule, tracer: Tracer, row: Row) -> str:
    applies = True if rule.applies is None else tracer.value(rule.applies, row)
    if applies is False:
        return SILENT
    value = tracer.value(rule.requires, row)
    if value is True:
        return PASSES
    return FAILS if value is False and applies is True else UNKNOWN
