"""One stationary and one portable code a month; one device under two codes goes to a person unless it is both."""

from oxyclaim.engine.grains import OTHER_LINE
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, other_line, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.coverage.one_unit_a_month.criteria import same_month, yields_to


@criterion(OTHER_LINE)
def same_kind_same_month():
    """The other line bills the same kind of equipment within the same rental month, and does not yield to this one."""
    yields = yields_to(other_line.code, line.code).fill_null(False)
    return (other_line.equipment == line.equipment) & same_month() & ~yields


def _device_for_both():
    """Whether the two lines bill, as portable and as stationary, one device that is said to be both."""
    pair = (
        (line.code.is_in(p.both_uses_portable_codes) & other_line.code.is_in(p.both_uses_stationary_codes))
        | (line.code.is_in(p.both_uses_stationary_codes) & other_line.code.is_in(p.both_uses_portable_codes))
    ).fill_null(False)
    said = line.device_runs_as_stationary.eq_missing(True) | other_line.device_runs_as_stationary.eq_missing(True)
    denied = line.device_runs_as_stationary.eq_missing(False) | other_line.device_runs_as_stationary.eq_missing(False)
    return pair & said & ~denied


@criterion(OTHER_LINE)
def other_has_another_code():
    """The other line bills another code."""
    return other_line.code != line.code


@criterion(OTHER_LINE)
def same_device():
    """The other line bills a device of the same serial number, and the device is not known to be both."""
    return ((other_line.device_serial == line.device_serial) & ~_device_for_both()).fill_null(False)


@criterion(OTHER_LINE)
def same_device_for_one_use():
    """The other line bills the same device under another code, and the device is not known to be both."""
    return other_has_another_code & same_device


@criterion(not_met="another {line.equipment} unit is billed for the same month")
def only_unit_of_its_kind():
    """No other line bills the same kind of equipment for the month."""
    return ~exists(OTHER_LINE, same_kind_same_month)


@criterion(
    not_met="the same serial number {line.device_serial} stands on another line with another code, and nothing says that "
    "the device also runs 24 hours a day, 7 days a week, as a stationary concentrator (runs_as_stationary)"
)
def device_billed_once():
    """No other line bills this device under another code, unless it is a portable and a stationary concentrator."""
    return ~exists(OTHER_LINE, same_device_for_one_use)


@criterion()
def one_unit_and_one_code():
    """The only unit of its kind this month, under one code."""
    return only_unit_of_its_kind & device_billed_once


@rule(
    "COV-420",
    roles=Role.SECOND_UNIT,
    stage=Stage.COVERAGE,
    applies=is_rental_equipment,
    requires=one_unit_and_one_code,
    not_met=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority=("A52514", "HCPCS"),
    sentence="One stationary and one portable unit are paid a month, and one device is billed under two codes only if it "
    "is both: {reasons}.",
    cure=Cure("take out the line that should not be there, or show by the coding list or the maker that the device is both",
              "the biller"),
    denial="CO-119, M86",
)  # fmt: skip
def one_unit_a_month_of_each_kind():
    """One stationary and one portable code a month; one device under two codes goes to a person unless it is both.

    A portable concentrator that also runs 24 hours a day, 7 days a week, as a stationary one is billed under both codes;
    the coding list or the maker says so. A serial number that is not given cannot show a double: the supplier's own
    records would.
    """
