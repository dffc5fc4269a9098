"""The first days of Groups II and III, before a repeat test must renew the coverage."""

import polars as pl

from oxyclaim.engine.grains import ORDER, TEST
from oxyclaim.engine.words import (
    Cure,
    Effect,
    Fact,
    Helps,
    Stage,
    criterion,
    exists,
    line,
    open_question,
    order,
    output,
    p,
    rule,
    test,
)
from oxyclaim.policy.rules.coverage.blood_gas_test.criteria import at_rest, in_sleep
from oxyclaim.policy.rules.coverage.equipment.rule import is_for_portable
from oxyclaim.policy.rules.coverage.groups.group_1.criteria import (
    group_1_at_rest,
    group_1_in_exercise,
    group_1_in_sleep,
    in_group_1,
    in_group_1_awake,
)
from oxyclaim.policy.rules.coverage.groups.group_2.criteria import (
    group_2_at_rest,
    group_2_in_exercise,
    group_2_in_sleep,
    in_group_2,
    in_group_2_awake,
)
from oxyclaim.policy.rules.coverage.groups.group_3.criteria import in_group_3, normal_at_rest
from oxyclaim.policy.rules.coverage.nothing import nothing
from oxyclaim.policy.rules.coverage.papers.written_order.rule import complete_order_for_this_code, orders_this_code


@criterion()
def in_group_1_for_equipment():
    """Group I as it counts for this equipment."""
    return (in_group_1 & ~is_for_portable) | in_group_1_awake


@criterion()
def in_renewable_group():
    """Group II or III, not Group I, as it counts for this equipment."""
    return ~in_group_1_for_equipment & (in_group_2_awake | (in_group_2 & ~is_for_portable) | in_group_3)


RETEST = Cure(
    "a repeat test that was not taken in its window is not cured backwards; ask whether one was taken",
    "the treating practitioner",
    Helps.LATER,
)


@criterion()
def renewed_as_group_2():
    """Group II, so that the repeat test must qualify again."""
    return in_group_2_awake | (in_group_2 & ~is_for_portable)


@criterion()
def within_ninety_days():
    """Fewer than 90 days after the start."""
    return Fact((line.service_date - line.rental_start).dt.total_days() < p.initial_period_days)


@criterion()
def up_to_day_90():
    """Not more than 90 days after the start."""
    return Fact((line.service_date - line.rental_start).dt.total_days() <= p.initial_period_days)


@criterion(
    not_met="the rental began on {line.rental_start}, {p.initial_period_days} days or more before {line.service_date}",
    unknown="the first service date of this rental (rental_start) is not known",
)
def within_initial_period():
    """The service date lies in the first 90 days; whether the start is day 0 or day 1 of them is open."""
    return open_question(
        "whether {line.service_date} still lies in the first {p.initial_period_days} days of a rental begun on "
        "{line.rental_start}: nothing says whether the first day is day 0 or day 1",
        lenient=up_to_day_90,
        strict=within_ninety_days,
        authority=("SSA1834, (a)(5)(E)", "NCC"),
    )


@criterion(ORDER)
def order_still_runs():
    """The order names the line's code and its days of need still run."""
    days = (line.service_date - line.rental_start).dt.total_days()
    return order.items.list.contains(line.code) & (days < order.length_of_need_days)


@criterion(
    not_met="the days of need that the order gives have run out",
    unknown="the length of need ordered is not documented (length_of_need_days)",
)
def within_ordered_days():
    """The ordered days of need still run."""
    return exists(ORDER, order_still_runs)


@criterion()
def ordered_days_count():
    """Group III alone is bound to the days ordered."""
    return in_group_3 & ~in_group_1_for_equipment & ~in_group_2


@criterion(
    not_met="the days of need that the order gives have run out on {line.service_date}, and in Group III they count",
    unknown="the days of need that the order gives are not documented (length_of_need_days), and in Group III they count",
)
def within_days_that_count():
    """In Group III the ordered days still run; otherwise they do not count."""
    return within_ordered_days | ~ordered_days_count


@criterion()
def within_first_days():
    """Group II or III, in the first 90 days."""
    return in_renewable_group & within_initial_period


