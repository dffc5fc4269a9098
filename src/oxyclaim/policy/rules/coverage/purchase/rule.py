"""Oxygen equipment that is sold."""

from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment


@criterion(
    not_met="{line.code} is sold to the patient",
    unknown="whether {line.code} is rented or sold is not known (acquisition)",
    ask=Cure("say in the case whether the equipment is rented or sold", "the supplier's records"),
)
def not_sold():
    """The equipment is rented: neither entered nor coded as a sale, nor a code that means one."""
    coded_sale = (line.modifiers.list.set_intersection(p.sale_modifiers).list.len() > 0).fill_null(False)
    return (line.acquisition == "rental") & ~coded_sale & (line.equipment != "purchase only")


@rule(
    "COV-400",
    stage=Stage.COVERAGE,
    applies=is_rental_equipment,
    requires=not_sold,
    not_met=Effect.EXCLUDED,
    in_force=("1989-06-01", None),
    authority=("IOM100-04, ch. 20 §30.6.2", "NPUR"),
    sentence="Medicare pays for no oxygen equipment bought since 1989-06-01: {reasons}.",
    cure=Cure("file no claim; GY if the patient wants a formal denial", "the supplier", Helps.NEVER),
    denial="PR-96",
)
def no_purchase():
    """Oxygen equipment bought on or after 1989-06-01 is not paid for; it can only be rented."""
