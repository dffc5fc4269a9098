"""The first claim after a break in need tells the break; the narrative is written where the line has none of it."""

from oxyclaim.engine.words import (
    Cure,
    Effect,
    Kind,
    Stage,
    criterion,
    line,
    rule,
)  # fmt: skip
from oxyclaim.policy.rules.ledger.break_in_need.papers import first_month_after_break


@criterion(not_met="the narrative to send is: {line.break_narrative}")
def break_told():
    """The line's own narrative already tells the break."""
    return line.narrative.str.contains("(?i)break").fill_null(False)


@rule(
    "LED-057",
    stage=Stage.LEDGER,
    kind=Kind.NOTE,
    applies=first_month_after_break,
    requires=break_told,
    not_met=Effect.NONE,
    in_force=("2006-01-01", None),
    authority="BREAKTOLD",
    sentence="The first claim of a new rental tells the break in its narrative: {reasons}.",
    cure=Cure("send the claim with this narrative, and keep the statement of the break", "the biller"),
)
def break_narrative_told():
    """The first claim after a break in need tells the break; the narrative is written where the line has none of it."""
