"""Where each segment of an 835 stands: header, payer, payee, group of claims, claim, line, provider level."""

import polars as pl

AREAS = ("header", "payer", "payee", "group", "claim", "line", "provider", "end")
_OPENS = {"ST": "header", "LX": "group", "CLP": "claim", "SVC": "line", "PLB": "provider", "SE": "end"}
_NAMES = {"PR": "payer", "PE": "payee"}
_AREA = pl.Enum(AREAS)


def placed(segments: pl.DataFrame, claims: int, lines: int) -> pl.DataFrame:
    """The segments with ``area``, and with the number of their ``claim`` and ``line`` in the file, null for none.

    ``segments``: columns ``sets.PLACED``, of 835 sets only, cut before a CLP or a set. ``claims`` and ``lines``: how
    many there were before.
    """
    identifier = pl.col("id")
    opened = (
        pl.when((identifier == "N1") & pl.col("e01").is_in(list(_NAMES)))
        .then(pl.col("e01").replace_strict(_NAMES, default=None))
        .otherwise(identifier.replace_strict(_OPENS, default=None))
    )
    area = opened.forward_fill().cast(_AREA)
    frame = segments.with_columns(area=area)
    claim = (identifier == "CLP").cum_sum().cast(pl.Int64) + (claims - 1)
    line = (identifier == "SVC").cum_sum().cast(pl.Int64) + (lines - 1)
    in_line = pl.col("area") == "line"
    in_claim = in_line | (pl.col("area") == "claim")
    # A line behind which no claim stands in its set has none.
    has_claim = (identifier == "CLP").cum_sum().over("set") > 0
    return frame.with_columns(claim=pl.when(in_claim & has_claim).then(claim), line=pl.when(in_line).then(line))
