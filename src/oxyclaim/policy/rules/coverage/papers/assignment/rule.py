"""Before the delivery the supplier says whether it will accept assignment for all months."""

from oxyclaim.engine.words import Cure, Kind, Stage, criterion, line, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment


@criterion(
    not_met="the patient was not told",
    unknown="that the patient was told is not documented (coverage: assignment_disclosed)",
    ask=Cure("find the signed intake paper that tells it", "the supplier's records"),
)
def assignment_was_disclosed():
    """Before the delivery the patient was told whether assignment will be accepted for all months of the rental."""
    return line.assignment_disclosed


@rule(
    "PAP-240",
    stage=Stage.COVERAGE,
    kind=Kind.NOTE,
    applies=is_rental_equipment,
    requires=assignment_was_disclosed,
    in_force=("2007-01-01", None),
    authority="42CFR414.226, (i)(3)",
    sentence="Before the delivery the supplier tells the patient whether it will accept assignment for all months of the "
    "rental: {reasons}.",
)
def assignment_disclosure():
    """The supplier discloses before the delivery whether it will accept assignment of all monthly rental claims.

    It bears on no month's payment; the checklist lists it.
    """
