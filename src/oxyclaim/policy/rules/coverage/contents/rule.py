"""Contents are paid apart after the paid rental months of gaseous or liquid equipment, or for a portable unit alone."""

from oxyclaim.engine.grains import ORDER, OTHER_LINE
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, exists, line, order, other_line, p, rule
from oxyclaim.policy.rules.coverage.after_paid_months.criteria import (
    last_month_ends,
    paid_months_used_up,
    stationary_unit_too,
)
from oxyclaim.policy.rules.coverage.equipment.rule import is_contents
from oxyclaim.policy.rules.coverage.papers.written_order.rule import complete_order_for_this_code
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_ledger, rental_start_known
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY

NOT_APART = Cure("do not bill the contents, and do not charge the patient", "the biller", Helps.NOT_TO_BE_BILLED)


def _are_contents_of(system):
    """The line's contents are for this equipment: gas for gas, liquid for liquid."""
    gas = system.is_in(p.gas_equipment_codes) & line.code.is_in(p.gas_contents_codes)
    liquid = system.is_in(p.liquid_equipment_codes) & line.code.is_in(p.liquid_contents_codes)
    return gas | liquid


@criterion(
    authority="VGMCON",
    not_met="the last paid rental month began on {ledger.rental.limit_day} and has not ended",
)
def last_month_has_ended():
    """The last paid rental month ended before the service date."""
    return line.service_date > last_month_ends()


@criterion(
    authority=("CMS2009", "IOM100-04, ch. 20 §30.6.3"),
    not_met="the equipment of the last paid month was {ledger.rental.limit_label}, which is no gaseous or liquid equipment "
    "whose contents are {line.code}",
)
def contents_of_last_equipment():
    """The equipment of the last paid month is gaseous or liquid, and these are its contents."""
    return _are_contents_of(rental_ledger.limit_label)


@criterion(
    unknown="which {p.rental_months_paid} months of the {line.counted_kind} equipment Medicare has paid, and for which code, "
    "is not known",
    ask=HISTORY,
)
def after_its_paid_months():
    """The paid months of the equipment to which these contents belong have ended."""
    return paid_months_used_up & last_month_has_ended & contents_of_last_equipment


@criterion()
def after_the_rental():
    """After the paid rental months of gaseous or liquid equipment, to which these contents belong."""
    return rental_start_known & after_its_paid_months


@criterion(not_met="{line.code} is not for portable equipment")
def is_portable_contents():
    """Contents for portable equipment."""
    return line.code.is_in(p.portable_contents_codes)


@criterion(OTHER_LINE)
def other_is_its_portable_unit():
    """The other line is the portable equipment to which these contents belong."""
    return (other_line.kind_of_code == "portable") & _are_contents_of(other_line.code)


@criterion(OTHER_LINE)
def other_is_portable_unit():
    """The other line is portable equipment."""
    return other_line.kind_of_code.eq_missing("portable")


@criterion()
def portable_unit_on_other_line():
    """Another line is portable equipment, which then tells what the patient has."""
    return exists(OTHER_LINE, other_is_portable_unit)


@criterion()
def portable_unit_of_last_month():
    """The portable equipment last paid is the one to which these contents belong."""
    return _are_contents_of(rental_ledger.last_label)


@criterion(
    not_met="no gaseous or liquid portable equipment is on file to which {line.code} belongs",
    unknown="which portable equipment the patient has is not known",
    ask=HISTORY,
)
def its_portable_unit():
    """The patient has the gaseous or liquid portable equipment to which these contents belong."""
    by_line = exists(OTHER_LINE, other_is_its_portable_unit)
    return by_line | (~portable_unit_on_other_line & portable_unit_of_last_month)


@criterion()
def portable_unit_alone():
    """Contents of a gaseous or liquid portable unit, of a patient without any stationary unit."""
    return is_portable_contents & ~stationary_unit_too & its_portable_unit


@criterion()
def contents_paid_apart():
    """After the paid rental months of their equipment, or for a portable unit alone."""
    return after_the_rental | portable_unit_alone


@rule(
    "COV-500",
    stage=Stage.COVERAGE,
    applies=is_contents,
    requires=contents_paid_apart,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2006-01-01", None),
    authority=("NPAY", "L33797, Refills of oxygen contents", "SSA1834, (a)(5)(F)", "IOM100-04, ch. 20 §30.6.3"),
    sentence="These contents are not paid apart: {reasons}.",
    if_unknown="Whether these contents are paid apart is not known: {reasons}.",
    cure=NOT_APART,
    denial="CO-97, M15",
)
def contents():
    """The monthly rental includes all contents, the portable ones too.

    Contents are paid apart from the day after the last paid rental month of the equipment of their own kind, and only
    if that was gaseous or liquid: concentrators and equipment that is filled at home have none. Portable contents are
    also paid for a patient with a portable unit only; the manual says so of owned equipment too. Any stationary unit
    rented within a lifetime counts as still there, since its supplier keeps furnishing it.
    """


@criterion()
def is_high_flow_code():
    """Its code is one of them."""
    return line.code.is_in(p.high_flow_contents_codes)


@criterion()
def is_high_flow_contents():
    """Contents that are believed to be for a high flow only."""
    return is_contents & is_high_flow_code


@criterion(
    ORDER,
    met="order {order.id}: {order.rate} liters per minute",
    not_met="order {order.id}: {order.rate} liters per minute",
    unknown="order {order.id}: the flow is not documented",
)
def order_above_4():
    """A complete order, dated by the service date, for more than 4 liters per minute."""
    return (order.rate > p.high_flow_above_lpm) & (order.order_date <= line.service_date)


@criterion(ORDER)
def complete_order_above_4():
    """A complete order for the line for more than 4 liters per minute."""
    return complete_order_for_this_code & order_above_4


@criterion(
    not_met="no complete order prescribes more than {p.high_flow_above_lpm} liters per minute",
    unknown="the flow ordered is not documented",
    ask=Cure("obtain the order with the flow", "the treating practitioner"),
)
def high_flow_ordered():
    """More than 4 liters per minute are prescribed."""
    return exists(ORDER, complete_order_above_4)


@rule(
    "COV-502",
    stage=Stage.COVERAGE,
    applies=is_high_flow_contents,
    requires=high_flow_ordered,
    not_met=Effect.REVIEW,
    in_force=("2019-01-01", None),
    authority="E0447FLOW",
    sentence="{line.code} is believed, not confirmed, to be for a flow above {p.high_flow_above_lpm} liters per minute: "
    "{reasons}.",
    cure=Cure("bill the contents without the high flow", "the biller"),
)
def high_flow_contents():
    """Portable liquid contents for a flow above 4 liters per minute have a code of their own."""


@criterion(not_met="{line.units} units are on the line", unknown="the number of units is not given")
def one_unit_of_contents():
    """One unit: contents for one month."""
    return line.units == p.units_per_month


@rule(
    "COV-503",
    stage=Stage.COVERAGE,
    applies=is_contents,
    requires=one_unit_of_contents,
    not_met=Effect.REVIEW,
    in_force=("2006-01-01", None),
    authority="VGMCON",
    sentence="Contents are a flat monthly amount, one unit a month; up to 3 months may be billed at once if the contents "
    "are used in all of them: {reasons}.",
    if_unknown="Contents are billed in units of one month: {reasons}.",
    cure=Cure("bill one unit for each month on its own day", "the biller"),
    denial="CO-151, N115",
)
def units_of_contents():
    """One unit of contents a month, whatever was delivered; several months at once are for a person."""
