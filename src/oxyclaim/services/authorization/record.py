"""What the case shows of the patient's need: tests, conditions, orders, diagnoses, each with its place."""

from collections.abc import Iterable
from typing import Any

from oxyclaim.case.models import BloodGasTest, Case, Clinical, Documented, HematocritFinding, Order
from oxyclaim.case.tables import is_documented
from oxyclaim.engine.grains import TEST, TEST_VALUE
from oxyclaim.engine.rows import Row
from oxyclaim.engine.sentences import written
from oxyclaim.engine.standing import Standing
from oxyclaim.engine.trace import Truth
from oxyclaim.engine.words import Criterion
from oxyclaim.policy.rules.coverage.own_criteria.criteria import own_qualifying_test
from oxyclaim.policy.rules.coverage.own_criteria.limits import on_air_if_wanted, recent_enough, stay_fits
from oxyclaim.policy.rules.coverage.own_criteria.readings import readings_complete
from oxyclaim.policy.rules.coverage.own_criteria.testers import payer_accepted, tester_accepted
from oxyclaim.policy.rules.coverage.own_criteria.values import another_measure, in_state, value_for_age, value_met
from oxyclaim.services.authorization.contents import Condition, Diagnosed, OrderShown, TestShown
from oxyclaim.services.authorization.facts import LineFacts

LIFETIME = 9999
"""The length of need that an order writes for a lifetime."""
COUNTS_ONLY_IF = (tester_accepted, payer_accepted, recent_enough, stay_fits, on_air_if_wanted, readings_complete)
"""What a payer asks of a test beside its value."""


def on_file(case: Case) -> set[str]:
    """The ids of the papers on file."""
    return {document.id for document in case.documents or () if document.on_file}


def standing_of(record: Documented, papers: set[str]) -> Standing:
    """On file, or only reported."""
    return Standing.ON_FILE if is_documented(record, papers) else Standing.REPORTED


def where(record: Documented) -> str:
    """The paper and the page."""
    if record.document is None:
        return "no document named"
    return f"{record.document} p. {record.page}" if record.page else record.document


def tests_shown(line: LineFacts) -> tuple[TestShown, ...]:
    """Every test of the case, in the order of its days."""
    papers = on_file(line.case)
    records = line.case.tests or []
    found = [_test(line, records[said["record"]], documented, said, papers) for documented, said in line.records(TEST)]
    return tuple(sorted(found, key=lambda each: str(each.date)))


def _test(line: LineFacts, test: BloodGasTest, documented: Row, said: Row, papers: set[str]) -> TestShown:
    standing = standing_of(test, papers)
    row = documented if standing is Standing.ON_FILE else said
    values = [each for each in line.under(TEST_VALUE, row) if _is_about(line, each)]
    has_values = line.states_values
    return TestShown(
        id=test.id,
        date=test.date,
        method=written(test.method),
        state=written(test.state),
        value=value_of(test),
        air=_air(test),
        taken_by=written(test.performed_by),
        where=where(test),
        standing=standing,
        meets=_words(line, values, True),
        misses=_words(line, values, False),
        open=_words(line, values, None),
        counts=line.value(own_qualifying_test, row) if has_values else None,
        lacks=_lacks(line, row, said) if has_values else (),
    )


def _is_about(line: LineFacts, entry: Row) -> bool:
    """Whether the entry speaks of the patient's age, of the test's state and of what it measured."""
    about = (line.value(value_for_age, entry), line.value(in_state, entry))
    return line.value(another_measure, entry) is not True and False not in about


def _words(line: LineFacts, entries: Iterable[Row], value: Truth) -> tuple[str, ...]:
    return tuple(e["qualifying_value.words"] for e in entries if line.value(value_met, e) is value)


def _lacks(line: LineFacts, row: Row, said: Row) -> tuple[str, ...]:
    """Why the test does not count beside its value."""
    failing = [each for each in COUNTS_ONLY_IF if line.value(each, row) is not True]
    told = [reason.sentence for each in failing for reason in line.tracer.of_record(each, row, said, TEST)]
    return tuple(dict.fromkeys(told))


