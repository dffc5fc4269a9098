"""Group III beside a diagnosis of hypoxemia."""

from oxyclaim.engine.grains import DIAGNOSIS
from oxyclaim.engine.words import Effect, Stage, criterion, diagnosis, exists, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.coverage.groups.any_group.rule import only_in_group_3


@criterion(DIAGNOSIS, met="diagnosis {diagnosis.icd10} is one of hypoxemia")
def hypoxemia_diagnosed():
    """A diagnosis of hypoxemia, or of respiratory failure with hypoxia."""
    return diagnosis.icd10.str.replace_all(".", "", literal=True).is_in(p.diagnoses_against_group_3)


@criterion()
def equipment_in_group_3():
    """Oxygen equipment that only Group III covers."""
    return is_rental_equipment & only_in_group_3


@criterion(unknown="the diagnoses are not documented")
def no_hypoxemia_diagnosed():
    """No diagnosis of hypoxemia."""
    return ~exists(DIAGNOSIS, hypoxemia_diagnosed)


@rule(
    "COV-130",
    stage=Stage.COVERAGE,
    applies=equipment_in_group_3,
    requires=no_hypoxemia_diagnosed,
    not_met=Effect.REVIEW,
    in_force=("2024-04-01", None),
    authority="A52514-2024",
    sentence="A diagnosis of hypoxemia is said not to support Group III, which stands for its absence: {reasons}.",
    denial="CO-50, N115",
)
def group_3_diagnosis():
    """From 2024-04-01 the policy article is reported to name five diagnoses that do not support Group III."""
