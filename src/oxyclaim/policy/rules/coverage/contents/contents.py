"""The payment of stationary equipment includes all contents, the portable ones too."""

import polars as pl

from oxyclaim.engine.grains import OTHER_LINE
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, exists, line, other_line, p, rule
from oxyclaim.policy.rules.coverage.contents.equipment_filled import (
    changed_by_later_order,
    contents_of_last_equipment,
    its_portable_unit,
    stationary_unit_too,
)
from oxyclaim.policy.rules.coverage.contents.stationary_rental import stationary_rental_over
from oxyclaim.policy.rules.coverage.equipment.rule import is_contents
from oxyclaim.policy.rules.ledger.acquisition.criteria import patients_own
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_start_known

NOT_APART = Cure("do not bill the contents, and do not charge the patient", "the biller", Helps.NOT_TO_BE_BILLED)


@criterion()
def is_stationary_contents():
    """Contents for stationary equipment."""
    return line.kind_of_code == "stationary contents"


@criterion(not_met="{line.code} is not for portable equipment")
def is_portable_contents():
    """Contents for portable equipment."""
    return line.code.is_in(p.portable_contents_codes)


@criterion(OTHER_LINE, met="line {other_line.line_number} bills it for this month")
def other_is_paid_stationary_month():
    """The other line is a stationary rental month within its paid months by the calendar, or a replacement's."""
    days = (other_line.service_date - line.service_date).dt.total_days().abs()
    rented = (other_line.equipment == "stationary") & (other_line.acquisition == "rental") & (days < 28)
    ends = other_line.rental_start.dt.offset_by(p.rental_months_paid.cast(pl.String) + "mo")
    return (rented & (other_line.replaced_reason.is_not_null() | (other_line.service_date < ends))).fill_null(False)


@criterion(not_met="another line bills a rental month of stationary equipment, whose payment includes contents")
def no_stationary_month_beside():
    """No other line bills a paid rental month of stationary equipment for this month."""
    return ~exists(OTHER_LINE, other_is_paid_stationary_month)


@criterion()
def after_the_stationary_rental():
    """After the rental of the stationary equipment, whose payment includes all contents."""
    return rental_start_known & stationary_rental_over & no_stationary_month_beside


@criterion()
def stationary_contents_paid():
    """Stationary contents after the rental: of the equipment of its last month, or of equipment ordered later."""
    filled = contents_of_last_equipment | changed_by_later_order
    return is_stationary_contents & after_the_stationary_rental & filled


@criterion()
def portable_contents_paid():
    """Portable contents after the stationary rental, whether or not the portable unit's own rental has ended."""
    filled = its_portable_unit | changed_by_later_order
    return is_portable_contents & after_the_stationary_rental & filled


@criterion()
def portable_unit_alone():
    """Contents of a gaseous or liquid portable unit, of a patient without any stationary unit."""
    return is_portable_contents & ~stationary_unit_too & its_portable_unit


@criterion()
def contents_paid_apart():
    """After the stationary rental, for a portable unit alone, or for equipment that the patient owns."""
    return stationary_contents_paid | portable_contents_paid | portable_unit_alone | patients_own


@rule(
    "COV-500",
    stage=Stage.COVERAGE,
    applies=is_contents,
    requires=contents_paid_apart,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2006-01-01", None),
    authority=("A52514", "42CFR414.226", "NPAY", "SSA1834, (a)(5)(F)", "IOM100-04, ch. 20 §30.6.3"),
    sentence="These contents are not paid separately: {reasons}.",
    if_unknown="Whether these contents are paid separately is not known: {reasons}.",
    cure=NOT_APART,
    denial="CO-97, M15",
)
def contents():
    """The payment of stationary equipment includes all contents, the portable ones too.

    They are paid apart once the rental of the *stationary* equipment has ended: stationary contents if the equipment of
    its last month was gaseous or liquid, portable contents for a gaseous or liquid portable unit, even while that unit's
    own rental goes on. Equipment that the practitioner changed to gaseous or liquid later counts too; concentrators and
    equipment that is filled at home have no contents. For a portable unit alone contents are paid from its first month
    until a stationary unit is added. Contents of equipment that the patient owns are paid in every month.
    """
