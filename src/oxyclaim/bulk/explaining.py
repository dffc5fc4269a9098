"""The sentences of findings, made once for each kind of claim; the days in them are filled in for each line."""

import polars as pl

from oxyclaim.engine.age import rest_of
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.decide import told_of
from oxyclaim.engine.evaluate import Evaluation
from oxyclaim.engine.grains import LINE
from oxyclaim.engine.trace import Rows, Tracer

SERVICE_DATE, CLAIM_BY = "\x01", "\x02"
"""What stands in a sentence for the days in which claims of one kind differ."""

_DAYS = {"line.service_date": SERVICE_DATE, "line.claim_by": CLAIM_BY}


def sentences(found: pl.DataFrame, evaluation: Evaluation, catalogue: Catalogue) -> pl.Series:
    """A ``message`` for each rule that a line does not meet: ``claim``, ``position``, ``rule``."""
    lines = evaluation.lines.select(
        LINE.row, "line.payer", "line.service_date", claim=pl.col("case_view") // 2, position=pl.col("record") + 1
    )
    places = found.join(lines, on=["claim", "position"], how="left", maintain_order="left")
    rows = Rows(_of_lines(evaluation, places[LINE.row].unique()))
    by_id = {rule.id: rule for rule in catalogue.rules}
    told = []
    for each in places.iter_rows(named=True):
        rule, row = by_id[each["rule"]], rows.lines[each[LINE.row]]
        reasons = Tracer(rows, row, row).why(rule.requires)
        old = row.get(f"old.{rule.id}")
        weak = rest_of(rule, each["line.payer"], each["line.service_date"], catalogue).weak if old else ()
        told.append(told_of(rule.sentence, row, reasons, weak))
    return pl.Series("message", told, dtype=pl.String)


def _of_lines(evaluation: Evaluation, lines: pl.Series) -> Evaluation:
    """The frames of these lines, with signs in the place of the days."""
    frames = {}
    for grain, frame in evaluation.frames.items():
        signs = [pl.lit(sign).alias(name) for name, sign in _DAYS.items() if name in frame.columns]
        frames[grain] = frame.filter(pl.col(LINE.row).is_in(lines.implode())).with_columns(signs)
    return Evaluation(frames)