@criterion(
    TEST,
    not_met="test {test.id} of {test.date} is not on day {p.retest_first_day} to {p.initial_period_days} after "
    "{line.rental_start}",
    unknown="test {test.id}: its day is not known",
)
def in_retest_window():
    """Taken between day 61 and day 90 after the start."""
    day = (test.date - line.rental_start).dt.total_days()
    return (day >= p.retest_first_day) & (day <= p.initial_period_days)


@criterion(TEST)
def near_retest_window():
    """Taken between day 61 and day 90, or a day beside it if the start counts the other way."""
    day = (test.date - line.rental_start).dt.total_days()
    return (day >= p.retest_first_day - 1) & (day <= p.initial_period_days + 1)


@criterion(TEST)
def within_window():
    """In the window; whether the day of the start is day 0 or day 1 is open."""
    return open_question(
        "whether a test on {test.date} lies between day {p.retest_first_day} and day {p.initial_period_days} of a rental "
        "begun on {line.rental_start}: nothing says whether the first day is day 0 or day 1",
        lenient=near_retest_window,
        strict=in_retest_window,
        authority=("NCC", "SSA1834, (a)(5)(E)"),
    )


@criterion(TEST)
def after_window():
    """Taken after the window."""
    return (test.date - line.rental_start).dt.total_days() > p.initial_period_days


@criterion(TEST)
def qualifies_again():
    """A sound test that qualifies for Group I or II, in the state that counts for it."""
    at_rest_again = at_rest & (group_1_at_rest | group_2_at_rest)
    in_sleep_again = in_sleep & (group_1_in_sleep | group_2_in_sleep)
    return at_rest_again | in_sleep_again | group_1_in_exercise | group_2_in_exercise


@criterion(TEST)
def renews_group_2():
    """A qualifying repeat test in the window."""
    return qualifies_again & within_window


@criterion(TEST)
def renews_group_3():
    """A repeat test at rest in the window that again shows no hypoxemia."""
    return at_rest & normal_at_rest & within_window


@criterion(TEST)
def late_for_group_2():
    """A qualifying repeat test after the window."""
    return qualifies_again & after_window


@criterion(TEST)
def late_for_group_3():
    """A repeat test at rest, without hypoxemia, after the window."""
    return at_rest & normal_at_rest & after_window


@criterion()
def retested():
    """The repeat test that the group wants was taken in its window."""
    group_2_again = exists(TEST, renews_group_2)
    group_3_again = exists(TEST, renews_group_3)
    return (renewed_as_group_2 & group_2_again) | (~renewed_as_group_2 & group_3_again)


@criterion()
def retested_late():
    """The repeat test that the group wants was taken after its window."""
    return (renewed_as_group_2 & exists(TEST, late_for_group_2)) | (
        ~renewed_as_group_2 & exists(TEST, late_for_group_3)
    )


@criterion()
def window_within_emergency():
    """The whole window for the repeat test lay in the public health emergency."""
    first = line.rental_start + pl.duration(days=p.retest_first_day)
    last = line.rental_start + pl.duration(days=p.initial_period_days)
    return (first >= p.emergency_first_day) & (last <= p.emergency_last_day)


@criterion()
def window_touches_emergency():
    """A part of the window for the repeat test lay in the public health emergency."""
    first = line.rental_start + pl.duration(days=p.retest_first_day)
    last = line.rental_start + pl.duration(days=p.initial_period_days)
    return (last >= p.emergency_first_day) & (first <= p.emergency_last_day)


@criterion(met="the repeat test fell due in the public health emergency, while it was not enforced")
def retest_waived():
    """The repeat test fell due in the public health emergency; a window partly outside it is open."""
    return open_question(
        "whether a repeat test is waived that fell due partly inside and partly outside the public health emergency",
        lenient=window_touches_emergency,
        strict=window_within_emergency,
        authority="PHE",
    )


@criterion(
    not_met="no repeat test of the kind that the group wants was taken between day {p.retest_first_day} and day "
    "{p.initial_period_days} after {line.rental_start}",
    unknown="whether a repeat test was taken between day {p.retest_first_day} and day {p.initial_period_days} after "
    "{line.rental_start} is not documented",
    ask=RETEST,
)
def retest_renews():
    """A repeat test in its window, unless it was waived; what a later one is worth is open."""
    later_test = open_question(
        "whether a repeat test after day {p.initial_period_days} renews the coverage from its date on",
        lenient=retested_late,
        strict=nothing,
        authority=("SSA1834, (a)(5)(E)", "NCC"),
    )
    return retested | retest_waived | later_test


