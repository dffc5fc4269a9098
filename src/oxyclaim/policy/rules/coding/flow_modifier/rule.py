"""The flow (Q) modifiers: prescribed flow at rest below 1 or above 4 liters per minute."""

import polars as pl

from oxyclaim.engine.grains import ORDER, OTHER_LINE, OTHER_ORDER, RIVAL_ORDER, TEST
from oxyclaim.engine.words import (
    Cure,
    Effect,
    Helps,
    Kind,
    Stage,
    criterion,
    derived,
    exists,
    first_of,
    known,
    line,
    of_other,
    order,
    other_order,
    output,
    p,
    rival_order,
    rule,
    test,
)  # fmt: skip
from oxyclaim.policy.rules.coverage.blood_gas_test.criteria import at_rest, in_sleep
from oxyclaim.policy.rules.coverage.equipment.rule import (
    beside_stationary,
    is_portable,
    is_stationary,
    other_is_portable_this_month,
    other_is_stationary_this_month,
)
from oxyclaim.policy.rules.coverage.groups.any_group.rule import in_any_group
from oxyclaim.policy.rules.coverage.groups.group_1.criteria import (
    group_1_at_rest,
    group_1_in_exercise,
    group_1_in_sleep,
)  # fmt: skip
from oxyclaim.policy.rules.coverage.groups.group_2.criteria import (
    group_2_at_rest,
    group_2_in_exercise,
    group_2_in_sleep,
)  # fmt: skip
from oxyclaim.policy.rules.coverage.groups.group_3.criteria import in_group_3
from oxyclaim.policy.rules.coverage.papers.proof_of_delivery.rule import has_proof_of_delivery
from oxyclaim.policy.rules.coverage.papers.written_order.rule import complete_order, has_written_order
from oxyclaim.policy.rules.coverage.portable.mobile_in_home.rule import mobile_in_home
from oxyclaim.policy.rules.coverage.portable.sleep_only_test.rule import qualified_awake
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold


@criterion()
def no_stationary_line():
    """No stationary unit is billed for this month."""
    return ~(is_stationary | beside_stationary)


FLOW = Cure("obtain the order with the flow at rest, by day and by night", "the treating practitioner")


NIGHT_ONLY = ~order.used_during.list.contains("rest") & order.used_during.list.contains("sleep")
DAY_ONLY = ~order.used_during.list.contains("sleep")
SINGLE_RATE = pl.coalesce(
    order.flow_lpm, pl.when(NIGHT_ONLY).then(order.night_flow_lpm), pl.when(DAY_ONLY).then(order.day_flow_lpm)
)


@derived(ORDER)
def rate():
    """The rate that decides: the one for day and night or the only time of use, else the mean of day and night."""
    return pl.coalesce(SINGLE_RATE, ((order.day_flow_lpm + order.night_flow_lpm) / 2).round(3))


@derived(ORDER)
def rates_differ():
    """Whether day and night rates are both ordered and differ."""
    single = pl.when(SINGLE_RATE.is_not_null()).then(pl.lit(False))
    return pl.coalesce(single, order.day_flow_lpm != order.night_flow_lpm)


@criterion(ORDER)
def orders_stationary():
    """The order asks for stationary equipment."""
    return order.items.list.set_intersection(p.stationary_codes).list.len() > 0


@criterion(OTHER_ORDER)
def other_is_later():
    """The other order asks for stationary equipment too, is later, and dated by the service date."""
    return (
        (other_order.items.list.set_intersection(p.stationary_codes).list.len() > 0)
        & (other_order.order_date > order.order_date)
        & (other_order.order_date <= line.service_date)
    )


@criterion(OTHER_ORDER)
def replaced_by_other():
    """The other order is later and complete."""
    return other_is_later & of_other(complete_order)


@criterion(ORDER)
def dated_by_service():
    """Dated on or before the service date."""
    return order.order_date <= line.service_date


