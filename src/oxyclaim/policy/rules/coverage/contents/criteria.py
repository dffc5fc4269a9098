"""Contents are paid apart after the rental of the stationary equipment, or for a portable unit alone."""

from oxyclaim.engine.words import criterion, line, p
from oxyclaim.policy.rules.coverage.equipment.rule import is_contents


@criterion()
def is_high_flow_code():
    """Its code is one of them."""
    return line.code.is_in(p.high_flow_contents_codes)


@criterion()
def is_high_flow_contents():
    """Contents that are for a high flow only."""
    return is_contents & is_high_flow_code