@criterion(ORDER)
def dated_for_renewal():
    """Dated after the first 60 days of the rental, and on or before the service date."""
    day = (order.order_date - line.rental_start).dt.total_days()
    return (day >= p.retest_first_day - 1) & (order.order_date <= line.service_date)


@criterion(ORDER)
def renewing_order():
    """A complete new order for the line."""
    return complete_order_for_this_code & dated_for_renewal


@criterion(
    not_met="no new order after the repeat test is on file",
    unknown="whether a new order was written after the repeat test is not documented",
    ask=Cure("obtain the new standard written order", "the treating practitioner"),
)
def has_renewing_order():
    """A new complete order was written at the time of the repeat test or later."""
    return exists(ORDER, renewing_order, among=orders_this_code)


@criterion()
def past_initial_period():
    """Group II or III, after the first days."""
    return in_renewable_group & ~within_initial_period


@rule(
    "COV-300",
    stage=Stage.COVERAGE,
    applies=past_initial_period,
    requires=retest_renews,
    not_met=Effect.NOT_COVERED,
    in_force=("2015-10-01", None),
    authority=("SSA1834, (a)(5)(E)", "NCC", "NCD240.2, D", "PHE"),
    sentence="Groups II and III are first covered for {p.initial_period_days} days (Group III for the days ordered, if "
    "fewer), and a repeat test must renew them: {reasons}.",
    if_unknown="Whether Group II or III still runs, or a repeat test has renewed it, is not known: {reasons}.",
    cure=RETEST,
    asserts="coverage",
    denial="CO-50, N115",
)
def initial_period():
    """Groups II and III are first covered for at most 90 days.

    A repeat test between day 61 and day 90, evaluated by the practitioner, and a new order renew them: for
    Group II a test that qualifies again, for Group III one that again shows no hypoxemia.
    """


@rule(
    "COV-305",
    stage=Stage.COVERAGE,
    applies=within_first_days,
    requires=within_days_that_count,
    not_met=Effect.REVIEW,
    in_force=("2021-09-27", None),
    authority=("NCD240.2, D", "NCC"),
    sentence="Group III is covered for the days ordered, and the repeat test is due only from day {p.retest_first_day} on; "
    "what holds in between is not said: {reasons}.",
    if_unknown="Whether the first days of Group III still run is not known: {reasons}.",
    denial="CO-50, N115",
)
def ordered_days():
    """Group III is first covered for the days ordered, if they are fewer than 90.

    Where they end before the repeat test is due, no text says whether a new order alone carries on.
    """


@rule(
    "COV-310",
    stage=Stage.COVERAGE,
    applies=past_initial_period,
    requires=has_renewing_order,
    not_met=Effect.HOLD,
    in_force=("2015-10-01", None),
    authority="NCC",
    sentence="After the first days of Group II or III a new order is wanted: {reasons}.",
    cure=Cure("obtain the new standard written order", "the treating practitioner"),
    asserts="coverage",
    denial="CO-50, N115",
)
def renewed_order():
    """The repeat test of Groups II and III goes with a new standard written order."""


@output(Stage.COVERAGE)
def next_task():
    """The repeat test that Groups II and III need, with its window; null for Group I and after the window."""
    again = pl.when(line.group == "II").then(pl.lit("qualifying again")).otherwise(pl.lit("again without hypoxemia"))
    until = (
        pl.when(line.group == "II")
        .then(pl.format("after day {}", p.initial_period_days))
        .otherwise(pl.format("after the days ordered, or after day {},", p.initial_period_days))
    )
    days = (line.service_date - line.rental_start).dt.total_days()
    return pl.when(line.group.is_in(["II", "III"]) & (days <= p.initial_period_days)).then(
        pl.format(
            "Repeat the blood gas study ({}) between {} and {}, have the practitioner evaluate it and write a new "
            "order: without them the months {} are not paid.",
            again,
            line.rental_start + pl.duration(days=p.retest_first_day),
            line.rental_start + pl.duration(days=p.initial_period_days),
            until,
        )
    )
