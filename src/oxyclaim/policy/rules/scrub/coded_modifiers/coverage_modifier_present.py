"""An oxygen line without a coverage or liability modifier is rejected."""

from oxyclaim.engine.words import Kind, Stage, criterion, p, rule
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import RESUBMIT, has, is_coded_oxygen


@criterion(not_met="none of {p.coverage_modifiers} is on the line")
def has_coverage_modifier():
    """A coverage or liability modifier is there."""
    return has(p.coverage_modifiers)


@rule(
    "SCR-100",
    snip_level=6,
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_oxygen,
    requires=has_coverage_modifier,
    in_force=("2018-08-01", None),
    authority=("N18", "NMOD", "A52514"),
    sentence="Rejected as missing information: {reasons}.",
    cure=RESUBMIT,
    denial="CO-4, N519, MA130",
)
def coverage_modifier_present():
    """An oxygen line without a coverage or liability modifier is rejected."""
