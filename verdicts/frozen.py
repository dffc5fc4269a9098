"""The frozen cases, and what was recorded of each of their lines."""

import csv
import gzip
import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Case
from oxyclaim.case.quick_json import read_sound_case
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from verdicts.generator import synthetic_cases
from verdicts.summary import summary

HERE = Path(__file__).parent
AS_OF = date(2028, 1, 1)
"""The day of the run: after every frozen service date."""
CASES, RECORD, SUMMARY = HERE / "cases.jsonl.gz", HERE / "recorded.csv.gz", HERE / "summary.md"


class UnreadableCase(Exception):
    """A frozen case that the layout no longer accepts."""


class Answer(NamedTuple):
    """What is recorded of a line. Lists are written with spaces between; nothing is an empty text."""

    case_id: str
    line: int
    code: str
    service_date: date
    verdict: str
    modifiers: str
    group: str
    rules: str
    forecast: str
    denial: str

    @property
    def key(self) -> tuple[str, int]:
        """Case and line."""
        return self.case_id, self.line


def answer(line: LineVerdict) -> Answer:
    """What would be recorded of a verdict."""
    deciding = sorted({finding.rule for finding in line.findings if finding.effect == line.verdict})
    forecast, denial = line.forecast, line.denial_notice
    foreseen = (forecast.outcome, *sorted({finding.rule for finding in forecast.reasons})) if forecast else ()
    asked = (denial.status, *(denial.modifiers or ())) if denial else ()
    return Answer(
        line.case_id,
        line.line_number,
        line.code,
        line.service_date,
        line.verdict,
        " ".join(line.modifiers or line.would_be or ()),
        line.group or "",
        " ".join(deciding),
        " ".join(foreseen),
        " ".join(asked),
    )


def frozen_texts() -> list[str]:
    """The case files as stored, one text a case."""
    with gzip.open(CASES, "rt", encoding="utf-8") as lines:
        return list(lines)


def frozen_cases(every: int = 1) -> list[Case]:
    """The frozen cases, or every n-th of them. Raises UnreadableCase."""
    cases = []
    for number, text in enumerate(frozen_texts()[::every]):
        case = read_sound_case(text)
        if case is None:
            raise UnreadableCase(
                f"the frozen case {json.loads(text).get('case_id', number)} is no longer a valid case file; "
                "a later layout may add keys and never changes one"
            )
        cases.append(case)
    return cases


def freeze(seeds: Iterable[int]) -> int:
    """Store the cases of these seeds in place of the present ones; how many they are."""
    cases = synthetic_cases(seeds)
    _replace({CASES: gzip.compress("".join(json.dumps(case) + "\n" for case in cases).encode(), mtime=0)})
    return len(cases)


def day_of_run(case: Case) -> date:
    """The last day of the quarter of the case's last service date."""
    return _end_of_quarter(max(item.service_date for item in case.items))


def judged(cases: Sequence[Case], catalogue: Catalogue) -> list[LineVerdict]:
    """The verdict of each line, each case on its ``day_of_run``; none is lost."""
    verdicts = list(decide(cases, catalogue, [day_of_run(case) for case in cases]))
    lines = sum(len(case.items) for case in cases)
    if len(verdicts) != lines:
        raise RuntimeError(f"{lines} lines in, {len(verdicts)} verdicts out")
    return verdicts


def _end_of_quarter(day: date) -> date:
    return add_months(date(day.year, 3 * ((day.month - 1) // 3) + 1, 1), 3) - timedelta(days=1)


def recorded() -> list[Answer]:
    """What was recorded, in the order of cases and lines; nothing if there is no record yet."""
    if not RECORD.exists():
        return []
    with gzip.open(RECORD, "rt", encoding="utf-8", newline="") as file:
        return list(_answers(file))


def _answers(file: Iterable[str]) -> Iterator[Answer]:
    rows = csv.reader(file)
    if tuple(next(rows)) != Answer._fields:
        return  # of another form, so nothing that could be compared
    for case_id, line, code, day, *rest in rows:
        yield Answer(case_id, int(line), code, date.fromisoformat(day), *rest)


def record(answers: Sequence[Answer]) -> None:
    """Write the record and its summary, both or neither."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Answer._fields)
    writer.writerows(answers)
    _replace({RECORD: gzip.compress(text.getvalue().encode(), mtime=0), SUMMARY: summary(answers).encode()})


def _replace(contents: dict[Path, bytes]) -> None:
    """Put new contents in the place of files, once all of them are written."""
    with ExitStack() as drafts:
        written = {path: path.with_name(f"{path.name}.draft") for path in contents}
        for path, draft in written.items():
            drafts.callback(draft.unlink, missing_ok=True)
            draft.write_bytes(contents[path])
        for path, draft in written.items():
            os.replace(draft, path)
