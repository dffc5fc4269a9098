"""Contents carry no pricing modifier; a maintenance visit carries MS in place of RR."""

import polars as pl

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_contents_or_visit


@criterion(not_met="it is coded {line.modifiers}")
def no_other_pricing_modifier():
    """No pricing modifier beside the right one: none on contents, MS alone on a visit."""
    coded = line.modifiers.fill_null([]).list.set_intersection(p.pricing_modifiers)
    return coded.list.set_difference(pl.concat_list(line.pricing_modifier)).list.len() == 0


@rule(
    "COD-160",
    stage=Stage.CODING,
    applies=is_contents_or_visit,
    requires=no_other_pricing_modifier,
    not_met=Effect.HOLD,
    in_force=("2010-07-01", None),
    authority=("NMODS", "OTHERMOD"),
    sentence="Contents carry no RR, NU or UE, and a maintenance visit MS in their place: {reasons}.",
    cure=Cure("take off the pricing modifier that does not belong, or say that a rental month is billed", "the biller"),
    of_coding=True,
)
def pricing_after_rental():
    """Contents carry no pricing modifier; a maintenance visit carries MS in place of RR."""
