"""The pricing modifier of the first slot."""

from oxyclaim.engine.words import Stage, first_of, line, output
from oxyclaim.policy.rules.coverage.purchase.rule import not_sold


@output(Stage.CODING, not_sold)
def pricing_modifier(rented):
    """RR for a rental, NU for a sale."""
    return first_of((rented, "RR"), otherwise="NU")


@output(Stage.CODING)
def units_to_bill():
    """One unit a rental month."""
    return (line.line_number > 0).cast(int)
