"""A code that is not complete, or not in the year's list, cannot carry a line."""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, rule
from oxyclaim.policy.rules.scrub.complete_diagnosis.criteria import is_oxygen_line


@criterion(
    not_met="{line.icd10_faulty} is no complete code of {line.service_date}{line.icd10_faulty_lived}",
    unknown="the diagnoses of the claim are not known",
    ask=Cure("enter the diagnoses that the practitioner's note supports", "the biller"),
)
def in_the_table():
    """No code of a category that the table holds in full is missing there."""
    return line.icd10_faulty_categories.list.len() == 0


@criterion(not_met="{line.icd10_bare_categories} is a category, not a complete code")
def no_bare_category():
    """No code is a bare category that needs further characters; unknown years say nothing."""
    return line.icd10_bare_categories.list.len().fill_null(0) == 0


@criterion()
def complete_codes():
    """As far as the table goes, every diagnosis code is complete and in the list of the service date."""
    return in_the_table & no_bare_category


@rule(
    "SCR-580",
    stage=Stage.SCRUB,
    applies=is_oxygen_line,
    requires=complete_codes,
    not_met=Effect.HOLD,
    in_force=("2015-10-01", None),
    authority="ICD10CM-2026",
    sentence="A diagnosis must be a complete ICD-10-CM code of the service date: {reasons}.",
    if_unknown="Whether the claim's diagnoses are complete ICD-10-CM codes is not known: {reasons}.",
    cure=Cure("give the complete code that the practitioner's note supports", "the biller"),
    denial="16, M76",
)
def complete_diagnosis():
    """A code that is not complete, or not in the year's list, cannot carry a line.

    The table holds the categories that oxygen is ordered for. Of other codes, from October 2025 on, a bare category that is
    no code by itself is held too.
    """
