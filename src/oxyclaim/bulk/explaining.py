"""The sentences of findings, made once for all that read alike; the days in them are filled in for each line."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from oxyclaim.engine.age import rest_of
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.evaluate import Evaluation
from oxyclaim.engine.explaining.wording import told_of
from oxyclaim.engine.grains import LINE, Grain
from oxyclaim.engine.rows import Rows
from oxyclaim.engine.sentences import PLACE
from oxyclaim.engine.standing import criteria_of
from oxyclaim.engine.trace import Tracer
from oxyclaim.engine.words import Rule, column_of

SERVICE_DATE, CLAIM_BY = "\x01", "\x02"
"""What stands in a sentence for the days in which claims of one kind differ."""

_DAYS = {"line.service_date": SERVICE_DATE, "line.claim_by": CLAIM_BY}
_KEYS = {"present", "unlisted", "record"}


def read_by(rules: Sequence[Rule]) -> frozenset[str]:
    """The columns and facts that the sentences of these rules read."""
    texts = [rule.sentence for rule in rules]
    names = {f"old.{rule.id}" for rule in rules}
    for each in criteria_of(rules).values():
        texts += [each.met, each.not_met, each.unknown]
        names |= {column_of(each, strict) for strict in (False, True)}
    return frozenset(names.union(*(PLACE.findall(text) for text in texts)))


def sentences(found: pl.DataFrame, evaluation: Evaluation, catalogue: Catalogue) -> pl.Series:
    """A ``message`` for each rule that a line does not meet: ``claim``, ``position``, ``rule``.

    The evaluation has what the rules read, see ``read_by``.
    """
    lines = evaluation.lines.select(
        LINE.row, "line.payer", claim=pl.col("case_view") // 2, position=pl.col("record") + 1
    )
    places = found.select("claim", "position", "rule").with_row_index("place")
    places = places.join(lines, on=["claim", "position"], how="left", maintain_order="left")
    by_id = {rule.id: rule for rule in catalogue.rules}
    told = [
        some.select("place", message=_of_rule(by_id[str(id)], some[LINE.row], evaluation, catalogue))
        for (id,), some in places.group_by("rule", maintain_order=True)
    ]
    return pl.concat(told).sort("place")["message"] if told else pl.Series("message", [], pl.String)


def _of_rule(rule: Rule, lines: pl.Series, evaluation: Evaluation, catalogue: Catalogue) -> pl.Series:
    """Its sentence for each of these lines (their row numbers)."""
    spoken = _spoken_of(evaluation, lines.unique(), rule)
    alike = _alike(spoken, evaluation, rule)
    first = alike.unique("alike", keep="first", maintain_order=True)
    rows = Rows(spoken)
    told = [
        _told(rule, rows, number, day, catalogue) for number, day in first.select(LINE.row, "line.service_date").rows()
    ]
    by_line = alike.join(first.select("alike", message=pl.Series(told, dtype=pl.String)), on="alike")
    return lines.to_frame().join(by_line, on=LINE.row, how="left", maintain_order="left")["message"]


def _told(rule: Rule, rows: Rows, number: int, day: date, catalogue: Catalogue) -> str:
    row = rows.lines[number]
    old = row.get(f"old.{rule.id}")
    weak = rest_of(rule, row["line.payer"], day, catalogue).weak if old else ()
    return told_of(rule.sentence, row, Tracer(rows, row, row).why(rule.requires), weak)


def _spoken_of(evaluation: Evaluation, lines: pl.Series, rule: Rule) -> Evaluation:
    """What the sentence of the rule reads of these lines, with signs in the place of the days."""
    read = read_by([rule])
    grains = {LINE}.union(*(each.grain.with_parents for each in criteria_of([rule]).values()))
    frames = {}
    for grain in grains & evaluation.frames.keys():
        frame = evaluation.frames[grain]
        kept = [
            name
            for name in frame.columns
            if name in read or name.removeprefix("other:") in read or name.startswith("row.") or name in _KEYS
        ]
        kept += ["line.payer"] if grain is LINE and "line.payer" not in kept else []
        signs = [pl.lit(sign).alias(name) for name, sign in _DAYS.items() if name in kept]
        frames[grain] = frame[kept].filter(pl.col(LINE.row).is_in(lines.implode())).with_columns(signs)
    return Evaluation(frames)


def _alike(spoken: Evaluation, evaluation: Evaluation, rule: Rule) -> pl.DataFrame:
    """The lines (``row.line``, ``line.service_date``) with a text that is the same where their sentences are."""
    found = evaluation.lines.select(LINE.row, "line.service_date").join(
        spoken.lines, on=LINE.row, maintain_order="left"
    )
    old = f"old.{rule.id}"
    # How far the rule's sources can be rested on is told of the line's own day.
    day = pl.when(old).then("line.service_date") if old in found.columns else pl.lit(None)
    texts = [spoken.lines.select(LINE.row, _text(LINE, spoken.lines))]
    for grain, frame in spoken.frames.items():
        if grain is not LINE:
            present = frame.select(LINE.row, _text(grain, frame), "present").filter("present")
            texts.append(present.group_by(LINE.row, maintain_order=True).agg(pl.col("text").str.join("\n")))
    known = found.select(LINE.row, "line.service_date", alike=day.cast(pl.String).fill_null(""))
    for number, each in enumerate(texts):
        known = known.join(each.rename({"text": f"text {number}"}), on=LINE.row, how="left", maintain_order="left")
    beside = [pl.col(f"text {number}").fill_null("") for number in range(len(texts))]
    return known.select(LINE.row, "line.service_date", pl.concat_str("alike", *beside, separator="\n\n").alias("alike"))


def _text(grain: Grain, frame: pl.DataFrame) -> pl.Expr:
    """A row's values; beneath which row of its line it stands, not the numbers of these rows in the evaluation."""
    values = [pl.col(name) for name in frame.columns if not name.startswith("row.")]
    if grain.parent is not None and grain.parent is not LINE:
        values.append(pl.col(grain.parent.row) - pl.col(grain.parent.row).min().over(LINE.row))
    return pl.struct(values).struct.json_encode().alias("text")
