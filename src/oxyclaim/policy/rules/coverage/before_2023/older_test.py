"""Until 2022: tested within 30 days before the initial certification, or within 2 days before discharge."""

from oxyclaim.engine.grains import TEST
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, p, rule, test
from oxyclaim.policy.rules.coverage.before_2023.criteria import IN_FORCE, NOTE, judged_by_older_policy, while_asked
from oxyclaim.policy.rules.coverage.qualifying_test.criteria import before_discharge, ordered


@criterion(
    TEST,
    met="test {test.id} of {test.date}",
    not_met="test {test.id} of {test.date} is not within {p.certification_days} days before the start "
    "{line.rental_start}",
    unknown="test {test.id}: its date, or the start of the rental, is not documented",
    ask=NOTE,
)
def tested_shortly_before_start():
    """Within 30 days before the initial date; a test before discharge has its own window."""
    days = (line.rental_start - test.date).dt.total_days()
    return (days >= 0) & (days <= p.certification_days)


@criterion(TEST)
def timely_test():
    """Ordered, and taken within 30 days before the initial date or within the window before discharge."""
    return ordered & (tested_shortly_before_start | before_discharge)


@criterion(ask=NOTE)
def tested_before_start():
    """The patient was tested within 30 days before the initial date."""
    return exists(TEST, timely_test, none="no test is on file")


@criterion()
def older_test_criterion():
    """Tested within 30 days before the initial date, while the policy asked for it."""
    return while_asked(tested_before_start, "a test within {p.certification_days} days before the start")


@rule(
    "COV-630",
    stage=Stage.COVERAGE,
    applies=judged_by_older_policy,
    requires=older_test_criterion,
    not_met=Effect.NOT_COVERED,
    in_force=IN_FORCE,
    authority=("IOM-CMN", "L33797-2020"),
    sentence="Before 2023 the test had to fall within {p.certification_days} days before the initial certification: "
    "{reasons}.",
    cure=Cure(
        "find a test of those days in the records; a later one does not cover this month", "the treating practitioner"
    ),
    asserts="coverage",
    denial="CO-50, N115",
)
def older_test():
    """Until 2022: tested within 30 days before the initial certification, or within 2 days before discharge."""
