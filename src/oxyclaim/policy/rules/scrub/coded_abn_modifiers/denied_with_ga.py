"""A line with GA is denied; the patient is liable if the ABN is valid."""

from oxyclaim.engine.words import Kind, Stage, criterion, p, rule
from oxyclaim.policy.rules.scrub.coded_abn_modifiers.criteria import RIGHTLY, lacks
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import is_coded_oxygen


@criterion(not_met="{p.modifier_notice_on_file} is on the line")
def not_coded_with_notice():
    """The line does not say that a denial is expected and an ABN is on file."""
    return lacks(p.modifier_notice_on_file)


@rule(
    "SCR-310",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_oxygen,
    requires=not_coded_with_notice,
    in_force=("2018-08-01", None),
    authority=("N18", "NUPG", "NHIA"),
    sentence="Denied as not reasonable and necessary, as the line itself says: {reasons}.",
    cure=RIGHTLY,
    denial="PR-50, GA",
)
def denied_with_ga():
    """A line with GA is denied; the patient is liable if the ABN is valid."""