@criterion(ORDER)
def stationary_order_in_force():
    """The order for stationary equipment that holds on the service date."""
    return orders_stationary & complete_order & dated_by_service & ~exists(OTHER_ORDER, replaced_by_other)


@criterion(
    ORDER,
    met="order {order.id}: {order.rate} liters per minute at rest",
    unknown="order {order.id}: the flow at rest, by day and by night, is not documented",
    ask=FLOW,
)
def rate_above_4():
    """More than 4 liters per minute."""
    return order.rate > p.high_flow_above_lpm


@criterion(
    ORDER,
    met="order {order.id}: {order.rate} liters per minute at rest",
    unknown="order {order.id}: the flow at rest, by day and by night, is not documented",
    ask=FLOW,
)
def rate_below_1():
    """Less than 1 liter per minute."""
    return order.rate < p.low_flow_below_lpm


@criterion(ORDER)
def two_rates():
    """Day and night rates differ."""
    return order.rates_differ


@criterion(ORDER)
def asks_for_portable():
    """The order asks for portable equipment."""
    return order.items.list.set_intersection(p.portable_codes).list.len() > 0


@criterion()
def has_stationary_order():
    """A complete order for stationary equipment is in force."""
    return exists(ORDER, stationary_order_in_force)


@criterion(RIVAL_ORDER)
def rival_flow_differs():
    """The other order gives another flow."""
    return (rival_order.rate != order.rate) | (rival_order.rates_differ != order.rates_differ)


@criterion(RIVAL_ORDER)
def rival_order_differs():
    """Another order in force gives another flow."""
    return of_other(stationary_order_in_force) & rival_flow_differs


@criterion(ORDER)
def contradicted_order():
    """An order in force that another one in force contradicts."""
    return stationary_order_in_force & exists(RIVAL_ORDER, rival_order_differs)


@criterion()
def orders_contradict():
    """Two orders of the same day in force give different flows."""
    return exists(ORDER, contradicted_order)


@criterion(
    not_met="no complete order for stationary equipment is in force on {line.service_date}, or two of the same day give "
    "different flows",
    unknown="which order for stationary equipment is in force on {line.service_date} is not documented",
    ask=FLOW,
)
def one_flow_ordered():
    """Stationary equipment in this month has one order in force, with one flow."""
    return no_stationary_line | (has_stationary_order & ~orders_contradict)


@criterion()
def high_flow():
    """The prescribed flow is above 4."""
    return exists(ORDER, rate_above_4, among=stationary_order_in_force)


@criterion()
def low_flow():
    """The prescribed flow is below 1."""
    return exists(ORDER, rate_below_1, among=stationary_order_in_force)


@criterion()
def averaged_flow():
    """Day and night flows differ, so that their mean counts."""
    return exists(ORDER, two_rates, among=stationary_order_in_force)


@criterion()
def portable_prescribed():
    """Portable equipment is prescribed."""
    return exists(ORDER, asks_for_portable, among=dated_by_service)


@criterion(TEST)
def on_high_flow():
    """Taken on 4 or more liters per minute."""
    flow = pl.coalesce(test.oxygen_flow_lpm, pl.when(test.on_room_air).then(pl.lit(0.0)))
    return flow >= p.high_flow_test_lpm


@criterion(TEST)
def qualifies_in_any_state():
    """A qualifying test of Group I or II."""
    return (
        (at_rest & (group_1_at_rest | group_2_at_rest))
        | (in_sleep & (group_1_in_sleep | group_2_in_sleep))
        | group_1_in_exercise
        | group_2_in_exercise
    )


@criterion(TEST, met="test {test.id} of {test.date} on {test.oxygen_flow_lpm} liters per minute ({test.result})")
def qualifies_on_high_flow():
    """A qualifying test taken on 4 or more liters per minute."""
    return on_high_flow & qualifies_in_any_state


