"""A line with GZ is denied without a look at the records, a covered one too."""

from oxyclaim.engine.words import Kind, Stage, criterion, p, rule
from oxyclaim.policy.rules.scrub.coded_abn_modifiers.criteria import RIGHTLY, lacks
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import is_coded_oxygen


@criterion(not_met="{p.modifier_no_notice} is on the line")
def not_coded_without_notice():
    """The line does not say that a denial is expected and no ABN is on file."""
    return lacks(p.modifier_no_notice)


@rule(
    "SCR-300",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_oxygen,
    requires=not_coded_without_notice,
    in_force=("2018-08-01", None),
    authority=("N18", "MM7228", "NHIA"),
    sentence="Denied automatically, whatever the records show, at the supplier's cost: {reasons}.",
    cure=RIGHTLY,
    denial="CO-50, GZ",
)
def denied_with_gz():
    """A line with GZ is denied without a look at the records, a covered one too."""
