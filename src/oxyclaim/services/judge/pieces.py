"""What every engine runs: a piece of a table of cases in, judged lines and cases set aside out.

Frames in, frames out, and nothing kept between two pieces, so that pieces may be judged in any order, by any process,
on any machine. Only cases of one member must be in one piece: each knows the lines of the others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from oxyclaim.case.columns import texts
from oxyclaim.case.member import member_key
from oxyclaim.case.models import Case
from oxyclaim.case.problems import Problem as FileProblem
from oxyclaim.case.problems import shown
from oxyclaim.case.profile import Profile
from oxyclaim.case.profiled import filled_from
from oxyclaim.case.quick_json import read_sound_case
from oxyclaim.case.reader import no_garbage_collection, read_json_text
from oxyclaim.case.runs import in_one_run
from oxyclaim.case.sourced import SourcedCase, unknown_payer
from oxyclaim.case.tables import DOCUMENTED, tables
from oxyclaim.engine.bulk import STATE, VERDICT, verdicts
from oxyclaim.services.rule_book import RuleBook

WHERE = {"file": pl.String, "row": pl.Int64}
"""Where a case stands: the file as it was given or found, and the row in it, from 1."""

PACKED = {**WHERE, "member": pl.String, "text": pl.String}
"""A case before it is judged: who its member is (null where it names none), and its text as of a case file."""

LINES = {
    **WHERE,
    "case_id": pl.String,
    "line_number": pl.Int64,
    "payer": pl.String,
    "code": pl.String,
    "service_date": pl.Date,
    "verdict": VERDICT,
    "modifiers": pl.List(pl.String),
    "not_met": pl.List(pl.String),
    "unknown": pl.List(pl.String),
    "open": pl.List(pl.String),
}
"""A judged line: its verdict, the modifiers of a billable one, and the ids of the rules that are not met, not known, or
an open question whose readings differ."""

ASIDE = {
    **WHERE,
    "case_id": pl.String,
    "problem": pl.String,
    "path": pl.String,
    "found": pl.String,
    "message": pl.String,
}
"""A reason for which a case is set aside; a case may have several. ``problem`` names its kind for programs."""

MOST_OF_A_MEMBER = 1_000
"""Cases of one member: each knows the lines of all others, and a patient has a few. More stand under an id that is
nobody's, as where a system writes the same for all whose id it does not know."""
DOUBLED, TOO_MANY = "doubled_case_id", "too_many_of_a_member"
_DOUBLED = "stands in the input more than once; each case needs its own case_id, and none of these is judged"
_TOO_MANY = (
    f"more than {MOST_OF_A_MEMBER:,} cases name the same member id; give each patient's own, or leave it out where it "
    "is not known"
)


@dataclass(frozen=True)
class Law:
    """By what a run judges. ``profile`` fills what the cases leave out; ``masks``: a column for each rule too."""

    book: RuleBook
    as_of: date
    profile: Profile | None = None
    masks: bool = False
    doubled: frozenset[str] = frozenset()

    @property
    def lines(self) -> dict[str, Any]:
        """The columns of judged lines."""
        return lines_layout(self.book, self.masks)


@dataclass(frozen=True)
class Judged:
    """What became of a piece. Columns: ``Law.lines`` and ``ASIDE``."""

    lines: pl.DataFrame
    aside: pl.DataFrame


def lines_layout(book: RuleBook, masks: bool) -> dict[str, Any]:
    """The columns of judged lines; with ``masks`` one for each rule, by its id (see ``engine.bulk.STATE``)."""
    return LINES | ({rule.id: STATE for rule in book.rules} if masks else {})


def packed(frame: pl.DataFrame, file: str, first_row: int) -> pl.DataFrame:
    """Rows of a table of cases, made ready to be moved. ``first_row``: the first one's number. Columns: ``PACKED``."""
    return frame.select(
        file=pl.lit(file),
        row=pl.int_range(first_row, first_row + pl.len(), dtype=pl.Int64),
        member=members(frame),
        text=texts(frame),
    )


