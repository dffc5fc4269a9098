"""Until 2022: other treatment was tried, or considered and found ineffective."""

from oxyclaim.engine.words import Effect, Stage, clinical, criterion, rule
from oxyclaim.policy.rules.coverage.before_2023.criteria import IN_FORCE, NOTE, judged_by_older_policy, while_asked


@criterion(
    documents="other_treatment_tried",
    not_met="the record says that no other treatment was tried or considered",
    unknown="that other treatment was tried, or considered and found ineffective, is not documented",
    ask=NOTE,
)
def other_treatment_tried():
    """Other treatment was tried, or considered and found ineffective."""
    return clinical.other_treatment_tried


@criterion()
def older_treatment_criterion():
    """Other treatment was tried or considered, while the policy asked for it."""
    return while_asked(other_treatment_tried, "other treatment to be tried or considered first")


@rule(
    "COV-610",
    stage=Stage.COVERAGE,
    applies=judged_by_older_policy,
    requires=older_treatment_criterion,
    not_met=Effect.NOT_COVERED,
    in_force=IN_FORCE,
    authority=("NCD240.2-1", "L33797-2020"),
    sentence="Before 2023 other treatment had to be tried or considered first: {reasons}.",
    asserts="coverage",
    denial="CO-50, N115",
)
def older_treatment():
    """Until 2022: other treatment was tried, or considered and found ineffective."""
