"""An order dated after the service date is good enough if it is in hand before the claim."""

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import Cure, Kind, Stage, criterion, exists, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import (
    complete_order_for_this_code,
    dated_by_service_date,
    has_written_order,
    orders_this_code,
)


@criterion(ORDER)
def ordered_by_service_date():
    """A complete order for the line, dated on or before the service date."""
    return complete_order_for_this_code & dated_by_service_date


@criterion()
def has_order_of_the_time():
    """A complete order for the line is dated on or before the service date."""
    return exists(ORDER, ordered_by_service_date, among=orders_this_code, none="no order for {line.code} is on file")


@criterion()
def equipment_with_order():
    """Oxygen equipment with a complete order in hand; where there is none, that alone decides."""
    return is_rental_equipment & has_written_order


@rule(
    "PAP-105",
    stage=Stage.COVERAGE,
    kind=Kind.NOTE,
    applies=equipment_with_order,
    requires=has_order_of_the_time,
    in_force=("2015-10-01", None),
    authority=("42CFR410.38, (d)(1)(ii)(B)", "PIM5, §5.2.3", "L33797, Initial coverage"),
    sentence="The order must reach the supplier before the claim, and it does; a reviewer will ask why the oxygen was "
    "furnished before it was written: {reasons}.",
    cure=Cure(
        "keep the note that shows that the practitioner found oxygen necessary by then", "the treating practitioner"
    ),
)
def order_after_service_date():
    """An order dated after the service date is good enough if it is in hand before the claim.

    Equipment that needs its order before the delivery is judged by that rule.
    """
