"""Which rentals are bound to the repeat test, and whether a test or an order renews them."""

import polars as pl

from oxyclaim.engine.grains import EARLIER_TEST, ORDER, TEST
from oxyclaim.engine.words import (
    Cure,
    Fact,
    Helps,
    criterion,
    earlier_test,
    exists,
    line,
    of_other,
    open_question,
    order,
    p,
    test,
)
from oxyclaim.policy.rules.coverage.equipment.rule import is_for_portable
from oxyclaim.policy.rules.coverage.groups.group_1.criteria import (
    group_1_at_rest,
    group_1_fall_in_sleep,
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
from oxyclaim.policy.rules.coverage.groups.group_3.criteria import (
    has_group_3_condition,
    in_group_3,
    known_to_policy,
    normal_at_rest,
    shown_normal,
)
from oxyclaim.policy.rules.coverage.initial_period.first_oxygen import day_of_coverage
from oxyclaim.policy.rules.coverage.nothing import nothing
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import (
    complete_order_for_this_code,
    dated_by_service_date,
    orders_this_code,
)
from oxyclaim.policy.rules.coverage.qualifying_test.criteria import at_rest, in_sleep

STATUTE = ("SSA1834, (a)(5)(E)", "A52514, Continued payment")
RETEST = Cure(
    "a repeat test that was not taken in its window is not cured backwards; ask whether one was taken",
    "the treating practitioner",
    Helps.LATER,
)


# --- what was so at the start -----------------------------------------------------------------------------------------


@criterion()
def in_group_1_for_equipment():
    """Group I as it counts for this equipment, by whatever test up to the service date."""
    return (in_group_1 & ~is_for_portable) | in_group_1_awake


@criterion(TEST)
def shows_group_1_awake():
    """A sound test that shows Group I at rest or in exercise."""
    return (at_rest & group_1_at_rest) | group_1_in_exercise


@criterion(TEST)
def shows_group_1():
    """A sound test that shows Group I in any state."""
    return shows_group_1_awake | (in_sleep & (group_1_in_sleep | group_1_fall_in_sleep))


@criterion(TEST)
def shows_renewable_group_awake():
    """A sound test at rest or in exercise with a value of Group II or III."""
    return (at_rest & (group_2_at_rest | normal_at_rest)) | group_2_in_exercise


@criterion(TEST)
def shows_renewable_group():
    """A sound test with a value of Group II or III."""
    return shows_renewable_group_awake | (in_sleep & group_2_in_sleep)


@criterion(EARLIER_TEST)
def other_is_earlier():
    """The other test was taken on an earlier day."""
    return earlier_test.date < test.date


@criterion(EARLIER_TEST)
def other_decided_before():
    """An earlier test had put the patient into Group II or III."""
    return other_is_earlier & of_other(shows_renewable_group)


@criterion(EARLIER_TEST)
def other_decided_before_awake():
    """An earlier test, taken awake, had put the patient into Group II or III."""
    return other_is_earlier & of_other(shows_renewable_group_awake)


@criterion(TEST)
def taken_by_initial_date():
    """Taken on or before the initial date."""
    return Fact(test.date <= line.initial_date)


@criterion(TEST)
def initially_group_1_test():
    """It showed Group I when the oxygen began, or before any test that put the patient into another group."""
    return shows_group_1 & (taken_by_initial_date | ~exists(EARLIER_TEST, other_decided_before))


@criterion(TEST)
def initially_group_1_test_awake():
    """The same of a test taken awake, which is what counts for portable equipment."""
    return shows_group_1_awake & (taken_by_initial_date | ~exists(EARLIER_TEST, other_decided_before_awake))


@criterion()
def initially_in_group_1():
    """Group I when the oxygen began, as it counts for this equipment."""
    awake = exists(TEST, initially_group_1_test_awake)
    return awake | (~is_for_portable & exists(TEST, initially_group_1_test))


@criterion()
def in_group_3_by_a_test():
    """Group III by a normal test, whatever else was read: a later value of hypoxemia does not undo the start."""
    return shown_normal & has_group_3_condition & known_to_policy


@criterion(met="the value with which the oxygen began put the patient into Group II or III, whatever was read later")
def in_renewable_group():
    """Group II or III when the oxygen began, as it counts for this equipment; a later Group I value does not lift it."""
    return ~initially_in_group_1 & (in_group_2_awake | (in_group_2 & ~is_for_portable) | in_group_3_by_a_test)


@criterion()
def renewed_as_group_2():
    """Group II, so that the repeat test must qualify again."""
    return in_group_2_awake | (in_group_2 & ~is_for_portable)


@criterion(unknown="the first service date of this coverage is not certain", not_met="earlier oxygen is not ruled out")
def initial_date_known():
    """The first service date of oxygen under this coverage is known."""
    return line.initial_date.is_not_null()


# --- the first 90 days ------------------------------------------------------------------------------------------------


@criterion()
def whole_month_covered():
    """The service date lies before the last of the 90 days, of which the initial date is the first."""
    return Fact(day_of_coverage(line.service_date) < p.initial_period_days - 1)


@criterion()
def up_to_day_90():
    """Not more than 90 days after the initial date."""
    return Fact(day_of_coverage(line.service_date) <= p.initial_period_days)


@criterion(
    not_met="the oxygen began on {line.initial_date}, {p.initial_period_days} days or more before {line.service_date}",
    unknown="the first service date of this rental (rental_start) is not known",
)
def within_initial_period():
    """The service date lies in the first 90 days; a month that begins at their very end is open."""
    return open_question(
        "whether the month from {line.service_date} is still paid without a repeat test, for oxygen begun on "
        "{line.initial_date}: by the statute the {p.initial_period_days} days begin with the first day of oxygen and bar "
        "payment after them, so that hardly a day of this month lies in them; the contractors count days after the start",
        lenient=up_to_day_90,
        strict=whole_month_covered,
        authority=("SSA1834, (a)(5)(E)", "NCC"),
    )


@criterion()
def within_first_days():
    """Group II or III, in the first 90 days."""
    return in_renewable_group & within_initial_period


@criterion()
def past_initial_period():
    """Group II or III, after the first days."""
    return in_renewable_group & ~within_initial_period


@criterion(ORDER)
def order_still_runs():
    """The order names the line's code and its days of need still run; on the first day they do, however many they are."""
    days = day_of_coverage(line.service_date)
    return order.items.list.contains(line.code) & ((days < order.length_of_need_days) | (days < 1))


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
    return in_group_3 & ~initially_in_group_1 & ~in_group_2


@criterion(
    not_met="the days of need that the order gives have run out on {line.service_date}, and in Group III they count",
    unknown="the days of need that the order gives are not documented (length_of_need_days), and in Group III they count",
)
def within_days_that_count():
    """In Group III the ordered days still run; otherwise they do not count."""
    return within_ordered_days | ~ordered_days_count


# --- the repeat test --------------------------------------------------------------------------------------------------


@criterion(
    TEST,
    not_met="test {test.id} of {test.date} is not on day {p.retest_first_day} to {p.initial_period_days} after "
    "{line.initial_date}",
    unknown="test {test.id}: its day is not known",
)
def in_retest_window():
    """Taken on a day that lies in the window however the days are counted: 61 to 89 days after the initial date."""
    day = day_of_coverage(test.date)
    return (day >= p.retest_first_day) & (day < p.initial_period_days)


@criterion(TEST)
def near_retest_window():
    """Taken in the window by the statute (60 to 89 days after the initial date) or by the contractors (61 to 90)."""
    day = day_of_coverage(test.date)
    return (day >= p.retest_first_day - 1) & (day <= p.initial_period_days)


@criterion(TEST)
def within_window():
    """In the window; at its two ends the statute and the contractors count differently."""
    return open_question(
        "whether a test on {test.date} renews oxygen begun on {line.initial_date}: the statute counts the first day of "
        "oxygen as day 1, so that the last 30 of 90 days end 89 days after it; the contractors' 61st to 90th days after the "
        "start end a day later",
        lenient=near_retest_window,
        strict=in_retest_window,
        authority=("SSA1834, (a)(5)(E)", "NCC"),
    )


@criterion(TEST)
def after_window():
    """Taken after the window."""
    return day_of_coverage(test.date) > p.initial_period_days


@criterion(TEST)
def qualifies_again_awake():
    """A sound test at rest or in exercise that qualifies for Group I or II."""
    return (at_rest & (group_1_at_rest | group_2_at_rest)) | group_1_in_exercise | group_2_in_exercise


@criterion(TEST)
def qualifies_again():
    """A sound test that qualifies for Group I or II, in whatever state."""
    return qualifies_again_awake | (in_sleep & (group_1_in_sleep | group_2_in_sleep))


@criterion(TEST)
def renews_group_2():
    """A qualifying repeat test in the window."""
    return qualifies_again & within_window


@criterion(TEST)
def renews_group_2_awake():
    """A qualifying repeat test in the window, taken awake."""
    return qualifies_again_awake & within_window


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
def some_test_renews_group_2():
    """A qualifying repeat test in the window, in whatever state."""
    return exists(TEST, renews_group_2)


@criterion()
def renewed_in_sleep_alone():
    """A repeat test in sleep renews portable equipment: inference, since portable equipment requires a test taken awake."""
    return open_question(
        "whether a repeat test in sleep renews a portable unit, which no test in sleep qualifies at the start",
        lenient=some_test_renews_group_2,
        strict=nothing,
        authority=("A52514, Continued payment", "L33797, Portable oxygen systems"),
    )


@criterion()
def retested_in_group_2():
    """For Group II: a repeat test that qualifies again, for portable equipment awake."""
    for_portable = exists(TEST, renews_group_2_awake) | renewed_in_sleep_alone
    return (is_for_portable & for_portable) | (~is_for_portable & some_test_renews_group_2)


@criterion()
def retest_turned_hypoxemic():
    """For Group III: a repeat test that now shows hypoxemia; the policy asks for a normal one."""
    return open_question(
        "whether a repeat test that now shows hypoxemia renews oxygen that began in Group III: the statute asks for a "
        "test that shows the need, the policy for one that again shows no hypoxemia",
        lenient=some_test_renews_group_2,
        strict=nothing,
        authority=("SSA1834, (a)(5)(E)", "A52514, Continued payment"),
    )


@criterion()
def retested_in_group_3():
    """For Group III: a repeat test that again shows no hypoxemia."""
    return exists(TEST, renews_group_3) | retest_turned_hypoxemic


@criterion()
def retested():
    """The repeat test that the group requires was taken in its window."""
    return (renewed_as_group_2 & retested_in_group_2) | (~renewed_as_group_2 & retested_in_group_3)


@criterion()
def retested_late():
    """The repeat test that the group requires was taken after its window."""
    return (renewed_as_group_2 & exists(TEST, late_for_group_2)) | (
        ~renewed_as_group_2 & exists(TEST, late_for_group_3)
    )


@criterion()
def window_within_emergency():
    """The whole window for the repeat test lay in the public health emergency."""
    first = line.initial_date + pl.duration(days=p.retest_first_day)
    last = line.initial_date + pl.duration(days=p.initial_period_days)
    return (first >= p.emergency_first_day) & (last <= p.emergency_last_day)


@criterion()
def window_touches_emergency():
    """A part of the window for the repeat test lay in the public health emergency."""
    first = line.initial_date + pl.duration(days=p.retest_first_day)
    last = line.initial_date + pl.duration(days=p.initial_period_days)
    return (last >= p.emergency_first_day) & (first <= p.emergency_last_day)


@criterion(authority="PHE", met="the repeat test fell due in the public health emergency, while it was not enforced")
def retest_waived():
    """The repeat test fell due in the public health emergency; a window partly outside it is open."""
    return open_question(
        "whether a repeat test is waived that fell due partly inside and partly outside the public health emergency",
        lenient=window_touches_emergency,
        strict=window_within_emergency,
        authority="PHE",
    )


@criterion(
    not_met="no repeat test of the kind that the group requires was taken between day {p.retest_first_day} and day "
    "{p.initial_period_days} after {line.initial_date}",
    unknown="whether a repeat test was taken between day {p.retest_first_day} and day {p.initial_period_days} after "
    "{line.initial_date} is not documented",
    ask=RETEST,
)
def retest_renews():
    """A repeat test in its window, unless it was waived; what a later one is worth is open."""
    later_test = open_question(
        "whether a repeat test after day {p.initial_period_days} renews the coverage: the policy lets payment resume, at the "
        "month of the cycle where it stopped, once test, evaluation and new order exist; it asks for a test by day "
        "{p.initial_period_days}",
        lenient=retested_late,
        strict=nothing,
        authority=STATUTE,
    )
    return retested | retest_waived | later_test


# --- the new order ----------------------------------------------------------------------------------------------------


@criterion(ORDER)
def dated_in_time_for_renewal():
    """Dated after the first 60 days of the coverage."""
    return day_of_coverage(order.order_date) >= p.retest_first_day - 1


@criterion(ORDER)
def renewing_order():
    """A complete new order for the line, dated by the service date."""
    return complete_order_for_this_code & dated_in_time_for_renewal & dated_by_service_date


@criterion(
    ORDER,
    met="the new order {order.id} is dated {order.order_date}, after the service date",
)
def late_renewing_order():
    """A complete new order for the line, dated after the service date."""
    return complete_order_for_this_code & dated_in_time_for_renewal & ~dated_by_service_date


@criterion(
    not_met="no new order after the repeat test is on file",
    unknown="whether a new order was written after the repeat test is not documented",
    ask=Cure("obtain the new standard written order", "the treating practitioner"),
)
def has_renewing_order():
    """A new complete order was written at the time of the repeat test or later."""
    return exists(ORDER, renewing_order, among=orders_this_code)


@criterion()
def order_came_late():
    """The only new order is dated after the service date."""
    return exists(ORDER, late_renewing_order) & ~has_renewing_order
