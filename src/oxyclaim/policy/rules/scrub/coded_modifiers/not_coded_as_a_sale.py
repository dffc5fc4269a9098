"""NU or UE on oxygen equipment tells the payer that it was sold, whatever the case says."""

import polars as pl

from oxyclaim.engine.words import Cure, Kind, Stage, criterion, p, rule
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import count, has, is_coded_equipment


@criterion(not_met="{line.modifiers} says that it is sold")
def not_coded_as_sold():
    """No modifier of a sale, or GY beside it, with which a denial is asked for."""
    return (count(p.sale_modifiers) == 0) | has(pl.concat_list(p.modifier_excluded.fill_null("")))


@rule(
    "SCR-165",
    snip_level=6,
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_equipment,
    requires=not_coded_as_sold,
    in_force=("1989-06-01", None),
    authority=("IOM100-04, ch. 20 §30.6.2", "NPUR"),
    sentence="Denied as equipment that is sold, for which nothing is paid: {reasons}; a rental month is billed with RR.",
    cure=Cure("correct the modifiers before billing", "the biller"),
    denial="PR-96",
)
def not_coded_as_a_sale():
    """NU or UE on oxygen equipment tells the payer that it was sold, whatever the case says."""
