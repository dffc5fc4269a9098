"""Which loop each segment of an 837P stands in (005010X222).

A loop lasts from the segment that opens it to the next one that opens another. What opens a loop depends on the part
of the transaction: NM1*82 is the rendering provider of a claim, of another payer or of a line.
"""

import polars as pl

NO_LOOP = "?"
LOOPS = (
    "ISA", "GS", "ST", "1000A", "1000B",
    "2000A", "2010AA", "2010AB", "2010AC",
    "2000B", "2010BA", "2010BB",
    "2000C", "2010CA",
    "2300", "2310A", "2310B", "2310C", "2310D", "2310E", "2310F",
    "2320", "2330A", "2330B", "2330C", "2330D", "2330E", "2330F", "2330G",
    "2400", "2410", "2420A", "2420B", "2420C", "2420D", "2420E", "2420F", "2420G", "2420H", "2430", "2440",
    NO_LOOP,
)  # fmt: skip
"""Ids of the loops; a segment carries the index. ISA, GS and ST are the envelopes. ``?``: behind a segment that should
open a loop and opens none that the guide knows."""

NUMBER = {loop: number for number, loop in enumerate(LOOPS)}
UNKNOWN = NUMBER[NO_LOOP]

_AREAS = {
    "ISA": "ISA", "TA1": "ISA", "IEA": "ISA", "GS": "GS", "GE": "GS", "ST": "ST", "SE": "ST", "CLM": "2300",
}  # fmt: skip
LEVELS = {"20": "2000A", "22": "2000B", "23": "2000C"}
"""The loop of a level by its kind (HL03)."""
_NAMED = {
    "ST": {"41": "1000A", "40": "1000B"},
    "2000A": {"85": "2010AA", "87": "2010AB", "PE": "2010AC"},
    "2000B": {"IL": "2010BA", "PR": "2010BB"},
    "2000C": {"QC": "2010CA"},
    "2300": {
        "DN": "2310A", "P3": "2310A", "82": "2310B", "77": "2310C", "DQ": "2310D", "PW": "2310E", "45": "2310F",
    },
    "2320": {
        "IL": "2330A", "PR": "2330B", "DN": "2330C", "P3": "2330C", "82": "2330D", "77": "2330E", "DQ": "2330F",
        "85": "2330G",
    },
    "2400": {
        "82": "2420A", "QB": "2420B", "77": "2420C", "DQ": "2420D", "DK": "2420E", "DN": "2420F", "P3": "2420F",
        "PW": "2420G", "45": "2420H",
    },
}  # fmt: skip
"""By part of the transaction and NM101: the loop that a name opens."""
_OF_LINE = {"LIN": "2410", "SVD": "2430", "LQ": "2440"}

IDS = (
    "ISA", "GS", "GE", "IEA", "TA1", "ST", "SE", "CLM", "HL", "LX", "NM1", "SBR", "LIN", "SVD", "LQ",
    "BHT", "N3", "N4", "REF", "PER", "PRV", "CUR", "PAT", "DMG", "DTP", "PWK", "CN1", "AMT", "K3", "NTE", "CR1", "CR2",
    "CR3", "CRC", "HI", "HCP", "CAS", "OI", "MOA", "SV1", "SV5", "MEA", "PS1", "QTY", "CTP", "FRM",
)  # fmt: skip
"""The segments of an 837P and of its envelopes."""
CODE = {identifier: code for code, identifier in enumerate(IDS)}
_IDS = pl.Enum(IDS)
_AREA_OF = pl.Series([NUMBER[_AREAS[name]] if name in _AREAS else None for name in IDS], dtype=pl.Int16)


def placed(segments: pl.DataFrame) -> pl.DataFrame:
    """Each segment's place, in order.

    Columns: ``loop`` (index of ``LOOPS``), ``area`` (the outermost loop of its part of the transaction, such as 2000B,
    2300, 2320 or 2400), ``opens`` (it opens the loop) and ``code`` (index of ``IDS``; null for a segment that the guide
    does not know).
    """
    code = segments["id"].cast(_IDS, strict=False).to_physical().cast(pl.Int16)
    frame = pl.DataFrame({"code": code, **{name: segments[name] for name in ("e01", "e02", "e03")}})
    area = _areas(frame)
    opened = _opened(frame, area)
    loop = opened.fill_null(strategy="forward").fill_null(0)
    return pl.DataFrame({"loop": loop, "area": area, "opens": opened.is_not_null(), "code": code})


def _areas(frame: pl.DataFrame) -> pl.Series:
    """The part of the transaction in which each segment stands: the number of its outermost loop."""
    code = pl.col("code")
    level = pl.col("e03").replace_strict({k: NUMBER[v] for k, v in LEVELS.items()}, default=None).cast(pl.Int16)
    # A level of no known kind is taken for a subscriber if it has one above it, so that what is in it has a place.
    has_parent = pl.col("e02").is_not_null()
    level = level.fill_null(pl.when(has_parent).then(NUMBER["2000B"]).otherwise(NUMBER["2000A"]).cast(pl.Int16))
    begun = (
        pl.when(code == CODE["HL"])
        .then(level)
        .when(code == CODE["LX"])
        .then(pl.lit(NUMBER["2400"], pl.Int16))
        .otherwise(pl.lit(_AREA_OF).gather(code))
    )
    frame = frame.with_columns(begun=begun)
    around = frame["begun"].fill_null(strategy="forward").fill_null(0)
    # Another payer's SBR stands in a claim; that of the subscriber before it.
    other = (frame["code"] == CODE["SBR"]) & (around == NUMBER["2300"])
    begun_with = frame["begun"].zip_with(~other.fill_null(False), pl.Series([NUMBER["2320"]], dtype=pl.Int16))
    return begun_with.fill_null(strategy="forward").fill_null(0)


_QUALIFIERS = pl.Enum(sorted({qualifier for names in _NAMED.values() for qualifier in names}))
_WIDTH = len(_QUALIFIERS.categories) + 1
_NAMES = pl.Series(
    [
        NUMBER[_NAMED[area][qualifier]] if qualifier in _NAMED.get(area, {}) else UNKNOWN
        for area in LOOPS
        for qualifier in (*_QUALIFIERS.categories, "")
    ],
    dtype=pl.Int16,
)


def _opened(frame: pl.DataFrame, area: pl.Series) -> pl.Series:
    """The loop that each segment opens, null where it opens none."""
    rows = frame.with_columns(area=area)
    code, here = pl.col("code"), pl.col("area")
    qualifier = pl.col("e01").cast(_QUALIFIERS, strict=False).to_physical().cast(pl.Int32).fill_null(_WIDTH - 1)
    names = rows.filter(code == CODE["NM1"]).select(pl.lit(_NAMES).gather(here.cast(pl.Int32) * _WIDTH + qualifier))
    in_line = here == NUMBER["2400"]
    opened = (
        pl.when(code <= CODE["LX"])
        .then(here)
        .when((code == CODE["SBR"]) & (here == NUMBER["2320"]))
        .then(here)
        .when(code.is_in([CODE[name] for name in _OF_LINE]) & in_line)
        .then(code.replace_strict({CODE[k]: NUMBER[v] for k, v in _OF_LINE.items()}, default=None))
        .cast(pl.Int16)
    )
    result = rows.select(opened.alias("opened"), is_name=(code == CODE["NM1"]).fill_null(False))
    return result["opened"].scatter(result["is_name"].arg_true(), names.to_series())
