"""Evaluation: the tables of some cases in, a frame for each grain with every named column out."""

from dataclasses import dataclass

import polars as pl

from oxyclaim.engine.grains import LINE, Grain
from oxyclaim.engine.ledger import running
from oxyclaim.engine.parameters import UNLISTED, ParameterTables
from oxyclaim.engine.plan import EXISTS, FIRST, LAST, LEAST, Column, Layer, Plan


@dataclass
class Evaluation:
    """The frame of each grain, with facts, criteria, rules and outputs as columns."""

    frames: dict[Grain, pl.DataFrame]

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
        self.plan = plan
        self.parameters = parameters
        self.in_bulk = plan.reads is not None
        self.sources = frames if plan.reads is None else {n: _narrow(f, plan.reads) for n, f in frames.items()}
        lines = self.sources["line"].with_row_index(LINE.row)
        at = parameters.rows_for(lines)
        self.at = at.columns if self.in_bulk else []
        # In bulk no line carries a list of its payer: see _with_repeated.
        wanted = None if plan.reads is None else plan.reads - parameters.lists
        lines = lines.hstack([*at.select(self.at), *parameters.values_at(at, wanted)])
        self.frames = {LINE: self._with_derived(LINE, lines)}

    def run(self) -> Evaluation:
        for step in self.plan.steps:
            frame = self._frame(step.grain)
            for child, columns in step.rollups.items():
                frame = frame.hstack(self._rolled_up(step.grain, child, columns))
            for ledger in step.ledgers:
                counted, opening = (self.frames[each.grain] for each in (ledger.counts, ledger.opens))
                pending = [self.frames[each.counts.grain] for each in ledger.pending]
                frame = frame.hstack(running(ledger, frame, counted, opening, pending))
            for layer in step.layers:
                frame = self._with(self._lifted(step.grain, frame, layer.reads), layer)
            self.frames[step.grain] = frame
        if shown := self.plan.shown & self.parameters.lists:
            lines = self.frames[LINE]
            self.frames[LINE] = lines.hstack(self.parameters.values_at(lines, shown))
        return Evaluation(self.frames)

    def _frame(self, grain: Grain) -> pl.DataFrame:
        if grain not in self.frames:
            frame = self._pairs(grain) if grain.is_pair else self._records(grain)
            self.frames[grain] = self._with_derived(grain, frame.with_row_index(grain.row))
        return self.frames[grain]

    def _lifted(self, grain: Grain, frame: pl.DataFrame, reads: list[str]) -> pl.DataFrame:
        """Add what the coarser rows have been given since the frame was made."""
        if grain.parent is None:
            return frame
        there = {*frame.columns, *(self.parameters.lists if self.in_bulk else ())}
        missing = [name for name in reads if name not in there]
        if not missing:
            return frame
        parent = self._lifted(grain.parent, self.frames[grain.parent], missing)
        return frame.hstack(parent[missing][frame[grain.parent.row]].get_columns())

    def _records(self, grain: Grain) -> pl.DataFrame:
        """Each row of the parent beside each record of its case; one absent record where there is none."""
        assert grain.parent is not None
        parent = self._frame(grain.parent)
        wanted = set(self.plan.frame_columns[grain])
        if grain.listed_by and self.plan.explained:  # sentences about an entry name the record beside it
            wanted |= {name for name in parent.columns if name.startswith(f"{grain.parent.source}.")}
        taken = [name for name in parent.columns if name in wanted]
        keys = sorted({grain.parent.row, LINE.row, "case_view", "said", *self.at})
        if grain.listed_by:
            return self._listed(grain, parent[[*keys, *taken]])
        source = self.sources[grain.source]
        if grain.parent is LINE:
            return parent[[*keys, *taken]].join(source, on="case_view", how="left", maintain_order="left")
        # Beside an absent record stands none.
        key = pl.when(pl.col("present").is_not_null()).then(pl.col("case_view")).alias("of_present")
        rows = parent.select(*keys, *taken, key)
        return rows.join(source, left_on="of_present", right_on="case_view", how="left", maintain_order="left")

    def _listed(self, grain: Grain, rows: pl.DataFrame) -> pl.DataFrame:
        """Each row of the parent beside each entry of the payer's list; where it is silent, beside one not known."""
        assert grain.parent is not None
        number = self.frames[LINE][f"p.{grain.listed_by}"].fill_null(UNLISTED)
        of_row = number.gather(rows[LINE.row])
        if grain.parent is not LINE:  # beside an absent record stands none
            of_row = of_row.zip_with(
                self.frames[grain.parent]["present"].is_not_null(), pl.Series([None], dtype=pl.Int64)
            )
        entries = self.parameters.entries[grain.listed_by]
        rows = rows.with_columns(of_row.alias("list"))
        return rows.join(entries, on="list", how="left", maintain_order="left").drop("list")

    def _pairs(self, grain: Grain) -> pl.DataFrame:
        """Each record beside every record of its kind in the same case; only the others are present."""
        assert grain.parent is not None
        parent = self._frame(grain.parent)
        needed = self.plan.frame_columns[grain]
        there = set(parent.columns)
        own = [name for name in needed if name in there]
        lifted = [name.removeprefix("other:") for name in needed if name.startswith("other:")]
        key = "case_view" if grain.parent is LINE else LINE.row
        keys = {grain.parent.row, key, LINE.row, "said", *self.at}
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
            frame = self._with(frame, layer)
        return frame

    def _rolled_up(self, grain: Grain, child: Grain, columns: list[Column]) -> list[pl.Series]:
        """Kleene exists over present rows: true if any is true, else unknown if any is unknown, else false.

        Counts: the rows that are true, and those that are not false. Days: the first or last of those that are true.
        Every row of the coarser grain has at least one (perhaps absent) finer row, in the same order.
        """
        bodies = {column.name: column.rolled_up_from[1] for column in columns if column.rolled_up_from}
        how = {column.name: column.how for column in columns}
        amounts = {column.name: column.amount for column in columns if column.amount}
        present = pl.col("present").is_not_null()
        rows = {name: _of_row(how[name], pl.col(body), present, amounts.get(name)) for name, body in bodies.items()}
        read = dict.fromkeys([*bodies.values(), *amounts.values()])
        finer = self.frames[child][[grain.row, "present", "unlisted", *read]]
        if finer.height == self.frames[grain].height:  # one row each
            return finer.select(**rows).get_columns()
        rolled = {name: _of_rows(how[name], row) for name, row in rows.items()}
        return finer.group_by(grain.row, maintain_order=True).agg(**rolled).get_columns()[1:]

    def _with(self, frame: pl.DataFrame, layer: Layer) -> pl.DataFrame:
        """Add a layer's columns, working on no more columns than it reads: a wide frame makes each query slow."""
        if self.in_bulk:
            return self._with_repeated(frame, layer)
        narrow = frame[layer.reads]
        few = frame.height < SMALL
        return frame.hstack(narrow.select_seq(layer.expressions) if few else narrow.select(layer.expressions))

    def _with_repeated(self, frame: pl.DataFrame, layer: Layer) -> pl.DataFrame:
        """The same, but what reads a list is computed once for each distinct input, since lists are slow.

        A payer's lists are looked up for those inputs only.
        """
        plain: list[pl.Expr] = []
        repeated: dict[frozenset[str], list[tuple[pl.Expr, frozenset[str]]]] = {}
        for expression, roots in zip(layer.expressions, layer.roots, strict=True):
            if roots & self.parameters.lists or any(frame[name].dtype == pl.List for name in roots):
                inputs = frozenset(self.parameters.row_column(n) if n.startswith("p.") else n for n in roots)
                repeated.setdefault(inputs, []).append((expression, roots))
            else:
                plain.append(expression)
        columns = frame.select(plain).get_columns() if plain else []
        for inputs, some in repeated.items():
            given = frame[sorted(inputs)]
            alike = given.with_row_index("row").select(pl.col("row").first().over(given.columns)).to_series()
            first = alike.unique().sort()
            distinct = given[first]
            distinct = distinct.hstack(self.parameters.values_at(distinct, frozenset().union(*(r for _, r in some))))
            columns += distinct.select(e for e, _ in some)[first.search_sorted(alike)].get_columns()
        return frame.hstack(columns)


