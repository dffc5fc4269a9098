"""The last day on which a claim is timely."""

import polars as pl

from oxyclaim.engine.words import Stage, line, output, p


@output(Stage.SCRUB)
def claim_by():
    """One calendar year after the service date."""
    return line.service_date.dt.offset_by(p.timely_filing_years.cast(pl.String) + "y")
