"""One line as its explanation reads it: its rows, the rules in force, and what a person has settled of it."""

from typing import Any

from oxyclaim.case.models import Case
from oxyclaim.engine.catalogue import Catalogue, Ready
from oxyclaim.engine.roles import Yields
from oxyclaim.engine.rows import Row, Rows
from oxyclaim.engine.settlement import settlements
from oxyclaim.engine.trace import Tracer
from oxyclaim.engine.words import Kind, Rule


class Line:
    """``row`` is the line as documented, ``said`` as reported, ``lenient`` with every open question read leniently.

    ``in_force``: the rules that judge it. ``settled``: the settlements that count, by rule. ``to_bill``: the row that
    shows how it is billed.
    """

    def __init__(
        self, case: Case, rows: Rows, row: Row, said: Row, lenient: Row, catalogue: Catalogue, ready: Ready
    ) -> None:
        self.case = case
        self.rows = rows
        self.row = row
        self.catalogue = catalogue
        self.ready = ready
        self.tracer = Tracer(rows, row, said, rests_on=catalogue.rests_on)
        self.strictly = Tracer(rows, row, said, strict=True, rests_on=catalogue.rests_on)
        self.payer, self.day = row["line.payer"], row["line.service_date"]
        self.of_payer = catalogue.rules_of(self.payer)
        self.in_force = catalogue.in_force(self.payer, self.day)
        # Without rules that foresee an answer the rule book does not know how this payer words one.
        self.answers_known = any(rule.kind is Kind.FORECAST for rule in self.of_payer)
        self.settlements = settlements(case, self.in_force, rows, row)
        self.settled = self.settlements.in_force
        self.to_bill = lenient if self.settled else row

    def ok(self, rule: Rule) -> tuple[bool | None, bool | None]:
        """Whether a rule is met or does not apply, in its lenient and its strict reading."""
        ok = self.row[f"ok.{rule.id}"]
        return ok, self.row.get(f"sok.{rule.id}", ok)

    def applies(self, rule: Rule) -> bool | None:
        """Whether a rule speaks of the line."""
        return True if rule.applies is None else self.tracer.value(rule.applies, self.row)

    def rests_on_old(self, rule: Rule) -> bool:
        """Whether a rule bears on the line and rests on sources too old or too weak for a verdict."""
        return bool(self.row.get(f"old.{rule.id}"))

    def output(self, what: Yields) -> Any:
        """What an output says of the line as documented."""
        return self.row[self.catalogue.yielding(what)]

    def billed(self, what: Yields) -> Any:
        """What an output says of the line as it is billed."""
        return self.to_bill[self.catalogue.yielding(what)]