@criterion()
def high_flow_shown():
    """A qualifying test on 4 or more liters per minute, or Group III."""
    return exists(TEST, qualifies_on_high_flow) | in_group_3


@criterion()
def higher_allowance():
    """The higher allowance applies: flow above 4, and shown."""
    return high_flow & high_flow_shown


@output(
    Stage.CODING, is_stationary, low_flow, higher_allowance, averaged_flow, portable_prescribed, beside_stationary
)  # fmt: skip
def flow_modifier(stationary, low, high, averaged, portable, with_stationary):
    """The Q modifier, empty for none, null while unknown."""
    low_code = first_of((averaged, p.modifier_low_averaged), otherwise=p.modifier_low)
    with_portable = first_of((averaged, p.modifier_high_portable_averaged), otherwise=p.modifier_high_portable)
    alone = first_of((averaged, p.modifier_high_averaged), otherwise=p.modifier_high)
    high_code = first_of((portable, with_portable), otherwise=alone)
    of_stationary = first_of((high, high_code), (low, low_code), otherwise="")
    of_portable = first_of((with_stationary & high, with_portable), otherwise="")
    chosen = first_of((stationary, of_stationary), otherwise=of_portable)
    return pl.when(~p.flow_modifiers_used).then(pl.lit("")).otherwise(chosen)


@criterion(
    not_met="no flow modifier can be chosen",
    unknown="the prescribed flow, or the test on high flow that the higher allowance wants, is not documented",
    ask=FLOW,
)
def flow_modifier_chosen():
    """Whether a flow modifier belongs on the line is known."""
    return line.flow_modifier.is_in(["", "QA", "QB", "QE", "QF", "QG", "QR"])


@criterion()
def flow_settled():
    """One flow is ordered, and the modifier follows from it."""
    return one_flow_ordered & flow_modifier_chosen


@criterion()
def is_judged_equipment():
    """Stationary or portable equipment."""
    return is_stationary | is_portable


@rule(
    "COD-200",
    stage=Stage.CODING,
    applies=is_judged_equipment,
    requires=flow_settled,
    not_met=Effect.HOLD,
    in_force=("2018-04-01", None),
    authority=("QMOD", "QREV"),
    sentence="Whether a flow modifier belongs on the line is not known: {reasons}.",
    cure=FLOW,
    settles="flow modifier",
)
def flow_known():
    """The flow modifier follows the prescribed flow of stationary equipment at rest.

    Portable and exercise flows do not count. Different day and night flows are averaged; a single rate
    ordered for part of the day is not averaged with zero.
    """


@criterion(ORDER, met="order {order.id} prescribes {order.rate} liters per minute at rest")
def rate_given():
    """The order gives the rate that decides."""
    return order.rate > 0


@criterion()
def flow_is_ordered():
    """An order gives the flow."""
    return exists(ORDER, rate_given, among=stationary_order_in_force)


@criterion()
def flow_out_of_range():
    """The flow is below 1, or above 4 and shown."""
    return low_flow | higher_allowance


@rule(
    "COD-205",
    stage=Stage.CODING,
    kind=Kind.NOTE,
    applies=flow_out_of_range,
    requires=flow_is_ordered,
    in_force=("2018-04-01", None),
    authority=("QMOD", "QREV"),
    sentence="A flow modifier rests on the order: {reasons}.",
    asserts="flow",
)
def flow_in_order():
    """A flow modifier tells the payer the flow that the order prescribes."""


@criterion(
    not_met="the flow is above {p.high_flow_above_lpm} liters per minute and no qualifying test was taken on "
    "{p.high_flow_test_lpm} or more",
    unknown="no document shows a qualifying test on {p.high_flow_test_lpm} or more liters per minute",
)
def high_flow_is_shown():
    """The higher allowance is shown."""
    return high_flow_shown


