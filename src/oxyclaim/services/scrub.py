"""What would be rejected or denied of claim files, why, and what it costs?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Literal

from oxyclaim.bulk.claim_tables import Refused
from oxyclaim.bulk.code_files import ICD_10, SYSTEMS, CodeList, read_code_files
from oxyclaim.bulk.costs import Costs
from oxyclaim.bulk.history_store import NoStore, Store, is_store, opened
from oxyclaim.bulk.inputs import counts, found
from oxyclaim.bulk.report import SUFFIXES, report
from oxyclaim.bulk.scrub import Hire, NotWritten, Settings
from oxyclaim.bulk.scrub import scrub as _scrub
from oxyclaim.bulk.summary import Summary
from oxyclaim.case.folders import find_files
from oxyclaim.case.models import Case
from oxyclaim.case.profile import Profile
from oxyclaim.claims.fees import FeeStore, StoreError
from oxyclaim.services.answers import Head, head
from oxyclaim.services.cases import read_cases
from oxyclaim.services.problems import BadInput, Problem, of_case_files
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.scrub_costs import ScrubCosts
from oxyclaim.services.scrub_costs import told as _costs_told
from oxyclaim.services.spark.session import given_up_told, refuse_master, spark_session
from oxyclaim.services.spark.tasks import SparkWorkers
from oxyclaim.services.targets import problems_of, wrong_kind
from oxyclaim.sources.given import Given, given
from oxyclaim.sources.room import Room

REPORTS, WORKBOOKS = (".html", ".htm"), (".xlsx",)
"""How the names of reports end."""


@dataclass(frozen=True)
class ScrubRequest:
    """Claim files, folders of them or patterns, and how to scrub them.

    ``findings``: a CSV or Parquet file to which every finding goes. ``history``: files of earlier claims, and folders
    of those that are kept. ``cases``:
    case files that decide coverage. ``payer_ids``: ``ID=PAYER``, the payers for which the claims' payer ids stand.
    ``strict``: stop, and write nothing, where anything would have to be set aside. ``codes``: CSV files (or folders of
    them) with the user's own code lists, which stand in for what is built in. ``profile`` fills what the cases leave
    out. ``report`` and ``workbook``: an HTML and an XLSX file that the door will draw of the answer; where one is given
    the answer has ``costs``. ``engine``: whether processes here share the work, or Spark's workers; ``master``: where
    Spark runs, as Spark writes it.
    """

    files: Sequence[Path]
    as_of: date
    fees: FeeStore | None = None
    findings: Path | None = None
    history: Sequence[Path] = ()
    cases: Sequence[Path] = ()
    payer_ids: Sequence[str] = ()
    strict: bool = False
    codes: Sequence[Path] = ()
    profile: Profile | None = None
    report: Path | None = None
    workbook: Path | None = None
    jobs: int = 1
    engine: Literal["local", "spark"] = "local"
    master: str | None = None


@dataclass(frozen=True)
class ClaimCounts:
    """Claims found = read + set aside. ``of_another_kind``: set aside as no professional claims. ``rejected``: claims
    that would be rejected as a whole."""

    found: int
    read: int
    set_aside: int
    of_another_kind: int
    rejected: int


@dataclass(frozen=True)
class ReasonTold:
    """How often a rule was broken, one message of many, and the money at risk for it, in cents."""

    rule: str
    message: str
    severity: str
    snip_level: int
    forecast: str
    count: int
    amount_cents: int


OWN, BY_DATE, FAMILY = "own", "by_date", "family"
"""What codes are held against, see ``CodesUsed``."""


@dataclass(frozen=True)
class CodesUsed:
    """What the codes of a system were held against.

    ``kind``: ``own`` (the user's files), ``by_date`` (lists of the rule book) or ``family`` (no list: only blocks of
    codes of which it is known that they hold none). ``codes``: how many the user's files list, else null.
    """

    system: str
    kind: str
    files: tuple[str, ...] = ()
    codes: int | None = None


@dataclass(frozen=True, kw_only=True)
class ScrubAnswer(Head):
    """The counts of a scrub: everything that came in is judged, passed through or set aside. Amounts in cents.

    ``lines``: ``found``, ``set_aside``, ``judged`` and the reasons for which lines passed through, and of how many
    judged ones some rule needs the history or the records. ``history_lines``: null where no history was given.
    ``costs``: null unless a report was asked for.
    """

    files: int
    unreadable: dict[str, str]
    claims: ClaimCounts
    lines: dict[str, int]
    forecast: dict[str, int]
    denied_beside_others: int
    findings_by_snip_level: dict[str, int]
    at_risk_cents: int
    reasons: tuple[ReasonTold, ...]
    history_lines: int | None
    findings_file: str | None
    code_lists: tuple[CodesUsed, ...] = ()
    costs: ScrubCosts | None = None
    report_file: str | None = None
    workbook_file: str | None = None

    @property
    def findings(self) -> int:
        """How many findings there are."""
        return sum(self.findings_by_snip_level.values())


def scrub(
    request: ScrubRequest, book: RuleBook, on_start: Callable[[Sequence[Path]], Callable[[int], None]] | None = None
) -> ScrubAnswer:
    """Scrub the files. Raises BadInput; then nothing was written.

    ``on_start`` is told of all files that will be read, and gives back what is told of bytes as they are read.
    """
    refuse_master(request.engine, request.master)
    with Room() as room:
        files, settings = prepared(request, book, room)
        if request.engine == "local":
            return _scrubbed(request, book, files, settings, on_start, None)
        with given_up_told(), spark_session(request.master) as spark:
            return _scrubbed(request, book, files, settings, on_start, partial(SparkWorkers, spark))


def _scrubbed(
    request: ScrubRequest,
    book: RuleBook,
    files: Given,
    settings: Settings,
    on_start: Callable[[Sequence[Path]], Callable[[int], None]] | None,
    hire: Hire | None,
) -> ScrubAnswer:
    costs = None if request.report is None and request.workbook is None else Costs()
    try:
        on_bytes = on_start([*files.paths, *settings.history]) if on_start else lambda count: None
        with report(request.findings) as out:
            summary = _scrub(files.paths, settings, book, out, on_bytes, costs, hire)
    except (Refused, NotWritten, StoreError) as error:
        raise BadInput(Problem("refused", line.removesuffix(".")) for line in str(error).splitlines()) from None
    except OSError as error:
        where = str(error.filename or request.findings)
        message = f"cannot be written ({error.strerror}); nothing was written"
        raise BadInput([Problem("cannot_write", message, file=where)]) from None
    return _answer(summary, request, book, settings, costs)


def prepared(request: ScrubRequest, book: RuleBook, room: Room) -> tuple[Given, Settings]:
    """The files, packed ones unpacked into ``room``, and how to scrub them. Raises BadInput with all that is wrong."""
    problems: list[Problem] = []
    kept = [path for path in request.history if is_store(path)]
    files = _found(request.files, room, problems)
    history = _found([path for path in request.history if path not in kept], room, problems)
    for why in history.broken:
        problems.append(Problem("cannot_read", history.broken[why], file=history.names[why]))
    both = {each.resolve() for each in files.origins} & {each.resolve() for each in history.origins}
    for each in sorted(both):
        problems.append(Problem("given_twice", "is given as claims and as --history; give it once", file=str(each)))
    inputs = [*files.origins, *history.origins, *request.cases, *request.codes]
    problems += _cannot_write(request, inputs)
    codes, wrong = read_code_files(request.codes)
    problems += of_case_files(wrong)
    settings = Settings(
        as_of=request.as_of,
        strict=request.strict,
        payers=_payer_ids(request.payer_ids, book, problems),
        history=history.paths,
        stores=_stores(kept, problems),
        cases=_cases(request, book, problems),
        fees=request.fees,
        codes=codes,
        names=files.names | history.names,
        broken=files.broken,
        jobs=request.jobs,
    )
    if problems:
        raise BadInput(problems)
    return files, settings


def _cannot_write(request: ScrubRequest, inputs: Sequence[Path]) -> list[Problem]:
    outputs = (
        ("--output", request.findings, SUFFIXES),
        ("--report", request.report, REPORTS),
        ("--xlsx", request.workbook, WORKBOOKS),
    )
    given = [(option, target, suffixes) for option, target, suffixes in outputs if target is not None]
    wrong = [
        replace(problem, code="cannot_write", path=f"{option} {target}", file=None)
        for option, target, suffixes in given
        for problem in wrong_kind(target, suffixes)
    ]
    return wrong or problems_of([target for _, target, _ in given], inputs)


def _found(paths: Sequence[Path], room: Room, problems: list[Problem]) -> Given:
    def local(path: Path) -> list[Path]:
        try:
            return found([path])
        except Refused as error:
            where, _, message = str(error).partition(": ")
            problems.append(Problem("no_file", message, file=where))
            return []

    files = given(paths, room, counts, local)
    problems += [Problem("no_file", message, file=where) for where, message in files.problems]
    return files


def _stores(folders: Sequence[Path], problems: list[Problem]) -> list[Store]:
    stores = {}
    for folder in folders:
        try:
            stores[folder.resolve()] = opened(folder)
        except NoStore as error:
            problems.append(Problem("no_history", str(error), file=str(folder)))
        except OSError as error:
            problems.append(Problem("cannot_read", f"cannot be read ({error.strerror})", file=str(folder)))
    return list(stores.values())


def _cases(request: ScrubRequest, book: RuleBook, problems: list[Problem]) -> list[Case]:
    if not request.cases:
        return []
    files, wrong = find_files(request.cases)
    read = read_cases(files, book, profile=request.profile)
    problems += [*of_case_files(wrong), *read.problems]
    return list(read.cases)


def _payer_ids(given: Sequence[str], book: RuleBook, problems: list[Problem]) -> dict[str, str]:
    """``17013=medicare`` as a mapping."""
    mapping = {}
    for each in given:
        payer_id, _, payer = each.partition("=")
        if not payer_id or payer not in book.payers:
            message = (
                "write the payer id of your claims, = and a payer that `oxyclaim payers` lists, for example "
                "17013=medicare"
            )
            problems.append(Problem("payer_id", message, path=f"--payer-id {each}"))
        mapping[payer_id] = payer
    return mapping


def _codes_used(own: Mapping[str, CodeList]) -> tuple[CodesUsed, ...]:
    return tuple(
        CodesUsed(system, OWN, tuple(map(str, own[system].files)), len(own[system].days))
        if system in own
        else CodesUsed(system, BY_DATE if system == ICD_10 else FAMILY)
        for system in SYSTEMS
    )


def _answer(
    summary: Summary, request: ScrubRequest, book: RuleBook, settings: Settings, costs: Costs | None
) -> ScrubAnswer:
    return ScrubAnswer(
        **head("scrub", book, request.as_of),
        files=summary.files,
        unreadable={str(path): why for path, why in summary.unreadable.items()},
        claims=ClaimCounts(
            summary.claims, summary.claims_read, summary.claims_set_aside, summary.other_claims, summary.claims_rejected
        ),
        lines={
            "found": summary.lines,
            "set_aside": summary.lines_set_aside,
            **{status.replace(" ", "_"): count for status, count in sorted(summary.status.items())},
            "history_needed": summary.lines_needing_history,
            "records_needed": summary.lines_needing_records,
        },
        forecast=dict(sorted(summary.forecast.items())),
        denied_beside_others=summary.denied_beside_others,
        findings_by_snip_level={str(level): count for level, count in sorted(summary.findings.items())},
        at_risk_cents=summary.at_risk_cents,
        reasons=tuple(ReasonTold(**vars(each)) for each in summary.top_reasons(len(summary.reasons))),
        history_lines=summary.history_months,
        findings_file=None if request.findings is None else str(request.findings),
        code_lists=_codes_used(settings.codes),
        costs=None if costs is None else _costs_told(costs, summary.reasons, book),
        report_file=None if request.report is None else str(request.report),
        workbook_file=None if request.workbook is None else str(request.workbook),
    )