def members(frame: pl.DataFrame) -> pl.Series:
    """Whose case each row is: payer without its plan, and member id; null where the row names no member."""
    fields = frame["coverage"].struct.unnest() if isinstance(frame["coverage"].dtype, pl.Struct) else pl.DataFrame()
    if "member_id" not in fields.columns or "payer" not in fields.columns:
        return pl.repeat(None, frame.height, dtype=pl.String, eager=True)
    ids, payers = (fields[name].cast(pl.String) for name in ("member_id", "payer"))
    keys = (_member(payer, id) for payer, id in zip(payers, ids, strict=True))
    return pl.Series("member", keys, dtype=pl.String)


def _member(payer: str | None, id: str | None) -> str | None:
    key = member_key(id)
    return f"{(payer or '').strip().partition('/')[0]} {key}" if key else None


def judged(piece: pl.DataFrame, law: Law) -> Judged:
    """Read and judge the cases of a piece (``PACKED``) that holds all cases of its members."""
    with no_garbage_collection():
        places: dict[str, tuple[str, int]] = {}
        sound: list[Case] = []
        aside: list[dict[str, Any]] = []
        crowded = pl.col("member").is_not_null() & (pl.len().over("member") > MOST_OF_A_MEMBER)
        for file, row, text, is_crowded in piece.select("file", "row", "text", crowded).iter_rows():
            found = _read(text, file, row, law, is_crowded)
            if isinstance(found, Case):
                places[found.case_id] = (file, row)
                sound.append(found)
            else:
                aside += found
        lines = _judged(in_one_run(sound), places, law)
    return Judged(lines, pl.DataFrame(aside, schema=ASIDE))


def _read(text: str, file: str, row: int, law: Law, is_crowded: bool) -> Case | list[dict[str, Any]]:
    case = read_sound_case(text)
    path = Path(file)
    problems: list[FileProblem]
    if case is None:
        problems = read_json_text(text, path).problems
    else:
        sourced = SourcedCase(case, path, row)
        problems = list(_unfit(sourced, law))
        if is_crowded:
            problems.append(FileProblem(path, row, _TOO_MANY, None, "coverage.member_id", None, TOO_MANY))
        filled = filled_from(sourced, law.profile)
        if isinstance(filled, FileProblem):
            problems.append(filled)
        elif not problems:
            return filled.case
    case_id = case.case_id if case else _written_id(text)
    return [
        {"file": file, "row": row, "case_id": case_id, "problem": each.code, "path": each.key, "found": each.found,
         "message": each.message}
        for each in problems
    ]  # fmt: skip


def _unfit(sourced: SourcedCase, law: Law) -> Iterator[FileProblem]:
    if (stranger := unknown_payer(sourced, law.book.payers)) is not None:
        yield stranger
    case_id = sourced.case.case_id
    if case_id in law.doubled:
        yield FileProblem(sourced.path, sourced.line, _DOUBLED, None, "case_id", shown(case_id), DOUBLED)


def _written_id(text: str) -> str | None:
    """The id of a case that is not sound, where it has one that may be told."""
    written = pl.Series([text]).str.json_path_match("$.case_id")[0]
    return shown(written) if isinstance(written, str) else None


def _judged(cases: Sequence[Case], places: dict[str, tuple[str, int]], law: Law) -> pl.DataFrame:
    if not cases:
        return pl.DataFrame(schema=law.lines)
    laid_down = tables(cases, law.book.presumptions, law.as_of, (DOCUMENTED,))
    lines = verdicts(laid_down, law.book, ("line.payer",)).rename({"line.payer": "payer"})
    where = pl.DataFrame(
        [(id, *place) for id, place in places.items()], schema={"case_id": pl.String, **WHERE}, orient="row"
    )
    rules = [rule.id for rule in law.book.rules]
    states = {"not_met": "not met", "unknown": "unknown", "open": "open"}
    lists = (_with_state(rules, state).alias(name) for name, state in states.items())
    told = lines.join(where, on="case_id", maintain_order="left").with_columns(*lists)
    return told.select(pl.col(name).cast(dtype) for name, dtype in law.lines.items())


def _with_state(rules: Sequence[str], state: str) -> pl.Expr:
    ids = (pl.when(pl.col(id) == state).then(pl.lit(id)) for id in rules)
    return pl.concat_list(*ids).list.drop_nulls()
