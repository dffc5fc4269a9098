"""How long the papers behind a line are kept."""

import polars as pl

from oxyclaim.engine.words import Stage, line, output, p


@output(Stage.SCRUB)
def keep_until():
    """The day until which the proof of delivery and the record behind the claim are kept."""
    return line.service_date.dt.offset_by(p.retention_years.cast(pl.String) + "y")
