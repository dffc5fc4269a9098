"""What if the patient had another payer, or each of several?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.case.sourced import nearest_payers
from oxyclaim.engine.decide import decide_under
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.services.answers import Head
from oxyclaim.services.check import Verdict
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.version import __version__

ALL = "all"


@dataclass(frozen=True)
class Why:
    """A finding, without what it rests on."""

    rule: str
    effect: str
    sentence: str
    grade: str
    authorities: tuple[str, ...]
    cure: str | None


@dataclass(frozen=True)
class LineUnder:
    """A line as one payer would answer it."""

    case_id: str
    line_number: int
    code: str
    service_date: date
    payer: str
    payer_name: str
    payer_status: str
    verdict: Verdict
    modifiers: tuple[str, ...] | None
    claim_by: date | None
    findings: tuple[Why, ...]


@dataclass(frozen=True, kw_only=True)
class WhatIfAnswer(Head):
    """Every line under every payer asked for, in the order of lines, then of payers."""

    lines: tuple[LineUnder, ...]

    @property
    def is_fine(self) -> bool:
        """Whether every payer would take every line."""
        return all(line.verdict == "billable" for line in self.lines)


def payers_named(payers: Iterable[str], book: RuleBook) -> list[str]:
    """The payers asked for, each once; ``all`` stands for every one that a case may name. Raises BadInput."""
    chosen = list(dict.fromkeys(payers))
    unknown = [payer for payer in chosen if payer != ALL and payer not in book.payers]
    if unknown:
        raise BadInput(
            Problem("unknown_payer", f"there is no such payer; {nearest_payers(payer, book.payers)}", found=payer,
                    path="--payer", allowed=(*sorted(book.payers), ALL))
            for payer in unknown
        )  # fmt: skip
    return list(book.payers) if ALL in chosen else chosen


def what_if(cases: Sequence[Case], payers: Sequence[str], as_of: date, book: RuleBook) -> WhatIfAnswer:
    """Judge every line under every payer."""
    verdicts = decide_under(cases, payers, book, as_of)
    return WhatIfAnswer(
        oxyclaim=__version__,
        answer="what_if",
        rule_book=book.hash,
        as_of=as_of,
        lines=tuple(_line(verdict, book) for verdict in verdicts),
    )


def _line(verdict: LineVerdict, book: RuleBook) -> LineUnder:
    profile = book.profiles[verdict.payer]
    findings = (Why(f.rule, f.effect, f.sentence, f.grade, f.authorities, f.cure) for f in verdict.findings)
    return LineUnder(
        verdict.case_id, verdict.line_number, verdict.code, verdict.service_date, verdict.payer, profile.name,
        profile.status, verdict.verdict, verdict.modifiers, verdict.claim_by, tuple(findings),  # type: ignore[arg-type]
    )  # fmt: skip