KEYS = {"case_view", "record", "said", "present", "unlisted"}


def _narrow(frame: pl.DataFrame, reads: set[str]) -> pl.DataFrame:
    return frame[[name for name in frame.columns if name in KEYS or name in reads]]


def _of_row(how: str, body: pl.Expr, present: pl.Expr, amount: str | None = None) -> pl.Expr:
    """What one finer row gives: whether it meets the body, or what it adds to a count or sum (null: nobody knows)."""
    if how == EXISTS:
        return body & present
    if how in (FIRST, LAST):
        return pl.when(body & present).then(pl.col(amount or ""))
    if how == LEAST:
        surely = body.fill_null(False) & present
        return pl.when(surely).then(pl.col(amount).fill_null(0)).otherwise(0) if amount else surely.cast(pl.Int32)
    perhaps = body.fill_null(True) & present
    counted = pl.when(perhaps).then(pl.col(amount)).otherwise(0) if amount else perhaps.cast(pl.Int32)
    return pl.when(pl.col("unlisted").fill_null(False)).then(None).otherwise(counted)


def _of_rows(how: str, row: pl.Expr) -> pl.Expr:
    """What several finer rows give together."""
    if how == EXISTS:
        return row.any(ignore_nulls=False)
    if how == FIRST:
        return row.min()
    if how == LAST:
        return row.max()
    return pl.when(row.is_not_null().all()).then(row.sum())
