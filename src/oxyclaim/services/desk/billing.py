"""A billing run: which months are ready and which are left out, a check that writes nothing, and the claim files."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from oxyclaim.case.canonical import case_of
from oxyclaim.case.models import Case
from oxyclaim.case.runs import in_one_run
from oxyclaim.claims import Claim, ControlNumbers
from oxyclaim.claims.fees import FeeStore
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.services.batch import BatchAnswer, BatchRequest, write_batch
from oxyclaim.services.claim import ClaimRequest
from oxyclaim.services.desk.judging import judge
from oxyclaim.services.desk.kept import LineState, StateCount, SupplierDesk
from oxyclaim.services.desk.states import NOT_TO_BILL, READY, SENT, WRITTEN
from oxyclaim.services.ledger.history import history
from oxyclaim.services.posting import PostRequest, post
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.scrub import ScrubAnswer, ScrubRequest, scrub
from oxyclaim.services.store.batches import StoreKeeper
from oxyclaim.services.store.claiming import sent_before
from oxyclaim.services.store.kept import Change, Patient
from oxyclaim.services.store.sent import Sent

MOST = 5_000
"""Lines of one run."""
HERE = "the desk"
DRY = 1
"""The control number of a file that is written to be looked at, and thrown away."""


@dataclass(frozen=True)
class ReadyCase:
    """A case with lines that may be billed; ``changed``: it has a later version than was judged."""

    case_id: str
    handle: str
    patient: Patient
    lines: tuple[LineState, ...]
    changed: bool

    @property
    def charge_cents(self) -> int:
        """What its lines are billed with."""
        return sum(line.charge_cents or 0 for line in self.lines)


@dataclass(frozen=True)
class PayerReady:
    """The ready cases of a payer."""

    payer: str
    name: str
    cases: tuple[ReadyCase, ...]

    @property
    def lines(self) -> int:
        """How many lines."""
        return sum(len(case.lines) for case in self.cases)

    @property
    def charge_cents(self) -> int:
        """What they are billed with."""
        return sum(case.charge_cents for case in self.cases)


@dataclass(frozen=True)
class Ready:
    """What may be billed, by payer, and what is left out and why: lines by state. ``behind``: lines that are ready too,
    and are shown once these are written."""

    payers: tuple[PayerReady, ...]
    left_out: tuple[StateCount, ...]
    behind: int


@dataclass(frozen=True)
class CheckedRun:
    """A run as it would be. ``scrub``: what the payers' systems would say to its files; None where nothing would be
    written. ``changed``: cases whose lines are no longer all billable since they were listed."""

    answer: BatchAnswer
    scrub: ScrubAnswer | None
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class WrittenRun:
    """The claim files that were written and kept."""

    answer: BatchAnswer


def ready(desk: SupplierDesk, book: RuleBook) -> Ready:
    """The months that are ready, by payer, and those that are left out."""
    lines = desk.states(state=READY, most=MOST)
    ids = list(dict.fromkeys(line.case_id for line in lines))
    patients, handles = desk.patients(ids), desk.handles(ids)
    by_case: dict[str, list[LineState]] = {}
    for line in lines:
        by_case.setdefault(line.case_id, []).append(line)
    by_payer: dict[str, list[ReadyCase]] = {}
    for id, some in by_case.items():
        who = patients[id]
        case = ReadyCase(id, handles[id], who, tuple(some), any(line.version != who.version for line in some))
        by_payer.setdefault(who.payer, []).append(case)
    payers = [
        PayerReady(payer, book.profiles[payer].name if payer in book.profiles else payer, tuple(cases))
        for payer, cases in by_payer.items()
    ]
    stand = desk.state_counts()
    counts = [each for each in stand if each.state not in (READY, WRITTEN, SENT, NOT_TO_BILL)]
    behind = sum(each.lines for each in stand if each.state == READY) - len(lines)
    return Ready(tuple(sorted(payers, key=lambda each: -each.lines)), tuple(counts), max(behind, 0))


def check_run(
    desk: SupplierDesk, case_ids: Sequence[str], book: RuleBook, as_of: date, created: datetime, fees: FeeStore | None
) -> CheckedRun:
    """Judge these cases afresh and write their files to look at them; nothing is kept. Raises BadInput."""
    cases, _ = _cases(desk, case_ids)
    keeper = Looker(desk, book)
    with tempfile.TemporaryDirectory(prefix="oxyclaim-run-") as name:
        folder = Path(name)
        request = BatchRequest(cases, folder, as_of, created, test=True)
        answer = write_batch(request, book, keeper)
        files = [folder / each.file for each in answer.files]
        said = scrub(ScrubRequest(files, as_of, fees), book) if files else None
    return CheckedRun(answer, said, tuple(cases))


def write_run(
    desk: SupplierDesk,
    case_ids: Sequence[str],
    book: RuleBook,
    as_of: date,
    created: datetime,
    fees: FeeStore | None,
    payers: Path | None,
    change: Change,
) -> WrittenRun:
    """Write the claim files of these cases; the store keeps them whole. What went out before does not go again.

    Raises BadInput; then nothing is written.
    """
    cases, versions = _cases(desk, case_ids)
    keeper = _keeper(desk, versions, book, change, fees, payers)
    with tempfile.TemporaryDirectory(prefix="oxyclaim-run-") as name:
        answer = write_batch(BatchRequest(cases, Path(name), as_of, created), book, keeper)
    post(PostRequest([], as_of), desk.store, HERE, book, change)  # the ledger knows them from now on
    written = sorted({each.case_id for each in cases})
    out = Change(change.author, change.at, "went out", "posting")
    history(desk.store, HERE, book, out, as_of, write=True, case_ids=written)  # and so does the rental
    judge(desk, [case.case_id for case in cases], book, as_of, fees)
    return WrittenRun(replace(answer, manifest=None))


def _cases(desk: SupplierDesk, case_ids: Sequence[str]) -> tuple[list[Case], dict[str, int]]:
    """The cases in their latest version, beside the others of their members. Raises BadInput for none."""
    kept = list(desk.store.latest(list(case_ids))) if case_ids else []
    if not kept:
        raise BadInput([Problem("no_case", "choose at least one patient")])
    own = {each.case_id for each in kept}
    others = {other.case_id: other for id in own for other in desk.store.beside(id, id) if other.case_id not in own}
    run = in_one_run([case_of(each.text) for each in (*kept, *others.values())])
    return [case for case in run if case.case_id in own], {each.case_id: each.version for each in kept}


def _keeper(
    desk: SupplierDesk,
    versions: dict[str, int],
    book: RuleBook,
    change: Change,
    fees: FeeStore | None,
    payers: Path | None,
) -> StoreKeeper:
    return StoreKeeper(desk.store, versions, book, change, fees or FeeStore(Path("no-fees")), payers)


@dataclass(frozen=True)
class Looker:
    """Keeps nothing and takes no number: for files that are looked at and thrown away (``services.batch.Keeper``)."""

    desk: SupplierDesk
    book: RuleBook

    def sent(self, cases: Sequence[Case]) -> Sent:
        """What went out before."""
        return sent_before(self.desk.store, cases, self.book)

    def with_ids(self, claims: Sequence[Claim], taken_for: str) -> tuple[Claim, ...]:
        """The claims as they are."""
        return tuple(claims)

    def numbers(self, request: ClaimRequest, claims: Sequence[Claim]) -> ControlNumbers:
        """Some numbers."""
        return ControlNumbers(DRY)

    def keep(
        self,
        request: ClaimRequest,
        claims: Sequence[Claim],
        verdicts: Sequence[LineVerdict],
        content: bytes,
        numbers: ControlNumbers,
    ) -> None:
        """Nothing is kept."""
