"""What several claims of a run bill together: duplicates, a second unit, contents during a rental.

The key table finds the lines that meet; what that means for payment is the rule book's, by the same rules that judge
such lines in one claim.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from oxyclaim.bulk.keys import KeyTable
from oxyclaim.bulk.report import REPORT
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.denials import DENIED, REJECTED, sorted_codes, split_codes

DUPLICATE, OTHER_SUPPLIER, SECOND_UNIT, CONTENTS = "LED-070", "LED-071", "COV-420", "SCR-520"
"""The rules that such lines break."""


def between_claims(keys: KeyTable, files: Sequence[Path], catalogue: Catalogue) -> Iterator[pl.DataFrame]:
    """The findings, by later line. Columns: ``file_number``, ``claim``, ``position``, ``charge_cents`` and those of
    ``REPORT`` that are the rule's.
    """
    names = pl.Series([str(file) for file in files], dtype=pl.String)
    told = {rule.id: _about(rule.id, catalogue) for rule in catalogue.rules}
    for pairs in keys.duplicates():
        same = pl.col("same_supplier")
        rule = pl.when(same.fill_null(False)).then(pl.lit(DUPLICATE)).otherwise(pl.lit(OTHER_SUPPLIER))
        message = pl.format(
            "{} of {} is billed twice in these files{}: the first is {}",
            "code", "day", pl.when(same.fill_null(True)).then(pl.lit("")).otherwise(pl.lit(", by two suppliers")),
            _first(names),
        )  # fmt: skip
        yield _told(pairs, rule, message, told, sure=same.fill_null(False))
    for pairs in keys.two_portables():
        message = pl.format(
            "{} of {} begins in the rental month of another {} unit ({} of {}): {}",
            "code", "day", pl.col("kind").cast(pl.String), "first_code", "first_day", _first(names),
        )  # fmt: skip
        yield _told(pairs, pl.lit(SECOND_UNIT), message, told, sure=pl.lit(False))
    for pairs in keys.contents_during_rental():
        message = pl.format(
            "{} of {} may be inside the rent of its month ({} of {}), which includes contents: {}",
            "code", "day", "first_code", "first_day", _first(names),
        )  # fmt: skip
        # Contents of other equipment, whose paid months have ended, may still be paid: claims alone do not tell.
        yield _told(pairs, pl.lit(CONTENTS), message, told, sure=pl.lit(False))


def _first(names: pl.Series) -> pl.Expr:
    """Where the first of the two lines stands."""
    file = pl.lit(names).gather(pl.col("first_file").cast(pl.Int64))
    return pl.format("claim {} of {}, line {}", pl.col("first_claim") + 1, file, "first_position")


def _about(rule: str, catalogue: Catalogue) -> tuple[str, str, str, str]:
    """The payer's answer to a line that breaks a rule, and its codes."""
    found = next(each for each in catalogue.rules if each.id == rule)
    codes = sorted_codes(split_codes(found.denial))
    answer = "" if not found.denial else REJECTED if catalogue.denials.is_rejected(found.denial) else DENIED
    return answer, codes.group or "", codes.carc or "", " ".join(codes.rarcs)


def _told(
    pairs: pl.DataFrame, rule: pl.Expr, message: pl.Expr, told: dict[str, tuple[str, str, str, str]], sure: pl.Expr
) -> pl.DataFrame:
    """``sure``: the payer's answer is known; otherwise a person has to look, and nothing is foreseen."""
    rows = pairs.with_columns(rule=rule, message=message, sure=sure)
    answers = ("forecast", "group_code", "carc", "rarc")
    return rows.select(
        pl.col("file").cast(pl.Int64).alias("file_number"),
        pl.col("claim").cast(pl.Int64),
        pl.col("position").cast(pl.Int64),
        pl.col("charge_cents"),
        pl.lit(7, REPORT["snip_level"]).alias("snip_level"),
        "rule",
        pl.when("sure").then(pl.lit("error")).otherwise(pl.lit("warning")).alias("severity"),
        "message",
        *(
            pl.when("sure")
            .then(pl.col("rule").replace_strict({id: each[n] for id, each in told.items()}, default=""))
            .otherwise(pl.lit(""))
            .alias(name)
            for n, name in enumerate(answers)
        ),
    )
