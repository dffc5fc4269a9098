"""A line holds four modifiers; of more, 99 in the fourth slot and all of them in the narrative."""

from oxyclaim.engine.words import Kind, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import RESUBMIT, is_coded


@criterion(not_met="{line.modifiers} are more than a line holds, and 99 does not stand in the last slot")
def fits_the_slots():
    """At most four modifiers."""
    return line.modifiers.list.len() <= p.modifier_slots


@rule(
    "SCR-150",
    snip_level=6,
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded,
    requires=fits_the_slots,
    in_force=("2009-09-25", None),
    authority=("NMODS", "CMS99"),
    sentence="Rejected: {reasons}.",
    cure=RESUBMIT,
    denial="CO-4, N519, MA130",
)
def modifiers_fit_the_line():
    """A line holds four modifiers; of more, 99 in the fourth slot and all of them in the narrative."""
