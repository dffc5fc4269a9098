"""RA and RB exclude each other: the one replaces the item, the other a part of it."""

from oxyclaim.engine.words import Kind, Stage, criterion, p, rule
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import RESUBMIT, count, is_coded


@criterion(not_met="it is coded {line.modifiers}")
def replacement_or_repair():
    """Not both a replacement (RA) and a part of a repair (RB)."""
    return count(p.replacement_or_repair_modifiers) <= 1


@rule(
    "SCR-115",
    snip_level=6,
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded,
    requires=replacement_or_repair,
    in_force=("2009-01-01", None),
    authority=("NRA", "OTHERMOD"),
    sentence="Rejected: a line is a replacement or a repair, not both: {reasons}.",
    cure=RESUBMIT,
    denial="CO-4, N519, MA130",
)
def replacement_excludes_repair():
    """RA and RB exclude each other: the one replaces the item, the other a part of it."""
