"""A claim carries the patient, the payer, the supplier, the ordering practitioner, a diagnosis and a charge."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_oxygen_item


@criterion(not_met="the case lacks {line.missing_claim_data}")
def claim_data_complete():
    """Everything that the claim must carry is in the case."""
    return line.missing_claim_data.list.len() == 0


@rule(
    "CLM-100",
    last_told=1,
    roles=Role.CASE_FILE,
    stage=Stage.SCRUB,
    applies=is_oxygen_item,
    requires=claim_data_complete,
    not_met=Effect.HOLD,
    in_force=("2012-01-01", None),
    authority=("X222", "CGSPECOS"),
    sentence="The claim cannot be written: {reasons}.",
    cure=Cure("add it to the case file", "the supplier's records"),
)
def claim_data():
    """A claim carries the patient, the payer, the supplier, the ordering practitioner, a diagnosis and a charge."""
