"""The columns of every table, and their page (``python -m oxyclaim.services.exports``).

A column that is once here keeps its name, its kind and its meaning; new ones are added at the end.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "date", "number", "dollars"]
What = Literal["verdicts", "due", "checklists", "claims"]

WRITTEN: dict[Kind, str] = {
    "text": "text", "date": "a date", "number": "a whole number", "dollars": "dollars with two decimals",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column: its name, what kind of values it holds, and what they mean."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True)
class Layout:
    """A table: what a row is, and its columns in their order."""

    row: str
    columns: tuple[Column, ...]


_CASE = (
    Column("case_id", "text", "the case"),
    Column("patient", "text", "your account number of the patient, no name; empty where the case gives none"),
    Column("payer", "text", "the payer's id in the rule book"),
)
_LINE = (
    *_CASE,
    Column("line", "number", "the line of the case"),
    Column("code", "text", "HCPCS code"),
    Column("service_date", "date", "the day of service"),
)
_MONEY = (
    Column("charge", "dollars", "your charge"),
    Column("allowed", "dollars", "what the payer is expected to allow, where its fees are loaded"),
    Column("expected", "dollars", "what the payer is expected to pay at least"),
)
_OWES = (
    Column("owner", "text", "who has to do something, parted by |; empty where nothing is open"),
    Column("owes", "text", "what is to be done, parted by |"),
    Column("by", "date", "by when: the last day for a timely claim, where no earlier day is known"),
)
_RUN = (
    Column("as_of", "date", "the day of the run"),
    Column("rule_book", "text", "the fingerprint of the rule book that judged"),
)
_REASONS = (
    Column("reasons", "text", "what is not met or not known, in sentences parted by |"),
    Column("rules", "text", "the ids of those rules, parted by blanks"),
)
_VERDICT = Column("verdict", "text", "billable, hold, review, not covered, not payable or excluded")
_MODIFIERS = Column("modifiers", "text", "the modifiers in their order; of a line on hold, those that it would have")

TABLES: dict[What, Layout] = {
    "verdicts": Layout(
        "a line of a case",
        (*_LINE, _VERDICT, Column("group", "text", "the coverage group that is shown"), _MODIFIERS, *_MONEY,
         Column("claim_by", "date", "the last day for a timely claim"), *_OWES, *_REASONS, *_RUN),
    ),
    "due": Layout(
        "a month that is due or too late, months that nobody can know, or something that comes up",
        (Column("what", "text", "due, too late, cannot know, or coming up"), *_LINE,
         Column("until", "date", "the last day of what spans several"),
         Column("billed_as", "text", "rental, contents or maintenance"), _VERDICT, _MODIFIERS,
         *_MONEY, Column("claim_by", "date", "the last day for a timely claim"), *_OWES, *_REASONS, *_RUN),
    ),
    "checklists": Layout(
        "a paper or fact that a case's file must hold",
        (*_CASE, Column("item", "text", "the paper, by its id in the checklist"),
         Column("title", "text", "the paper in words"),
         Column("standing", "text", "how it stands: on file, missing, reported and so on"),
         Column("lines", "text", "the lines that want it, parted by blanks"),
         Column("codes", "text", "their codes, parted by blanks"),
         Column("charge", "dollars", "your charge for these lines"), *_OWES,
         Column("by_words", "text", "until when it is wanted, and what a later one is worth"),
         Column("lacks", "text", "what is wrong with it, parted by |"),
         Column("papers", "text", "the papers on file that show it, parted by blanks"),
         Column("rules", "text", "the rules that want it, parted by blanks"), *_RUN),
    ),
    "claims": Layout(
        "a line of a case, as a claim that is written today has it or not",
        (*_LINE, Column("state", "text", "goes out, or stays"), _VERDICT,
         Column("modifiers", "text", "the modifiers on the claim"), Column("units", "number", "units"), *_MONEY,
         Column("diagnoses", "text", "the diagnoses on the claim, parted by blanks"),
         Column("narrative", "text", "the line's note"),
         Column("claim_by", "date", "the last day for a timely claim"), *_OWES, *_REASONS, *_RUN),
    ),
}  # fmt: skip


def page() -> str:
    """The page of all tables."""
    lines = [
        "# Tables for a spreadsheet",
        "",
        "```",
        "oxyclaim export verdicts CASES -o verdicts.csv",
        "oxyclaim export due CASES -o due.xlsx",
        "oxyclaim export checklists --store own -o papers.parquet",
        "oxyclaim export claims CASES -o claims.csv",
        "```",
        "",
        "The ending of the name says what is written: `.csv` (UTF-8), `.xlsx` (needs `oxyclaim[office]`) or",
        "`.parquet`. A file is written whole or not at all. The columns keep their names, their order and meaning;",
        "new ones come at the end. No table holds a patient's name, birth date or member id. A text that a",
        "spreadsheet would run as a formula has a `'` in front. Where fee files are loaded (`oxyclaim fees`), billable",
        "lines and months say what is expected to be paid.",
        "",
        "This page is made from the layout.",
    ]
    for name, layout in TABLES.items():
        lines += ["", f"## `{name}`", "", f"A row is {layout.row}.", "", "| column | holds | what |", "|---|---|---|"]
        lines += [f"| `{each.name}` | {WRITTEN[each.kind]} | {each.meaning} |" for each in layout.columns]
    return "\n".join(lines) + "\n"
