"""GK follows, on the same claim, the line of the item that was furnished, with GA or GZ."""

import polars as pl

from oxyclaim.engine.grains import OTHER_LINE
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, other_line, p, rule


@criterion()
def coded_as_covered_part():
    """GK is on the line."""
    return line.modifiers.list.contains(p.modifier_upgrade_covered).fill_null(False)


@criterion(OTHER_LINE)
def other_is_the_upgrade():
    """The line before it, of the same day, carries GA or GZ."""
    liable = (
        other_line.modifiers.list.set_intersection(
            pl.concat_list(p.modifier_notice_on_file, p.modifier_no_notice)
        ).list.len()
        > 0
    )
    just_before = other_line.line_number == line.line_number - 1
    return (just_before & (other_line.service_date == line.service_date) & liable).fill_null(False)


@criterion(not_met="the line before {line.line_number} does not carry GA or GZ for {line.service_date}")
def follows_the_upgrade():
    """The line directly follows the upgrade's line."""
    return exists(OTHER_LINE, other_is_the_upgrade)


@rule(
    "COD-300",
    stage=Stage.CODING,
    applies=coded_as_covered_part,
    requires=follows_the_upgrade,
    not_met=Effect.HOLD,
    in_force=("2013-11-01", None),
    authority="NUPG",
    sentence="GK marks the covered item directly below the line of the upgrade with GA or GZ: {reasons}.",
    cure=Cure("put the upgrade's line with GA or GZ first, and this one next", "the biller"),
    of_coding=True,
)
def upgrade_line_first():
    """GK follows, on the same claim, the line of the item that was furnished, with GA or GZ."""
