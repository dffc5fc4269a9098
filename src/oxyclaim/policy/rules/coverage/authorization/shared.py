"""Prior authorization as part of the verdict."""

from oxyclaim.engine.words import criterion
from oxyclaim.policy.rules.coverage.authorization.criteria import authorization_needed
from oxyclaim.policy.rules.coverage.equipment.rule import is_oxygen_item


@criterion()
def item_that_needs_one():
    """An oxygen item that needs an authorization."""
    return is_oxygen_item & authorization_needed
