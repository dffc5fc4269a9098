"""The pricing modifier of the first slot."""

from oxyclaim.engine.words import Stage, first_of, output
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold


@output(Stage.CODING, not_sold)
def pricing_modifier(rented):
    """RR for a rental, NU for a sale."""
    return first_of((rented, "RR"), otherwise="NU")
