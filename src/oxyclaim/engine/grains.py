"""Grains: what one row of a frame stands for.

A rule is decided for a *line*. A criterion may look at finer rows, such as each test of the line's case,
or each other test beside a given test; such a row meets its coarser row only by ``exists`` or ``every``.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Grain:
    """A kind of row. ``source`` names the case records it takes; ``parent`` is the next coarser grain.

    The rows of a grain with ``listed_by`` are not records of the case but entries of the payer's list of that name.
    """

    name: str
    parent: "Grain | None" = None
    source: str = ""
    listed_by: str = ""

    def __hash__(self) -> int:
        """By name, which is unique."""
        return hash(self.name)

    @property
    def row(self) -> str:
        """The column that numbers this grain's rows."""
        return f"row.{self.name}"

    @property
    def with_parents(self) -> "tuple[Grain, ...]":
        """The grain and every coarser one above it."""
        return (self, *(self.parent.with_parents if self.parent else ()))

    @property
    def about(self) -> "Grain":
        """The grain of the case's own record that a row speaks of: beside an entry of a payer's list, its parent's."""
        return self.parent if self.listed_by and self.parent is not None else self

    @property
    def is_pair(self) -> bool:
        """Whether a row pairs a record with another record of its own kind."""
        return self.parent is not None and self.parent.source == self.source


LINE = Grain("line", None, "line")
OTHER_LINE = Grain("other_line", LINE, "line")
# A first pairing of lines, for what must be answered before the tests and orders of a line are asked anything.
OTHER_UNIT = Grain("other_unit", LINE, "line")
TEST = Grain("test", LINE, "test")
OTHER_TEST = Grain("other_test", TEST, "test")
# A second pairing of tests, for what is asked of a pair only after it is known which tests count.
EARLIER_TEST = Grain("earlier_test", TEST, "test")
# A second pairing of tests, for what is asked of a pair only after the first has been answered.
RIVAL_TEST = Grain("rival_test", TEST, "test")
ORDER = Grain("order", LINE, "order")
OTHER_ORDER = Grain("other_order", ORDER, "order")
# The same of orders.
RIVAL_ORDER = Grain("rival_order", ORDER, "order")
ORDER_ENCOUNTER = Grain("encounter", ORDER, "encounter")
VISIT = Grain("visit", LINE, "encounter")
DIAGNOSIS = Grain("diagnosis", LINE, "diagnosis")
DELIVERY = Grain("delivery", LINE, "delivery")
NOTICE = Grain("notice", LINE, "notice")
CERTIFICATE = Grain("certificate", LINE, "certificate")
MONTH = Grain("month", LINE, "month")
ABSENCE = Grain("absence", LINE, "absence")
FOLLOW_UP = Grain("follow_up", LINE, "follow_up")
CHECK = Grain("check", LINE, "check")
# Lines of other cases of the same member that are judged in the same run.
CLAIMED = Grain("claimed", LINE, "claimed")
# Each month billed before beside an absence: the rental month in which it began.
ABSENCE_MONTH = Grain("absence_month", ABSENCE, "month")
# Each order and each test beside an absence: whether it is of the need before it or behind it.
ABSENCE_ORDER = Grain("absence_order", ABSENCE, "order")
ABSENCE_TEST = Grain("absence_test", ABSENCE, "test")
TEST_ABSENCE = Grain("test_absence", TEST, "absence")
# Each month billed before beside an order: whether the equipment was still rented when it was written.
ORDER_MONTH = Grain("order_month", ORDER, "month")
# Entries of the payer's lists, beside the line or beside a record of the case.
CODE_STATUS = Grain("code_status", LINE, "code_status", listed_by="code_statuses")
AGE_BAND = Grain("age_band", LINE, "age_band", listed_by="age_bands")
INDICATION = Grain("indication", LINE, "indication", listed_by="indications")
INDICATION_DIAGNOSIS = Grain("indication_diagnosis", INDICATION, "diagnosis")
TEST_VALUE = Grain("test_value", TEST, "qualifying_value", listed_by="qualifying_values")
TEST_ORDER = Grain("test_order", TEST, "order")
TEST_CERTIFICATE = Grain("test_certificate", TEST, "certificate")
TEST_WINDOW = Grain("test_window", TEST, "inpatient_window", listed_by="inpatient_windows")
WANTED_PAPER = Grain("wanted_paper", LINE, "wanted_paper", listed_by="wanted_papers")
PAPER = Grain("paper", WANTED_PAPER, "paper")
PAPER_VISIT = Grain("paper_visit", WANTED_PAPER, "encounter")
STEP = Grain("step", LINE, "step", listed_by="steps")
STEP_MONTH = Grain("step_month", STEP, "month")
STEP_TRIAL = Grain("step_trial", STEP, "trial")
TRIGGER = Grain("trigger", LINE, "trigger", listed_by="authorization_triggers")
TRIGGER_MONTH = Grain("trigger_month", TRIGGER, "month")
TRIGGER_CHANGE = Grain("trigger_change", TRIGGER, "change")
AUTHORIZATION = Grain("authorization", LINE, "authorization")
AUTHORIZATION_CHANGE = Grain("authorization_change", AUTHORIZATION, "change")
AUTHORIZATION_ORDER = Grain("authorization_order", AUTHORIZATION, "order")
AUTHORIZATION_MONTH = Grain("authorization_month", AUTHORIZATION, "month")
BUNDLE = Grain("bundle", LINE, "bundle", listed_by="bundles")

GRAINS = (
    LINE, OTHER_LINE, OTHER_UNIT, TEST, OTHER_TEST, EARLIER_TEST, RIVAL_TEST, ORDER, OTHER_ORDER, RIVAL_ORDER,
    ORDER_ENCOUNTER, DIAGNOSIS, DELIVERY, NOTICE, CERTIFICATE, FOLLOW_UP, VISIT, MONTH, ABSENCE, ABSENCE_MONTH,
    ORDER_MONTH, ABSENCE_ORDER, ABSENCE_TEST, TEST_ABSENCE, CHECK, CLAIMED, CODE_STATUS, AGE_BAND,
    INDICATION, INDICATION_DIAGNOSIS, TEST_VALUE, TEST_ORDER, TEST_CERTIFICATE, TEST_WINDOW, WANTED_PAPER, PAPER,
    PAPER_VISIT, STEP, STEP_MONTH, STEP_TRIAL, TRIGGER, TRIGGER_CHANGE, TRIGGER_MONTH, AUTHORIZATION,
    AUTHORIZATION_CHANGE, AUTHORIZATION_ORDER, AUTHORIZATION_MONTH, BUNDLE,
)  # fmt: skip
