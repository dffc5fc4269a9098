"""A replacement opens no new 90 days and asks for no new test; the repeat test of the first rental must be shown."""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.initial_period.criteria import past_initial_period, retest_renews
from oxyclaim.policy.rules.ledger.replacement.criteria import is_replacement


@criterion()
def replacement_past_initial_period():
    """Group II or III, after the first days, on equipment that replaces other equipment."""
    return past_initial_period & is_replacement


@rule(
    "COV-301",
    stage=Stage.COVERAGE,
    applies=replacement_past_initial_period,
    requires=retest_renews,
    not_met=Effect.HOLD,
    in_force=("2015-10-01", None),
    authority=("SSA1834, (a)(5)(E)", "A52514, Continued payment", "NFAQ"),
    sentence="A replacement goes on with the coverage that a repeat test renewed in the replaced rental, and that test is "
    "not shown: {reasons}.",
    if_unknown="Whether a repeat test renewed the coverage of the replaced rental is not known: {reasons}.",
    cure=Cure(
        "find the repeat test of the replaced rental; a replacement asks for no new one", "the supplier's records"
    ),
    asserts="coverage",
    denial="CO-50, N115",
)
def replaced_initial_period():
    """A replacement opens no new 90 days and asks for no new test; the repeat test of the first rental must be shown."""
