"""Groups II and III are first covered for at most 90 days."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Effect, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.initial_period.criteria import RETEST, past_initial_period, retest_renews
from oxyclaim.policy.rules.ledger.replacement.criteria import is_replacement


@criterion()
def past_initial_period_of_first_rental():
    """Group II or III, after the first days, and not on equipment that replaces other equipment."""
    return past_initial_period & ~is_replacement


@rule(
    "COV-300",
    roles=Role.REPEAT_TEST,
    stage=Stage.COVERAGE,
    applies=past_initial_period_of_first_rental,
    requires=retest_renews,
    not_met=Effect.NOT_COVERED,
    in_force=("2015-10-01", None),
    authority=("SSA1834, (a)(5)(E)", "A52514, Continued payment", "NCC", "NCD240.2, D"),
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
    Group II a test that qualifies again, for Group III one that again shows no hypoxemia. What decides is the value
    with which the oxygen began; a lower one that is read later lifts neither the test nor the order. The days run
    from the first oxygen of this coverage, whichever unit it was. By the statute they begin with that day, by the
    contractors behind it: a test 60 or 90 days after it is for a person, and one 61 to 89 days after it is safe.
    """
