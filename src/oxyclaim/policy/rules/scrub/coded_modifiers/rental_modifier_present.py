"""A monthly rental line without RR is rejected."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Kind, Stage, criterion, p, rule
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import RESUBMIT, has, is_coded_equipment


@criterion(not_met="neither RR nor a sale modifier is on the line")
def has_pricing_modifier():
    """RR is there (or a modifier that means a sale or a maintenance visit)."""
    return has(p.pricing_modifiers)


@rule(
    "SCR-130",
    snip_level=6,
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_equipment,
    requires=has_pricing_modifier,
    in_force=("1989-06-01", None),
    authority=("NMODS", "NDEN"),
    sentence="Rejected: {reasons}; a rental month is billed with RR.",
    cure=RESUBMIT,
    denial="CO-4, N519, MA130",
    roles=Role.RENTAL_MODIFIER,
)
def rental_modifier_present():
    """A monthly rental line without RR is rejected."""