@rule(
    "COD-210",
    stage=Stage.CODING,
    kind=Kind.NOTE,
    applies=high_flow,
    requires=high_flow_is_shown,
    in_force=("2018-04-01", None),
    authority="L33797, Liter flow greater than 4 LPM",
    asserts="flow",
    sentence="The line is paid at the standard allowance, without a flow modifier: {reasons}.",
    cure=Cure("a qualifying test on 4 or more liters per minute", "the treating practitioner", Helps.LATER),
)
def standard_allowance():
    """Above 4 liters per minute the higher allowance wants a qualifying test on 4 or more; without it, no denial."""


@criterion()
def portable_beside_stationary():
    """Portable equipment beside a stationary unit."""
    return is_portable & beside_stationary


@criterion(not_met="the payer's page can be read to want the stationary line's modifier on the portable line too")
def no_low_flow():
    """The flow is not below 1."""
    return ~low_flow


@rule(
    "COD-220",
    stage=Stage.CODING,
    kind=Kind.NOTE,
    applies=portable_beside_stationary,
    requires=no_low_flow,
    in_force=("2018-04-01", None),
    authority=("QMOD", "SSA1834, (a)(5)(C)"),
    sentence="Below 1 liter per minute only the stationary line carries the flow modifier: {reasons}.",
)
def low_flow_on_stationary_only():
    """Below 1 liter per minute the flow modifier stands on the stationary line only."""


@criterion()
def stands_on_its_own():
    """The line's own coverage, order and delivery are shown, so that it can be billed beside the other one."""
    covered = (is_portable & qualified_awake & mobile_in_home) | (is_stationary & in_any_group)
    return covered & has_written_order & has_proof_of_delivery & not_sold


@criterion(OTHER_LINE)
def other_portable_stands():
    """The other line is a portable unit of this month that can be billed."""
    return other_is_portable_this_month & of_other(stands_on_its_own)


@criterion(OTHER_LINE)
def other_stationary_stands():
    """The other line is a stationary unit of this month that can be billed."""
    return other_is_stationary_this_month & of_other(stands_on_its_own)


@criterion()
def portable_at_higher_allowance():
    """Portable equipment beside a stationary unit at the higher allowance."""
    return is_portable & beside_stationary & higher_allowance


@criterion(not_met="the stationary line of this month cannot be billed", unknown="whether the stationary line of this "
           "month can be billed is not known")  # fmt: skip
def stationary_is_billed():
    """The stationary line of this month can be billed."""
    return exists(OTHER_LINE, other_stationary_stands)


@rule(
    "COD-240",
    stage=Stage.CODING,
    applies=portable_at_higher_allowance,
    requires=stationary_is_billed,
    not_met=Effect.REVIEW,
    in_force=("2018-04-01", None),
    authority="CR9848",
    sentence="QF and QB stand on a stationary and a portable line of the same month: {reasons}.",
)
def stationary_line_beside():
    """QF or QB on a portable line wants its stationary line in the same claim."""


@criterion()
def stationary_with_portable_prescribed():
    """Stationary equipment at the higher allowance, with portable equipment prescribed."""
    return is_stationary & higher_allowance & portable_prescribed


@criterion(
    not_met="portable equipment is prescribed, and no portable line can be billed for this month",
    unknown="whether the portable line of this month can be billed is not known",
)
def portable_is_billed():
    """A portable line of the same month can be billed."""
    return exists(OTHER_LINE, other_portable_stands)


@rule(
    "COD-230",
    stage=Stage.CODING,
    applies=stationary_with_portable_prescribed,
    requires=portable_is_billed,
    not_met=Effect.REVIEW,
    in_force=("2018-04-01", None),
    authority="CR9848",
    sentence="The payer returns a stationary line with QF or QB that comes without a portable line: {reasons}.",
)
def portable_line_beside():
    """QF and QB stand on a stationary and a portable line of the same month."""


