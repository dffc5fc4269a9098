"""From 2024-04-01 the policy article is reported to name five diagnoses that do not support N3."""

from oxyclaim.engine.words import Effect, Stage, criterion, line, rule
from oxyclaim.policy.rules.scrub.coded_diagnosis.criteria import CHECK, is_coded_group_3


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
