"""What may shift a reading belongs in the record; there is no numeric offset."""

import polars as pl

from oxyclaim.engine.grains import TEST
from oxyclaim.engine.words import Kind, Stage, criterion, exists, p, rule, test
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.coverage.qualifying_test.criteria import WHO

POINTS = 2
"""How many points (percent, or mm Hg) around the limits are near: ours, for whom to tell; no policy gives a number."""


@criterion(TEST)
def concern_named():
    """The record names something that may shift the reading."""
    return (test.concerns.list.len() > 0).fill_null(False)


@criterion(TEST)
def near_the_limit():
    """The value lies near the limits of Groups I and II, on either side."""
    near_saturation = (test.saturation >= p.group_1_saturation_max - POINTS) & (
        test.saturation <= p.group_2_saturation + POINTS
    )
    near_po2 = (test.po2_mmhg >= p.group_1_po2_max - POINTS) & (test.po2_mmhg <= p.group_2_po2_max + POINTS)
    return pl.coalesce(near_saturation, near_po2).fill_null(False)


@criterion(TEST, met=WHO + "; the record names {test.concerns}")
def concern_near_the_limit():
    """The record names such a concern about a reading that is near the limit."""
    return concern_named & near_the_limit


@criterion()
def no_concern_near_the_limit():
    """No reading near the limit beside such a concern."""
    return ~exists(TEST, concern_near_the_limit)


@rule(
    "COV-125",
    stage=Stage.COVERAGE,
    kind=Kind.NOTE,
    applies=is_rental_equipment,
    requires=no_concern_near_the_limit,
    in_force=("2021-09-27", None),
    authority=("L33797, Initial coverage", "NCD240.2, B"),
    sentence="A reading is near the limit of {p.group_1_saturation_max} % or {p.group_1_po2_max} mm Hg, and the record names "
    "what may have shifted it: {reasons}. The policy has the contractor weigh that, and gives no number to add or subtract: "
    "send the note along if the records are asked for.",
    beside_denial=True,
)
def reading_may_be_shifted():
    """What may shift a reading belongs in the record; there is no numeric offset."""