@criterion(ORDER)
def ordinary_rates():
    """Every rate that the order gives, that during exercise too, lies between 1 and 4 liters per minute."""
    rates = (order.flow_lpm, order.day_flow_lpm, order.night_flow_lpm, order.exercise_flow_lpm)
    within = [((rate >= p.low_flow_below_lpm) & (rate <= p.high_flow_above_lpm)).fill_null(True) for rate in rates]
    return pl.all_horizontal(within) & known(order.rate)


@criterion(
    not_met="a rate below 1 or above 4 liters per minute is ordered",
    unknown="the prescribed flow is not documented",
    ask=FLOW,
)
def ordinary_flow():
    """The flows ordered call for no modifier under any rule."""
    return no_stationary_line | exists(ORDER, ordinary_rates, among=stationary_order_in_force)


@rule(
    "COD-201",
    stage=Stage.CODING,
    applies=is_judged_equipment,
    requires=ordinary_flow,
    not_met=Effect.REVIEW,
    in_force=("2015-10-01", "2018-03-31"),
    authority="CR9848",
    sentence="Before 2018-04-01 the flow modifiers meant other things, which the rule book does not judge: {reasons}.",
    settles="flow modifier",
)
def older_flow():
    """Before 2018-04-01 the highest prescribed flow counted, and QF was paid in another way."""


LOW = p.flow_modifiers_low


def _coded(modifiers):
    return (line.modifiers.list.set_intersection(modifiers).list.len() > 0).fill_null(False)


@criterion()
def coded_with_flow_modifier():
    """Somebody has put a flow modifier on the line."""
    return _coded(p.flow_modifiers)


@criterion()
def coded_low_on_portable():
    """QE or QA on a portable line."""
    return (line.equipment == "portable") & _coded(LOW)


@criterion()
def flow_modifier_to_compare():
    """A flow modifier is on the line, and it is not a low one on a portable line."""
    return coded_with_flow_modifier & ~coded_low_on_portable


@criterion(
    not_met="the line is coded {line.modifiers}, and the order's flow at rest, with its test, does not bear that out",
    unknown="the flow that the order prescribes is not known",
)
def coded_flow_is_shown():
    """A coded modifier for a high or a low flow stands on a line whose order and test call for one of its kind."""
    high = pl.concat_list(p.flow_modifiers_with_portable, p.flow_modifiers_without_portable)
    kinds = [(high, high.list.contains(line.flow_modifier)), (LOW, LOW.list.contains(line.flow_modifier))]
    shown = pl.all_horizontal([~_coded(modifiers) | called_for for modifiers, called_for in kinds])
    return pl.when(line.flow_modifier.is_not_null()).then(shown)


@rule(
    "COD-250",
    stage=Stage.CODING,
    applies=flow_modifier_to_compare,
    requires=coded_flow_is_shown,
    not_met=Effect.HOLD,
    in_force=("2018-04-01", None),
    authority=("QMOD", "QREV"),
    sentence="The coded flow modifier tells the payer something else than the documents show: {reasons}.",
    if_unknown="Whether the coded flow modifier is true is not known: {reasons}.",
    cure=Cure("correct the modifier before billing; a wrong one changes the payment", "the biller"),
)
def coded_flow():
    """A coded modifier for a high or a low flow is borne out by the order and the test.

    Which of its kind (with or without portable equipment) is the front end's question.
    """


@criterion(not_met="the line is coded {line.modifiers}")
def no_low_modifier_on_portable():
    """No QE or QA on a portable line."""
    return ~coded_low_on_portable


@rule(
    "COD-260",
    stage=Stage.CODING,
    applies=is_portable,
    requires=no_low_modifier_on_portable,
    not_met=Effect.REVIEW,
    in_force=("2018-04-01", None),
    authority=("QMOD", "SSA1834, (a)(5)(C)"),
    sentence="Whether a flow below 1 is also told on the portable line is read in two ways; the statute and the "
    "contractor's table name the stationary line only: {reasons}.",
)
def low_flow_on_portable():
    """QE or QA on a portable line goes to a person."""
