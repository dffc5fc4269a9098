"""The rule book holds no whole ICD-10-CM list: codes of other categories are for the coder to check."""

from oxyclaim.engine.words import Kind, Stage, criterion, line, rule
from oxyclaim.policy.rules.scrub.complete_diagnosis.criteria import is_oxygen_line


@criterion(not_met="{line.icd10_not_in_table}")
def all_in_table():
    """Every code belongs to a category that the table holds."""
    return line.icd10_not_in_table.list.len() == 0


@rule(
    "SCR-585",
    stage=Stage.SCRUB,
    kind=Kind.NOTE,
    applies=is_oxygen_line,
    requires=all_in_table,
    in_force=("2015-10-01", None),
    authority="ICD10CM-2026",
    sentence="Whether every diagnosis code of these categories is complete and in the year's list is not checked: {reasons}.",
)
def diagnosis_not_checked():
    """The rule book holds no whole ICD-10-CM list: codes of other categories are for the coder to check."""
