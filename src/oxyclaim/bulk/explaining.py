"""The sentences of findings, made once for each kind of claim; the days in them are filled in for each line."""

from collections.abc import Sequence

import polars as pl

from oxyclaim.engine.age import rest_of
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.evaluate import Evaluation
from oxyclaim.engine.explaining.wording import told_of
from oxyclaim.engine.grains import LINE
from oxyclaim.engine.rows import Rows
from oxyclaim.engine.sentences import PLACE
from oxyclaim.engine.standing import criteria_of
from oxyclaim.engine.trace import Tracer
from oxyclaim.engine.words import Rule, column_of

SERVICE_DATE, CLAIM_BY = "\x01", "\x02"
"""What stands in a sentence for the days in which claims of one kind differ."""

_DAYS = {"line.service_date": SERVICE_DATE, "line.claim_by": CLAIM_BY}


def sentences(found: pl.DataFrame, evaluation: Evaluation, catalogue: Catalogue) -> pl.Series:
    """A ``message`` for each rule that a line does not meet: ``claim``, ``position``, ``rule``."""
    lines = evaluation.lines.select(
        LINE.row, "line.payer", "line.service_date", claim=pl.col("case_view") // 2, position=pl.col("record") + 1
    )
    places = found.join(lines, on=["claim", "position"], how="left", maintain_order="left")
    by_id = {rule.id: rule for rule in catalogue.rules}
    rules = [by_id[id] for id in found["rule"].unique(maintain_order=True)]
    rows = Rows(_spoken_of(evaluation, places[LINE.row].unique(), rules))
    told = []
    for each in places.iter_rows(named=True):
        rule, row = by_id[each["rule"]], rows.lines[each[LINE.row]]
        reasons = Tracer(rows, row, row).why(rule.requires)
        old = row.get(f"old.{rule.id}")
        weak = rest_of(rule, each["line.payer"], each["line.service_date"], catalogue).weak if old else ()
        told.append(told_of(rule.sentence, row, reasons, weak))
    return pl.Series("message", told, dtype=pl.String)


def _spoken_of(evaluation: Evaluation, lines: pl.Series, rules: Sequence[Rule]) -> Evaluation:
    """What the sentences of these rules read of these lines, with signs in the place of the days."""
    criteria = criteria_of(rules)
    texts = [rule.sentence for rule in rules]
    grains = {LINE}
    for each in criteria.values():
        texts += [each.met, each.not_met, each.unknown]
        grains |= set(each.grain.with_parents)
    named = {name for text in texts for name in PLACE.findall(text)} | {f"old.{rule.id}" for rule in rules}
    values = {column_of(each, strict) for each in criteria.values() for strict in (False, True)}
    frames = {}
    for grain in grains & evaluation.frames.keys():
        frame = evaluation.frames[grain]
        kept = [
            name
            for name in frame.columns
            if name in named or name.removeprefix("other:") in values or name.startswith("row.") or name in _KEYS
        ]
        signs = [pl.lit(sign).alias(name) for name, sign in _DAYS.items() if name in kept]
        frames[grain] = frame[kept].filter(pl.col(LINE.row).is_in(lines.implode())).with_columns(signs)
    return Evaluation(frames)


_KEYS = {"present", "unlisted", "record"}
