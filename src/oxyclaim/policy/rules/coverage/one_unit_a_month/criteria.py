"""One stationary and one portable unit a month, and not one device for both."""

from oxyclaim.engine.words import line, other_line, p


def same_month():
    """Less than 28 days lie between the two lines."""
    return (other_line.service_date - line.service_date).dt.total_days().abs() < 28


def yields_to(code, beside):
    """Whether portable equipment of this code is not billed beside that, which fills such containers at home."""
    gas = code.is_in(p.gas_equipment_codes) & beside.is_in(p.home_filled_gas_codes)
    liquid = code.is_in(p.liquid_equipment_codes) & beside.is_in(p.home_filled_liquid_codes)
    return gas | liquid
