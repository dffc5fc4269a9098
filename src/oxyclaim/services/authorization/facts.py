"""The lines of cases, evaluated, in the documented and the said view."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.case.tables import tables
from oxyclaim.engine.catalogue import Catalogue, How
from oxyclaim.engine.grains import Grain
from oxyclaim.engine.roles import Role
from oxyclaim.engine.rows import Row, Rows
from oxyclaim.engine.trace import Tracer, Truth
from oxyclaim.engine.words import Criterion, Node

CASES_AT_ONCE = 500


@dataclass(frozen=True)
class LineFacts:
    """One line: its row as documented, its row as said, and the finer rows of both."""

    case: Case
    catalogue: Catalogue
    rows: Rows
    row: Row
    said: Row

    @property
    def payer(self) -> str:
        """The payer's or the plan's id."""
        return str(self.row["line.payer"])

    @property
    def day(self) -> date:
        """The service date."""
        day: date = self.row["line.service_date"]
        return day

    @property
    def code(self) -> str:
        """The line's code."""
        return str(self.row["line.code"])

    @property
    def tracer(self) -> Tracer:
        """What explains the line."""
        return Tracer(self.rows, self.row, self.said)

    @property
    def judged(self) -> bool:
        """Whether the rule that wants an authorization holds for this payer and day; else none is said to be wanted."""
        wanting = (rule for rule in self.catalogue.rules if Role.AUTHORIZATION in rule.roles)
        return any(self.catalogue.uses(self.payer, rule, self.day) for rule in wanting)

    @property
    def states_values(self) -> bool:
        """Whether the payer's file holds test values of its own."""
        return self.row["p.qualifying_values"] is not None

    def value(self, node: Node, row: Row) -> Truth:
        """A criterion's value on a row."""
        return self.tracer.value(node, row)

    def of_line(self, criterion: Criterion) -> Truth:
        """A criterion's value: as documented or, where that is not known, as said."""
        documented = self.value(criterion, self.row)
        return self.value(criterion, self.said) if documented is None else documented

    def under(self, grain: Grain, row: Row) -> list[Row]:
        """The finer rows, without the row that stands for a list that was left out."""
        return [each for each in self.rows.under(grain, row) if not each.get("unlisted")]

    def records(self, grain: Grain) -> Iterator[tuple[Row, Row]]:
        """Each record beside the line: as documented and as said."""
        said = {each["record"]: each for each in self.under(grain, self.said)}
        for each in self.under(grain, self.row):
            yield each, said[each["record"]]


def line_facts(cases: Sequence[Case], catalogue: Catalogue, as_of: date) -> Iterator[tuple[Case, list[LineFacts]]]:
    """The lines of each case, in order."""
    for start in range(0, len(cases), CASES_AT_ONCE):
        chunk = tables(cases[start : start + CASES_AT_ONCE], catalogue.presumptions, as_of)
        rows = Rows(catalogue.evaluated(chunk.frames, How.EXPLAINED))
        said = {(row["case_view"] - 1, row["record"]): row for row in rows.lines.values() if row["said"]}
        lines: dict[int, list[Row]] = defaultdict(list)
        for row in rows.lines.values():
            if not row["said"]:
                lines[row["case_view"]].append(row)
        for position, case in enumerate(chunk.cases):
            found = lines[2 * position]
            yield case, [LineFacts(case, catalogue, rows, row, said[2 * position, row["record"]]) for row in found]
