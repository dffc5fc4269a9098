"""A payer file of one's own at the desk: tried on the patients whom it concerns, then saved."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oxyclaim.case.canonical import case_of
from oxyclaim.case.models import Case
from oxyclaim.case.runs import in_one_run
from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.check import CheckRequest, check
from oxyclaim.services.desk.kept import SupplierDesk
from oxyclaim.services.ledger.sheets import day_of
from oxyclaim.services.payers.making import BUILT_IN
from oxyclaim.services.payers.reviewing import ReviewedAnswer, ReviewRequest, answers_of, questions_about, review
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook, rule_book
from oxyclaim.services.targets import writing

TRIED = 300
"""Cases on which a file is tried; of more, those whose claims are due first."""
LONGEST = 500_000
NO_FOLDER = "no folder for payer files was named when the desk was started (--payer-files FOLDER)"


@dataclass(frozen=True)
class Moved:
    """A line whose verdict would be another one."""

    case_id: str
    handle: str
    line_number: int
    code: str
    service_date: date
    before: str
    after: str


@dataclass(frozen=True)
class Tried:
    """What a file would change: ``moved`` of ``lines`` lines of ``cases`` cases; ``left_out``: cases not tried."""

    moved: tuple[Moved, ...]
    cases: int
    lines: int
    left_out: int


def file_text(payer: str, folder: Path | None) -> str:
    """The payer's own file, else the built-in one; empty where there is neither."""
    places = [*([folder] if folder else []), BUILT_IN]
    found = next((path for place in places if (path := place / f"{payer}.yaml").is_file()), None)
    return found.read_text(encoding="utf-8") if found else ""


def try_payer_file(
    desk: SupplierDesk, payer: str, text: str, folder: Path | None, book: RuleBook, as_of: date, fees: FeeStore | None
) -> Tried:
    """Whose verdicts the file would move. Raises BadInput with all that is wrong in it; nothing is kept."""
    with _as_it_would_be(payer, text, folder) as changed:
        concerned = {id for id in changed.profiles if _rests_on(id, payer, changed)} | {payer}
        states = [each for each in desk.states(most=None) if each.payer in concerned]
        every = list(dict.fromkeys(each.case_id for each in states))
        ids = every[:TRIED]
        cases = [case_of(each.text) for each in desk.store.latest(ids)]
        before, after = _verdicts(cases, book, as_of, fees), _verdicts(cases, changed, as_of, fees)
    handles = desk.handles([case_id for case_id, _ in after])
    moved = tuple(
        Moved(case_id, handles[case_id], number, code, day, before[case_id, number][2], verdict)
        for (case_id, number), (code, day, verdict) in after.items()
        if (case_id, number) in before and before[case_id, number][2] != verdict
    )
    return Tried(moved, len(cases), len(after), len(every) - len(ids))


def save_payer_file(payer: str, text: str, folder: Path | None) -> Path:
    """Write the file. Raises BadInput; then nothing is written."""
    if folder is None:
        raise BadInput([Problem("no_folder", NO_FOLDER)])
    with _as_it_would_be(payer, text, folder):
        pass
    target = folder / f"{payer}.yaml"
    with writing(target) as part:
        part.write_text(text, encoding="utf-8")
    return target


@dataclass(frozen=True)
class Confirming:
    """What was typed: keys that hold as they stand, values that were entered by key, and where they stand: the
    contract's title, its place and its day."""

    confirmed: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    contract: str
    place: str
    dated: str


def confirm_values(
    payer: str, folder: Path | None, what: Confirming, by: str, as_of: date
) -> ReviewedAnswer:  # fmt: skip
    """Somebody confirms values of a payer with the contract at hand, with name and day, in a file of one's own.

    Raises BadInput with all that is wrong; then nothing is written."""
    if folder is None:
        raise BadInput([Problem("no_folder", NO_FOLDER)])
    problems, day = [], None
    if not what.confirmed and not what.values:
        message = "tick at least one value that your contract says too, or enter one"
        problems.append(Problem("nothing_confirmed", message))
    if not what.contract:
        problems.append(Problem("no_contract", "say which contract or policy you read", path="contract"))
    try:
        day = day_of(what.dated)
    except ValueError as error:
        problems.append(Problem("day", str(error) if what.dated else "give the day of the contract", path="dated"))
    if problems:
        raise BadInput(problems)
    was_there = (folder / f"{payer}.yaml").is_file()
    try:
        asked, book = questions_about(payer, folder, as_of), rule_book(folder)
        values = [f"{key}={text}" for key, text in what.values]
        answers = answers_of(what.confirmed, values, asked, book)
        return review(ReviewRequest(payer, by, what.contract, what.place or None, day, answers), folder, as_of)
    except BadInput:
        if not was_there:
            (folder / f"{payer}.yaml").unlink(missing_ok=True)
        raise


@contextmanager
def _as_it_would_be(payer: str, text: str, folder: Path | None) -> Iterator[RuleBook]:
    """The rule book with the file. Raises BadInput."""
    if not text.strip() or len(text) > LONGEST:
        raise BadInput([Problem("no_text", "the file is empty, or longer than 500,000 characters")])
    with tempfile.TemporaryDirectory(prefix="oxyclaim-payers-") as name:
        for path in sorted(folder.glob("*.yaml")) if folder and folder.is_dir() else ():
            shutil.copy(path, name)
        Path(name, f"{payer}.yaml").write_text(text, encoding="utf-8")
        try:
            yield rule_book(Path(name))
        except BadInput as error:
            raise BadInput(
                Problem(each.code, each.message, f"{payer}.yaml", each.line, each.column, each.path)
                for each in error.problems
            ) from None


def _rests_on(id: str, payer: str, book: RuleBook) -> bool:
    """Whether a payer or plan is this one, or takes its values from it."""
    seen: set[str] = set()
    while id and id not in seen:
        if id == payer or id.startswith(f"{payer}/"):
            return True
        seen.add(id)
        profile = book.profiles.get(id)
        id = profile.inherits if profile else ""
    return False


def _verdicts(
    cases: Sequence[Case], book: RuleBook, as_of: date, fees: FeeStore | None
) -> dict[tuple[str, int], tuple[str, date, str]]:
    known = [case for case in in_one_run(list(cases)) if case.coverage.payer in book.payers]
    answer = check(CheckRequest(known, as_of, fees), book)
    return {
        (line.case_id, line.line_number): (line.code, line.service_date, line.verdict)
        for case in answer.cases for line in case.lines
    }  # fmt: skip
