"""The first days of Groups II and III, before a repeat test must renew the coverage."""

import polars as pl

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import Effect, Stage, criterion, exists, line, order, output, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_portable
from oxyclaim.policy.rules.coverage.groups.group_1.criteria import in_group_1, in_group_1_awake
from oxyclaim.policy.rules.coverage.groups.group_2.criteria import in_group_2, in_group_2_awake
from oxyclaim.policy.rules.coverage.groups.group_3.criteria import in_group_3


@criterion()
def in_group_1_for_equipment():
    """Group I as it counts for this equipment."""
    return (in_group_1 & ~is_portable) | in_group_1_awake


@criterion()
def in_renewable_group():
    """Group II or III, not Group I, as it counts for this equipment."""
    return ~in_group_1_for_equipment & (in_group_2_awake | (in_group_2 & ~is_portable) | in_group_3)


@criterion(
    not_met="the rental began on {line.rental_start}, {p.initial_period_days} days or more before {line.service_date}",
    unknown="the first service date of this rental (rental_start) is not known",
)
def within_initial_period():
    """The service date lies in the first 90 days."""
    return (line.service_date - line.rental_start).dt.total_days() < p.initial_period_days


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
def initial_period_runs():
    """The initial days still run."""
    return within_initial_period & within_days_that_count


@rule(
    "COV-300",
    stage=Stage.COVERAGE,
    applies=in_renewable_group,
    requires=initial_period_runs,
    not_met=Effect.REVIEW,
    in_force=("2015-10-01", None),
    authority=("SSA1834, (a)(5)(E)", "NCC", "NCD240.2, D"),
    sentence="Groups II and III are first covered for {p.initial_period_days} days (Group III for the days ordered, if "
    "fewer); later months want a repeat test and a new order, which the rule book does not judge yet: {reasons}.",
    if_unknown="Whether the first days of Group II or III still run is not known: {reasons}.",
    denial="CO-50",
)
def initial_period():
    """Groups II and III are first covered for at most 90 days.

    A repeat test between day 61 and day 90, evaluated by the practitioner, and a new order renew them.
    """


@output(Stage.COVERAGE)
def next_task():
    """The repeat test that Groups II and III need, with its window; null for Group I."""
    again = pl.when(line.group == "II").then(pl.lit("qualifying again")).otherwise(pl.lit("again without hypoxemia"))
    until = (
        pl.when(line.group == "II")
        .then(pl.format("after day {}", p.initial_period_days))
        .otherwise(pl.format("after the days ordered, or after day {},", p.initial_period_days))
    )
    return pl.when(line.group.is_in(["II", "III"])).then(
        pl.format(
            "Repeat the blood gas study ({}) between {} and {}, have the practitioner evaluate it and write a new "
            "order: without them the months {} are not paid.",
            again,
            line.rental_start + pl.duration(days=p.retest_first_day),
            line.rental_start + pl.duration(days=p.initial_period_days),
            until,
        )
    )
