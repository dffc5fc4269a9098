"""The pricing modifier of the first slot."""

from oxyclaim.engine.roles import Yields
from oxyclaim.engine.words import Stage, first_of, line, output, p
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold


@output(Stage.CODING, not_sold, yields=Yields.PRICING, asserts="rental", place=1)
def pricing_modifier(rented):
    """RR for a rental, NU for a sale, UE where it is coded as used; MS for a maintenance visit, none for contents."""
    sold_used = line.modifiers.list.contains("UE").fill_null(False) | line.used_equipment.fill_null(False)
    of_equipment = first_of((rented, "RR"), (sold_used, "UE"), otherwise="NU")
    return first_of(
        (line.equipment == "maintenance", p.modifier_maintenance),
        (line.equipment == "contents", ""),
        otherwise=of_equipment,
    )
