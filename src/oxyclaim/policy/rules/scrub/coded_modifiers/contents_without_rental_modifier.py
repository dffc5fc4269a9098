"""Contents carry no RR, NU or UE."""

from oxyclaim.engine.words import Kind, Stage, criterion, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_contents
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import RESUBMIT, count, is_coded


@criterion()
def is_coded_contents():
    """A coded line of contents."""
    return is_coded & is_contents


@criterion(not_met="contents are coded {line.modifiers}")
def no_pricing_modifier():
    """Neither RR nor a modifier of a sale or a visit."""
    return count(p.pricing_modifiers) == 0


@rule(
    "SCR-135",
    snip_level=6,
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_contents,
    requires=no_pricing_modifier,
    in_force=("2006-01-01", None),
    authority="OTHERMOD",
    sentence="Rejected: contents are neither rented nor sold with a modifier: {reasons}.",
    cure=RESUBMIT,
    denial="CO-4, N519, MA130",
)
def contents_without_rental_modifier():
    """Contents carry no RR, NU or UE."""
