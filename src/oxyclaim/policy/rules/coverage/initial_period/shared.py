"""The first days of Groups II and III, before a repeat test must renew the coverage."""

import polars as pl

from oxyclaim.engine.roles import Yields
from oxyclaim.engine.words import Stage, line, output, p
from oxyclaim.policy.rules.coverage.initial_period.criteria import in_renewable_group, renewed_as_group_2, retest_waived
from oxyclaim.policy.rules.coverage.initial_period.first_oxygen import day_of_coverage


@output(Stage.COVERAGE, in_renewable_group, retest_waived, serves="COV-300", idle=pl.lit(None, pl.Date))
def retest_from(bound, waived):
    """The first safe day for the repeat test of a rental that is bound to one; null where it is waived or none is due."""
    return pl.when(bound & ~waived.fill_null(False)).then(line.initial_date + pl.duration(days=p.retest_first_day))


@output(Stage.COVERAGE, renewed_as_group_2, serves="COV-300", idle=pl.lit(None, pl.String), yields=Yields.TASK)
def next_task(as_group_2):
    """The repeat test that Groups II and III need, with the days that are safe; null for Group I and after the window."""
    again = pl.when(as_group_2).then(pl.lit("qualifying again")).otherwise(pl.lit("again without hypoxemia"))
    until = (
        pl.when(as_group_2)
        .then(pl.format("after day {}", p.initial_period_days))
        .otherwise(pl.format("after the days ordered, or after day {},", p.initial_period_days))
    )
    days = day_of_coverage(line.service_date)
    return pl.when(days <= p.initial_period_days).then(
        pl.format(
            "Repeat the blood gas study ({}) between {} and {}, have the practitioner evaluate it and write a new "
            "order: without them the months {} are not paid.",
            again,
            line.retest_from,
            line.initial_date + pl.duration(days=p.initial_period_days - 1),
            until,
        )
    )
