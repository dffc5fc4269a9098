"""Of a code outside the family no answer is foreseen."""

import polars as pl

from oxyclaim.engine.words import Kind, Stage, criterion, line, rule
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import is_coded


@criterion(unknown="the rule book holds the codes of home oxygen only, and {line.code} is none of them")
def code_held():
    """A code of the family; of others nobody knows here whether they exist."""
    return pl.when(line.equipment != "other").then(pl.lit(True))


@rule(
    "SCR-191",
    snip_level=6,
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded,
    requires=code_held,
    in_force=("1989-06-01", None),
    authority="HCPCS",
    sentence="Whether {line.code} is a valid code is not known: {reasons}. A code that does not exist is rejected "
    "(CO-16, M51).",
    denial="CO-16, M51, MA130",
)
def code_is_held():
    """Of a code outside the family no answer is foreseen."""
