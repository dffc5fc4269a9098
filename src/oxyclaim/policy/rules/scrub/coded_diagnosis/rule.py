"""N3 on a line, beside the diagnoses that the claim carries."""

from oxyclaim.engine.grains import LINE
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, derived, line, p, rule
from oxyclaim.policy.rules.scrub.coded_modifiers.rule import is_coded_equipment

CHECK = Cure("make sure which group the tests show, and correct the modifier or the diagnoses", "the biller")


@criterion()
def has_group_3_modifier():
    """N3 is on the line."""
    return line.modifiers.list.contains(p.modifier_group_3).fill_null(False)


@criterion()
def group_not_shown():
    """The documents do not show the group; where they do, the modifier is held against it (COD-130)."""
    return line.group.is_null()


@criterion()
def is_coded_group_3():
    """A coded line of oxygen equipment with N3, whose group no document shows."""
    return is_coded_equipment & has_group_3_modifier & group_not_shown


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


@derived(LINE)
def hypoxemia_on_claim():
    """The diagnoses of hypoxemia on the claim."""
    return line.icd10.list.set_intersection(p.diagnoses_against_group_3).list.sort()


@criterion(
    not_met="{line.hypoxemia_on_claim} is a diagnosis of hypoxemia",
    unknown="the diagnoses of the claim are not known",
)
def no_hypoxemia_on_claim():
    """The claim carries no diagnosis of hypoxemia."""
    return line.hypoxemia_on_claim.list.len() == 0


@rule(
    "SCR-510",
    stage=Stage.SCRUB,
    applies=is_coded_group_3,
    requires=no_hypoxemia_on_claim,
    not_met=Effect.REVIEW,
    in_force=("2024-04-01", None),
    authority="A52514-2024",
    sentence="N3 stands for the absence of hypoxemia, and the claim says otherwise: {reasons}.",
    if_unknown="Whether a diagnosis speaks against N3 is not known: {reasons}.",
    cure=CHECK,
)
def group_3_beside_hypoxemia():
    """From 2024-04-01 the policy article is reported to name five diagnoses that do not support N3."""
