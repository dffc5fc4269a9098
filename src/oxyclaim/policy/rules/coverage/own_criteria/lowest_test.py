"""Who settles by what values a patient qualifies is told where the lowest test is one that the payer does not
take.
"""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.own_criteria.criteria import lowest_test_counts
from oxyclaim.policy.rules.coverage.own_criteria.shared import equipment_with_limits_only, equipment_without_criteria


@criterion()
def left_to_a_person():
    """Equipment with limits on tests only, of which a person decides whether the patient qualifies."""
    return equipment_with_limits_only & equipment_without_criteria


@rule(
    "PAY-115",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=left_to_a_person,
    requires=lowest_test_counts,
    not_met=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The lowest test on file does not count with this payer: {reasons}.",
    if_unknown="Whether the lowest test on file counts with this payer is not documented: {reasons}.",
    cure=Cure(
        "decide on the tests that count, or have the patient tested again", "the treating practitioner", Helps.LATER
    ),
)
def lowest_test():
    """Who settles by what values a patient qualifies is told where the lowest test is one that the payer does not take."""