def value_of(test: BloodGasTest) -> str:
    """The value as people write it; of a sleep recording with its baseline and its time."""
    measured = (("SpO2", test.spo2_percent, "%"), ("SaO2", test.sao2_percent, "%"), ("PO2", test.po2_mmhg, " mm Hg"))
    told = [f"{name} {_number(value)}{unit}" for name, value, unit in measured if value is not None]
    baselines = (("%", test.baseline_spo2_percent), (" mm Hg", test.baseline_po2_mmhg))
    told += [f"baseline {_number(value)}{unit}" for unit, value in baselines if value is not None]
    if test.minutes_at_qualifying_value is not None:
        told.append(f"{_number(test.minutes_at_qualifying_value)} minutes at the value")
    if test.percent_of_time_at_value is not None:
        told.append(f"{_number(test.percent_of_time_at_value)}% of the time at the value")
    if test.recorded_hours is not None:
        told.append(f"{_number(test.recorded_hours)} hours recorded")
    return ", ".join(told) or "not given"


def _air(test: BloodGasTest) -> str:
    if test.oxygen_flow_lpm:
        return f"{_number(test.oxygen_flow_lpm)} L/min"
    return {True: "room air", False: "on oxygen", None: "not given"}[test.on_room_air]


def conditions_shown(case: Case) -> tuple[Condition, ...]:
    """Every finding of the medical record that has a value."""
    papers = on_file(case)
    found = []
    for name in Clinical.model_fields:
        finding = getattr(case.clinical, name) if case.clinical else None
        if finding is None or finding.value is None:
            continue
        value = f"{_number(finding.value)}%" if isinstance(finding, HematocritFinding) else written(finding.value)
        words = name.replace("_percent", "").replace("_", " ")
        found.append(Condition(words, value, finding.date, where(finding), standing_of(finding, papers)))
    return tuple(found)


def diagnoses_shown(case: Case) -> tuple[Diagnosed, ...]:
    """The diagnoses, the principal one first."""
    papers = on_file(case)
    return tuple(
        Diagnosed(_dotted(d.icd10), d.description or "", where(d), standing_of(d, papers)) for d in case.diagnoses or ()
    )


def orders_of(line: LineFacts) -> list[Order]:
    """The orders for the line's code, the latest first."""
    orders = [order for order in line.case.orders or () if line.code in (order.items or ())]
    return sorted(orders, key=lambda order: str(order.order_date or ""), reverse=True)


def order_shown(order: Order, papers: set[str]) -> OrderShown:
    """An order with its flow and how long it is for."""
    return OrderShown(
        order.id, order.order_date, flow_of(order), _need(order), where(order), standing_of(order, papers)
    )


def flow_of(order: Order) -> str:
    """The flow as ordered, in liters per minute."""
    flows = (
        ("", order.flow_lpm),
        (" by day", order.day_flow_lpm),
        (" by night", order.night_flow_lpm),
        (" in exercise", order.exercise_flow_lpm),
    )
    return ", ".join(f"{_number(flow)} L/min{when}" for when, flow in flows if flow is not None) or "not given"


def _need(order: Order) -> str:
    if order.length_of_need_days is None:
        return "not given"
    return "lifetime" if order.length_of_need_days == LIFETIME else f"{order.length_of_need_days} days"


def criteria_told(line: LineFacts) -> tuple[str, ...]:
    """Where the payer judges by Medicare's groups: the group that is shown, and what shows it."""
    output = next((each for each in line.catalogue.outputs if each.name == "line.group"), None)
    if output is None or line.states_values or not line.row.get("line.group"):
        return ()
    group = line.row["line.group"]
    if group == "none":
        return ("No coverage group is shown: " + _reasons(line, output.uses, False),)
    shown: list[Criterion] = [each for each in output.uses if line.value(each, line.row) is True]
    return (f"Coverage group {group} is shown: {_reasons(line, shown, True)}",)


def _reasons(line: LineFacts, criteria: Iterable[Criterion], value: bool) -> str:
    """Why criteria are as they are, told by what names a record."""
    reasons = [
        reason.sentence
        for each in criteria
        if line.value(each, line.row) is value
        for reason in line.tracer.why(each)
        if reason.record is not None
    ]
    return "; ".join(dict.fromkeys(reasons)) or "see `oxyclaim check`"


def _number(value: Any) -> str:
    return f"{float(value):g}"


def _dotted(code: str | None) -> str | None:
    return f"{code[:3]}.{code[3:]}" if code and len(code) > 3 and "." not in code else code
