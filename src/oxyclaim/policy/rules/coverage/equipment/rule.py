"""Which equipment a line's code stands for."""

import polars as pl

from oxyclaim.engine.grains import LINE, OTHER_LINE
from oxyclaim.engine.words import (
    Cure,
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
    """stationary, portable, purchase only, contents, maintenance, accessory, topical, monitoring, or other."""
    # What the case says is billed stands; modifiers tell it only where the case does not.
    coded_visit = line.acquisition.is_null() & line.modifiers.list.contains(p.modifier_maintenance).fill_null(False)
    return (
        pl.when((line.acquisition.eq_missing("maintenance")) | coded_visit)
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
        .when(line.code.is_in(p.monitoring_codes))
        .then(pl.lit("monitoring"))
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


@criterion()
def is_monitoring():
    """A monitoring device or a part of one."""
    return line.equipment == "monitoring"


@criterion(not_met="{line.code} is not one of the codes that the rule book judges")
def is_in_the_family():
    """A code of the oxygen family, or an accessory of it."""
    return line.equipment != "other"


_KINDS = ("stationary", "portable", "purchase_only", "contents", "accessory", "topical", "monitoring")


def _swapped(at: int) -> pl.Expr:
    """The code with two neighboring characters swapped."""
    code = line.code
    return pl.concat_str(code.str.head(at), code.str.slice(at + 1, 1), code.str.slice(at, 1), code.str.slice(at + 2))


@derived(LINE)
def code_meant():
    """The oxygen code that has two neighboring digits of this one the other way round; null where there is none."""
    family = pl.concat_list([getattr(p, f"{kind}_codes").fill_null([]) for kind in _KINDS])
    swaps = [_swapped(at) for at in (1, 2, 3)]
    found = pl.coalesce([pl.when(family.list.contains(swap)).then(swap) for swap in swaps])
    return pl.when(line.equipment == "other").then(found)


@criterion(not_met="two digits may be the wrong way round; did you mean {line.code_meant}?")
def no_swapped_digits():
    """The code is not an oxygen code with two digits swapped."""
    return line.code_meant.is_null()


@criterion()
def in_the_family_or_mistyped():
    """A code of the family, or one that looks like it."""
    return is_in_the_family | ~no_swapped_digits


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


@rule(
    "COV-010",
    stage=Stage.COVERAGE,
    requires=in_the_family_or_mistyped,
    not_met=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority="HCPCS",
    sentence="The rule book does not judge {line.code}: it holds oxygen equipment, contents, maintenance visits and "
    "accessories.",
    no_rule=True,
)
def equipment_is_judged():
    """The code is oxygen equipment that this rule book judges."""


@rule(
    "COV-011",
    stage=Stage.COVERAGE,
    requires=no_swapped_digits,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="HCPCS",
    sentence="{line.code} is none of the codes of home oxygen: {reasons}",
    cure=Cure(
        "correct the code to {line.code_meant}, or take the line out if {line.code} is meant: the rule book judges home "
        "oxygen only",
        "the biller",
    ),
    no_rule=True,
)
def code_is_not_mistyped():
    """A code that is an oxygen code with two neighboring digits swapped waits for the biller.

    Whether the code as written exists for something else, the rule book does not hold.
    """
