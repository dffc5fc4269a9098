"""Until 2022: severe lung disease, or symptoms of hypoxia expected to improve with oxygen."""

from oxyclaim.engine.words import Effect, Stage, clinical, criterion, rule
from oxyclaim.policy.rules.coverage.before_2023.criteria import IN_FORCE, NOTE, judged_by_older_policy, while_asked


@criterion(
    documents="lung_disease_or_hypoxia_symptoms",
    not_met="the record shows neither severe lung disease nor symptoms of hypoxia that oxygen might improve",
    unknown="severe lung disease, or symptoms of hypoxia expected to improve with oxygen, are not documented",
    ask=NOTE,
)
def lung_disease_or_symptoms():
    """Severe lung disease, or symptoms of hypoxia expected to improve."""
    return clinical.lung_disease_or_hypoxia_symptoms


@criterion()
def older_diagnosis_criterion():
    """Severe lung disease or symptoms of hypoxia, while the policy asked for it."""
    return while_asked(lung_disease_or_symptoms, "severe lung disease or symptoms of hypoxia")


@rule(
    "COV-600",
    stage=Stage.COVERAGE,
    applies=judged_by_older_policy,
    requires=older_diagnosis_criterion,
    not_met=Effect.NOT_COVERED,
    in_force=IN_FORCE,
    authority=("L33797-2020", "NCD240.2-1"),
    sentence="Before 2023 oxygen required severe lung disease or symptoms of hypoxia: {reasons}.",
    asserts="coverage",
    denial="CO-50, N115",
)
def older_diagnosis():
    """Until 2022: severe lung disease, or symptoms of hypoxia expected to improve with oxygen."""
