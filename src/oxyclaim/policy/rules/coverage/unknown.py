"""What is neither met nor not met: for what can still be put right, or what nobody has said."""

import polars as pl

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import criterion


@criterion()
def nobody_has_said():
    """Neither met nor not met."""
    return pl.lit(None, pl.Boolean)


@criterion(ORDER)
def nobody_has_said_of_order():
    """Neither met nor not met, of an order."""
    return pl.lit(None, pl.Boolean)
