"""What several claims of a run bill together: duplicates, a second unit, contents during a rental.

The key table finds the lines that meet; what that means for payment is the rule book's, by the same rules that judge
such lines in one claim.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import polars as pl

from oxyclaim.bulk.history import History
from oxyclaim.bulk.keys import KeyTable
from oxyclaim.bulk.report import REPORT
from oxyclaim.bulk.run_months import beyond_paid_months
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.denials import DENIED, REJECTED, sorted_codes, split_codes
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Rule

_ROLES = frozenset({Role.DUPLICATE, Role.OTHER_SUPPLIER, Role.SECOND_UNIT, Role.CONTENTS, Role.PAID_MONTHS})


def between_claims(
    keys: KeyTable, files: Sequence[str], catalogue: Catalogue, history: History | None = None
) -> Iterator[pl.DataFrame]:
    """The findings, by later line. ``files``: their names. ``history``: the months billed before, which
    count with those of the files.

    Columns: ``file_number``, ``claim``, ``position``, ``charge_cents``, ``code``, ``month`` and those of
    ``REPORT`` that are the rule's.
    """
    names = pl.Series(files, dtype=pl.String)
    if history is None and not keys.may_meet():
        return
    told = {rule.id: _about(rule, catalogue) for rule in catalogue.rules if _ROLES & frozenset(rule.roles)}

    def broken(role: Role) -> pl.Expr:
        return pl.lit(catalogue.one_in_role(role))

    for pairs in keys.duplicates():
        same = pl.col("same_supplier")
        rule = pl.when(same.fill_null(False)).then(broken(Role.DUPLICATE)).otherwise(broken(Role.OTHER_SUPPLIER))
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
        yield _told(pairs, broken(Role.SECOND_UNIT), message, told, sure=pl.lit(False))
    for pairs in keys.contents_during_rental():
        message = pl.format(
            "{} of {} may be inside the rent of its month ({} of {}), which includes contents: {}",
            "code", "day", "first_code", "first_day", _first(names),
        )  # fmt: skip
        # Contents of other equipment, whose paid months have ended, may still be paid: claims alone do not tell.
        yield _told(pairs, broken(Role.CONTENTS), message, told, sure=pl.lit(False))
    for lines in beyond_paid_months(keys, history, catalogue):
        message = pl.format(
            "{} of {} is month {} of the {} rental that these claims bill without a break since {} ({} are in the "
            "history): no rent is paid after month {} unless a new rental began",
            "code", "day", "number", pl.col("kind").cast(pl.String), "begun", "earlier", "limit",
        )  # fmt: skip
        # Which months were paid, and whether a break in need or a loss opened a new rental, claims alone do not tell.
        yield _told(lines, broken(Role.PAID_MONTHS), message, told, sure=pl.lit(False))


def _first(names: pl.Series) -> pl.Expr:
    """Where the first of the two lines stands."""
    file = pl.lit(names).gather(pl.col("first_file").cast(pl.Int64))
    return pl.format("claim {} of {}, line {}", pl.col("first_claim") + 1, file, "first_position")


class _About(NamedTuple):
    """The payer's answer to a line that breaks a rule with its codes, and the rule's SNIP level."""

    forecast: str
    group_code: str
    carc: str
    rarc: str
    snip_level: int


def _about(rule: Rule, catalogue: Catalogue) -> _About:
    codes = sorted_codes(split_codes(rule.denial))
    answer = "" if not rule.denial else REJECTED if catalogue.denials.is_rejected(rule.denial) else DENIED
    return _About(answer, codes.group or "", codes.carc or "", " ".join(codes.rarcs), rule.snip_level)


def _told(pairs: pl.DataFrame, rule: pl.Expr, message: pl.Expr, told: dict[str, _About], sure: pl.Expr) -> pl.DataFrame:
    """``sure``: the payer's answer is known; otherwise a person has to look, and nothing is foreseen."""
    rows = pairs.with_columns(rule=rule, message=message, sure=sure)
    levels = {id: each.snip_level for id, each in told.items()}
    answers = _About._fields[:4]
    return rows.select(
        pl.col("file").cast(pl.Int64).alias("file_number"),
        pl.col("claim").cast(pl.Int64),
        pl.col("position").cast(pl.Int64),
        pl.col("charge_cents"),
        pl.col("code").cast(pl.String),
        pl.col("day").dt.truncate("1mo").alias("month"),
        pl.col("rule").replace_strict(levels, return_dtype=REPORT["snip_level"]).alias("snip_level"),
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
