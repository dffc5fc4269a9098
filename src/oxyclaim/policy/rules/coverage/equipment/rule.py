"""Which equipment a line's code stands for."""

import polars as pl

from oxyclaim.engine.grains import LINE, OTHER_LINE
from oxyclaim.engine.words import (
    Effect,
    Stage,
    criterion,
    derived,
    exists,
    line,
    other_line,
    p,
    rule,
)  # fmt: skip


@derived(LINE)
def equipment():
    """stationary, portable, purchase only, contents, maintenance, accessory, topical, or other."""
    visit = line.modifiers.list.contains(p.modifier_maintenance).fill_null(False)
    return (
        pl.when((line.acquisition.eq_missing("maintenance")) | visit)
        .then(pl.lit("maintenance"))
        .when(line.code.is_in(p.stationary_codes))
        .then(pl.lit("stationary"))
        .when(line.code.is_in(p.portable_codes))
        .then(pl.lit("portable"))
        .when(line.code.is_in(p.purchase_only_codes))
        .then(pl.lit("purchase only"))
        .when(line.code.is_in(p.contents_codes))
        .then(pl.lit("contents"))
        .when(line.code.is_in(p.accessory_codes))
        .then(pl.lit("accessory"))
        .when(line.code.is_in(p.topical_codes))
        .then(pl.lit("topical"))
        .otherwise(pl.lit("other"))
    )


@criterion()
def is_stationary():
    """Stationary equipment."""
    return line.equipment == "stationary"


@criterion()
def is_portable():
    """Portable equipment."""
    return line.equipment == "portable"


@criterion(not_met="{line.code} is not stationary or portable oxygen equipment")
def is_rental_equipment():
    """Stationary or portable equipment, rented month by month or sold."""
    return line.equipment.is_in(["stationary", "portable", "purchase only"])


@criterion()
def is_contents():
    """Oxygen contents."""
    return line.equipment == "contents"


@criterion()
def is_maintenance():
    """A maintenance visit."""
    return line.equipment == "maintenance"


@criterion()
def is_for_portable():
    """Portable equipment, its contents or a visit to it."""
    return line.counted_kind.eq_missing("portable")


@criterion()
def is_contents_or_visit():
    """Oxygen contents or a maintenance visit: what is paid after the paid rental months."""
    return is_contents | is_maintenance


@criterion()
def is_oxygen_item():
    """Equipment, contents or a maintenance visit: everything that carries a coverage modifier."""
    return is_rental_equipment | is_contents_or_visit


@criterion()
def is_accessory():
    """An accessory or a supply of oxygen equipment."""
    return line.equipment == "accessory"


@criterion()
def is_topical():
    """Topical oxygen."""
    return line.equipment == "topical"


@criterion(not_met="{line.code} is not one of the codes that the rule book judges")
def is_in_the_family():
    """A code of the oxygen family, or an accessory of it."""
    return line.equipment != "other"


@criterion(OTHER_LINE)
def other_is_stationary_this_month():
    """The other line is stationary equipment with the same service date."""
    return (other_line.equipment == "stationary") & (other_line.service_date == line.service_date)


@criterion(OTHER_LINE)
def other_is_portable_this_month():
    """The other line is portable equipment with the same service date."""
    return (other_line.equipment == "portable") & (other_line.service_date == line.service_date)


@criterion()
def beside_stationary():
    """A stationary unit is billed for the same month."""
    return exists(OTHER_LINE, other_is_stationary_this_month)


@criterion()
def beside_portable():
    """A portable unit is billed for the same month."""
    return exists(OTHER_LINE, other_is_portable_this_month)


@rule(
    "COV-010",
    stage=Stage.COVERAGE,
    requires=is_in_the_family,
    not_met=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority="HCPCS",
    sentence="The rule book does not judge {line.code}: it holds oxygen equipment, contents, maintenance visits and "
    "accessories.",
)
def equipment_is_judged():
    """The code is oxygen equipment that this rule book judges."""
