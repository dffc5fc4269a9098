"""What is asked next: the keys that open rules read, told by the engine, together by paper.

Where a case leaves a whole paper out, the case is judged once more with a blank one in its place, so that the engine
names what it would read of it.
"""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.claims import missing_claim_data
from oxyclaim.engine.standing import Standing
from oxyclaim.engine.verdict import Finding
from oxyclaim.engine.words import Effect
from oxyclaim.services.cases import cases_of
from oxyclaim.services.check import CheckAnswer, CheckRequest, check
from oxyclaim.services.checklist import ChecklistRequest, checklist
from oxyclaim.services.desk.intake.layout import PaperForm, look_ups, papers
from oxyclaim.services.desk.intake.places import Facts, names_of_pointers, path_of
from oxyclaim.services.rule_book import RuleBook

LOOK_UPS = "checks"
"""The list of look-ups, in the case."""
BLANK = "BLANK"
"""The id of a paper that is not there and is judged as if it were, blank."""


@dataclass(frozen=True)
class Ask:
    """A paper of which something is open: the names of its keys, how many rules of lines wait for it, and whether one
    of them could end the line; ``frees``: how many no longer wait once it is here and says yes to all; ``only_filed``:
    no verdict waits for it, and it belongs into the patient's file."""

    paper: PaperForm
    names: frozenset[str]
    waiting: int
    ends: bool
    only_told: bool
    frees: int = 0
    only_filed: bool = False


@dataclass(frozen=True)
class Asked:
    """Everything that is open: the papers, the next one first, and all names of keys; ``facts``: the case with blank
    papers where it leaves some out, ``answer``: what ``check`` says of that."""

    asks: tuple[Ask, ...]
    names: frozenset[str]
    facts: Facts
    answer: CheckAnswer

    @property
    def next(self) -> Ask | None:
        """The paper to enter next, for which a verdict or the claim waits."""
        return next((ask for ask in self.asks if not ask.only_filed), None)

    @property
    def only_filed(self) -> tuple[Ask, ...]:
        """The papers for which no verdict waits, and which the patient's file still wants."""
        return tuple(ask for ask in self.asks if ask.only_filed)

    @property
    def open_papers(self) -> int:
        """How many papers a verdict or the claim waits for."""
        return sum(not ask.only_filed for ask in self.asks)


def asked(
    case: Case, facts: Facts, answer: CheckAnswer, book: RuleBook, as_of: date, wanted: Iterable[str] = ()
) -> Asked:
    """What is open in a case; ``facts``: the same as plain values, ``answer``: what ``check`` says of it; ``wanted``:
    names of keys that the patient's file wants besides (``still_wanted``)."""
    blank = _with_blanks(facts, answer)
    probe = answer
    if blank != facts:
        read = cases_of([blank], book)
        probe = check(CheckRequest(read.cases, as_of), book) if read.cases else answer
    effects = {rule.id: rule.not_met for rule in book.rules}
    names: dict[str, set[str]] = {}
    waiting: dict[str, set[tuple[int, str]]] = {}
    ends: set[str] = set()
    told: set[str] = set()
    for number, finding in _open(probe):
        keys = names_of_pointers(blank, {key for reason in finding.reasons for key in reason.keys})
        if any(reason.who in {each.who for each in look_ups()} for reason in finding.reasons):
            keys.add(LOOK_UPS)
        said = {f"{_list_of(reason.record)}" for reason in finding.reasons if reason.said and reason.record}
        for paper in papers():
            own = {key for key in keys if _is_on(paper, key)}
            if not own and not any(part.path in said for part in paper.parts):
                continue
            if not own:
                told.add(paper.id)
            names.setdefault(paper.id, set()).update(own)
            waiting.setdefault(paper.id, set()).add((number, finding.rule))
            if effects.get(finding.rule, Effect.HOLD) > Effect.REVIEW:
                ends.add(paper.id)
    for name in _claim_needs(case, facts):
        for paper in papers():
            if _is_on(paper, name):
                names.setdefault(paper.id, set()).add(name)
                waiting.setdefault(paper.id, set())
    filed: set[str] = set()
    for name in wanted:
        for paper in papers():
            if _is_on(paper, name):
                filed |= {paper.id} - names.keys()
                names.setdefault(paper.id, set()).add(name)
                waiting.setdefault(paper.id, set())
    asks = [
        Ask(
            paper, frozenset(names[paper.id]), len(waiting[paper.id]), paper.id in ends, paper.id in told,
            only_filed=paper.id in filed,
        )
        for paper in papers()
        if paper.id in names
    ]  # fmt: skip
    asks.sort(key=lambda ask: (ask.only_filed, ask.paper.own, not ask.ends, -ask.waiting))
    every = frozenset(name for some in names.values() for name in some)
    return Asked(tuple(asks), every, blank, probe)


def _open(answer: CheckAnswer) -> Iterator[tuple[int, Finding]]:
    for line in answer.lines:
        for finding in line.findings:
            if finding.effect in ("hold", "review"):
                yield line.line_number, finding


def _list_of(record: str | None) -> str:
    """The list in which a record of a reason stands: ``order SWO-1`` is one of ``orders``."""
    kind = (record or "").partition(" ")[0]
    return {"delivery": "deliveries", "diagnosis": "diagnoses"}.get(kind, f"{kind}s")


def _is_on(paper: PaperForm, name: str) -> bool:
    """Whether a key, or a whole list or section, stands on a paper."""
    steps = name.split(".")
    if paper.own and steps[0] == LOOK_UPS:
        return True
    without_ids = path_of(name).split(".")
    return any(
        without_ids[: len(way)] == way and (len(without_ids) == len(way) or part.has(without_ids[len(way)]))
        for part in paper.parts
        for way in [part.path.split(".")]
    )


def _with_blanks(facts: Facts, answer: CheckAnswer) -> Facts:
    """The case with a blank record in each list that the engine asks for as a whole."""
    wanted = {
        key
        for line in answer.lines
        for finding in line.findings
        for reason in finding.reasons
        for key in reason.keys
        if key.count("/") == 1
    }
    lists = {part.path: part for paper in papers() for part in paper.parts if part.is_list and part.id}
    missing = [path for path in lists if f"/{path}" in wanted and not facts.get(path)]
    if not missing:
        return facts
    blank = deepcopy(facts)
    for path in missing:
        blank[path] = [{"id": BLANK}]
    return blank


def still_wanted(case: Case, facts: Facts, book: RuleBook, as_of: date) -> Iterator[str]:
    """What the page Papers still wants for certain, by the forms' names; some of it no verdict waits for."""
    if case.coverage.payer not in book.payers:
        return
    (listed,) = checklist(ChecklistRequest([case], as_of), book).cases
    for entry in listed.entries:
        if entry.standing is Standing.MISSING and not entry.only_if:
            yield from names_of_pointers(facts, set(entry.keys))


def _claim_needs(case: Case, facts: Facts) -> Iterator[str]:
    """What the claim itself needs, by the forms' names."""
    for path in missing_claim_data(case):
        yield path.partition(" (")[0].replace("[line ", ".").replace("[", ".").replace("]", "")
