"""Evaluation: the tables of some cases in, a frame for each grain with every named column out."""

from dataclasses import dataclass

import polars as pl

from oxyclaim.engine.grains import LINE, Grain
from oxyclaim.engine.parameters import ParameterTables
from oxyclaim.engine.plan import Column, Layer, Plan


@dataclass
class Evaluation:
    """The frame of each grain, with facts, criteria, rules and outputs as columns."""

    frames: dict[Grain, pl.DataFrame]

    def touched(self, questions: dict[str, Grain]) -> set[int]:
        """The case views of which some row is touched by an open question."""
        touched: set[int] = set()
        for grain in set(questions.values()):
            frame = self.frames[grain]
            names = [name for name, of in questions.items() if of is grain]
            if any(frame[name].any() for name in names):
                rows = frame.filter(pl.any_horizontal(names))
                touched |= set(self.lines.filter(pl.col(LINE.row).is_in(rows[LINE.row].to_list()))["case_view"])
        return touched

    @property
    def lines(self) -> pl.DataFrame:
        """One row for each line and view."""
        return self.frames[LINE]


def evaluate(frames: dict[str, pl.DataFrame], parameters: ParameterTables, plan: Plan) -> Evaluation:
    """Run the plan over case tables. ``frames`` are those of ``oxyclaim.case.tables``."""
    return _Run(frames, parameters, plan).run()


SMALL = 5_000
"""Rows below which handing expressions to other threads costs more than it saves."""


class _Run:
    def __init__(self, frames: dict[str, pl.DataFrame], parameters: ParameterTables, plan: Plan):
        self.sources = frames
        self.plan = plan
        lines = parameters.add_to(frames["line"].with_row_index(LINE.row))
        self.frames = {LINE: self._with_derived(LINE, lines)}

    def run(self) -> Evaluation:
        for step in self.plan.steps:
            frame = self._frame(step.grain)
            for child, columns in step.rollups.items():
                frame = frame.hstack(self._rolled_up(step.grain, child, columns))
            for layer in step.layers:
                frame = _with(frame, layer)
            self.frames[step.grain] = frame
        return Evaluation(self.frames)

    def _frame(self, grain: Grain) -> pl.DataFrame:
        if grain not in self.frames:
            frame = self._pairs(grain) if grain.is_pair else self._records(grain)
            self.frames[grain] = self._with_derived(grain, frame.with_row_index(grain.row))
        return self.frames[grain]

    def _records(self, grain: Grain) -> pl.DataFrame:
        """Each row of the parent beside each record of its case; one absent record where there is none."""
        assert grain.parent is not None
        parent = self._frame(grain.parent)
        taken = [name for name in self.plan.frame_columns[grain] if name in parent.columns]
        keys = sorted({grain.parent.row, LINE.row, "case_view", "said"})
        source = self.sources[grain.source]
        return parent[[*keys, *taken]].join(source, on="case_view", how="left", maintain_order="left")

    def _pairs(self, grain: Grain) -> pl.DataFrame:
        """Each record beside every record of its kind in the same case; only the others are present."""
        assert grain.parent is not None
        parent = self._frame(grain.parent)
        needed = self.plan.frame_columns[grain]
        own = [name for name in needed if name in parent.columns]
        lifted = [name.removeprefix("other:") for name in needed if name.startswith("other:")]
        key = "case_view" if grain.parent is LINE else LINE.row
        keys = {grain.parent.row, key, LINE.row, "said"}
        left = parent[[*sorted(keys), *own, "unlisted", "record"]]
        left.columns = [*left.columns[:-1], "this_record"]
        facts = self.plan.pair_facts[grain]
        right = parent[[key, "record", *(f"{grain.source}.{name}" for name in facts), *lifted]]
        right.columns = [key, "record", *(f"{grain.name}.{n}" for n in facts), *(f"other:{n}" for n in lifted)]
        pairs = left.join(right, on=key, how="left", maintain_order="left")
        # A list that was left out pairs with itself: what is asked about it stays unknown.
        other = (pl.col("this_record") != pl.col("record")) | pl.col("unlisted")
        return pairs.with_columns(pl.when(other).then(pl.lit(True)).alias("present"))

    def _with_derived(self, grain: Grain, frame: pl.DataFrame) -> pl.DataFrame:
        for layer in self.plan.derived.get(grain, []):
            frame = _with(frame, layer)
        return frame

    def _rolled_up(self, grain: Grain, child: Grain, columns: list[Column]) -> list[pl.Series]:
        """Kleene exists over present rows: true if any is true, else unknown if any is unknown, else false.

        Every row of the coarser grain has at least one (perhaps absent) finer row, in the same order.
        """
        bodies = {column.name: column.rolled_up_from[1] for column in columns if column.rolled_up_from}
        present = pl.col("present").is_not_null()
        met = [(pl.col(body) & present).any(ignore_nulls=False).alias(name) for name, body in bodies.items()]
        finer = self.frames[child][[grain.row, "present", *bodies.values()]]
        return finer.group_by(grain.row, maintain_order=True).agg(met).get_columns()[1:]


def _with(frame: pl.DataFrame, layer: Layer) -> pl.DataFrame:
    """Add a layer's columns, working on no more columns than it reads: a wide frame makes each query slow."""
    narrow = frame[layer.reads]
    few = frame.height < SMALL
    return frame.hstack(narrow.select_seq(layer.expressions) if few else narrow.select(layer.expressions))
