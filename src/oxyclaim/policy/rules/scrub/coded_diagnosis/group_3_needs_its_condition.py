"""Under N3 any other diagnosis than cluster headache goes to a person."""

from oxyclaim.engine.words import Effect, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.scrub.coded_diagnosis.criteria import CHECK, is_coded_group_3


@criterion(
    not_met="no diagnosis of the claim is cluster headache, the one condition that the policy names",
    unknown="the diagnoses of the claim are not known",
)
def group_3_condition_on_claim():
    """The claim carries a diagnosis that the policy names for Group III."""
    return line.icd10.list.set_intersection(p.group_3_diagnoses).list.len() > 0


@rule(
    "SCR-500",
    stage=Stage.SCRUB,
    applies=is_coded_group_3,
    requires=group_3_condition_on_claim,
    not_met=Effect.REVIEW,
    in_force=("2023-04-01", None),
    authority=("L33797, Group III", "CGSN3", "NMOD"),
    sentence="N3 says that the patient has no hypoxemia, and a condition that oxygen is shown to improve without it: "
    "{reasons}. Most lines with N3 that were reviewed were denied.",
    if_unknown="Whether the diagnoses fit N3 is not known: {reasons}.",
    cure=CHECK,
)
def group_3_needs_its_condition():
    """Under N3 any other diagnosis than cluster headache goes to a person.

    The contractor judges other conditions by the evidence; a probe of 100 claims with N3 ended with 84 denied, mostly
    of patients who are not in Group III.
    """
