"""One stationary and one portable unit a month, and not one device for both."""

from oxyclaim.engine.grains import OTHER_LINE
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, other_line, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment


@criterion(OTHER_LINE)
def same_kind_same_month():
    """The other line bills the same kind of equipment within the same rental month."""
    days = (other_line.service_date - line.service_date).dt.total_days().abs()
    return (other_line.equipment == line.equipment) & (days < 28)


@criterion(OTHER_LINE)
def same_device():
    """The other line bills another code for the same serial number."""
    return ((other_line.device_serial == line.device_serial) & (other_line.code != line.code)).fill_null(False)


@criterion(not_met="another {line.equipment} unit is billed for the same month")
def only_unit_of_its_kind():
    """No other line bills the same kind of equipment for the month."""
    return ~exists(OTHER_LINE, same_kind_same_month)


@criterion(not_met="the same serial number {line.device_serial} stands on another line with another code")
def device_billed_once():
    """No other line bills this device under another code."""
    return ~exists(OTHER_LINE, same_device)


@criterion()
def one_unit_and_one_code():
    """The only unit of its kind this month, under one code."""
    return only_unit_of_its_kind & device_billed_once


@rule(
    "COV-420",
    stage=Stage.COVERAGE,
    applies=is_rental_equipment,
    requires=one_unit_and_one_code,
    not_met=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority=("AAPC190960", "HCPCS"),
    sentence="One stationary and one portable unit are paid a month, and one device is not billed under two codes: "
    "{reasons}.",
    cure=Cure("take out the line that should not be there", "the biller"),
    denial="CO-119, M86",
)
def one_unit_a_month_of_each_kind():
    """One stationary and one portable code a month; one device for both goes to a person.

    A serial number that is not given cannot show a double: the supplier's own records would.
    """
