"""A line with GY is denied as excluded by law."""

from oxyclaim.engine.words import Kind, Stage, criterion, p, rule
from oxyclaim.policy.rules.scrub.coded_abn_modifiers.criteria import RIGHTLY, lacks
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import is_coded_oxygen


@criterion(not_met="{p.modifier_excluded} is on the line")
def not_coded_excluded():
    """The line does not say that the law excludes the item."""
    return lacks(p.modifier_excluded)


@rule(
    "SCR-320",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_oxygen,
    requires=not_coded_excluded,
    in_force=("2018-08-01", None),
    authority=("N18", "GNOTES", "NHIA"),
    sentence="Denied as no benefit, as the line itself says: {reasons}.",
    cure=RIGHTLY,
    denial="PR-96",
)
def denied_with_gy():
    """A line with GY is denied as excluded by law."""
