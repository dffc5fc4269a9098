"""Guided intake of a case: the next paper as a form, the verdict as it would be, and the save."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from oxyclaim.case.canonical import case_of
from oxyclaim.case.merging import Side, merge
from oxyclaim.case.models import Case
from oxyclaim.services.cases import cases_of
from oxyclaim.services.check import CheckAnswer
from oxyclaim.services.desk.intake.asking import Ask, Asked, asked, still_wanted
from oxyclaim.services.desk.intake.entering import Entered, Read, changed, enter, look_up_all
from oxyclaim.services.desk.intake.form import Form, form_of
from oxyclaim.services.desk.intake.layout import PaperForm, papers
from oxyclaim.services.desk.intake.places import Facts, get, put
from oxyclaim.services.desk.intake.ranking import ranked
from oxyclaim.services.desk.intake.starting import payers_of
from oxyclaim.services.desk.judging import check_one
from oxyclaim.services.desk.kept import Draft, SupplierDesk
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change, Conflict

VERSION = "version"
"""The field that says on which version a form stands."""
HOW = "how"
"""The field that says whether a paper is here; the verdict is shown before it is answered, as if it were only told."""
MINE = "mine"


@dataclass(frozen=True)
class Guide:
    """A case that is being entered. ``form``: the paper that is open, None where nothing is asked any more; ``asked``:
    what is open on each paper; ``draft``: whether the form shows what was typed and never saved; ``payers``: those to
    choose from, id and name."""

    case: Case
    version: int
    answer: CheckAnswer
    asked: Asked
    form: Form | None
    draft: bool
    payers: tuple[tuple[str, str], ...] = ()

    def ask_of(self, paper: PaperForm) -> Ask | None:
        """What is open on a paper."""
        return next((ask for ask in self.asked.asks if ask.paper is paper), None)


@dataclass(frozen=True)
class Tried:
    """What the verdicts would be with what is typed, and how many papers would be open; None where something of it
    cannot be read."""

    answer: CheckAnswer | None
    open_papers: int
    problems: dict[str, str]


@dataclass(frozen=True)
class SaveTried:
    """A save: the version that was made, or what is wrong, or the keys that somebody else has changed too."""

    version: int | None
    problems: dict[str, str]
    sides: tuple[Side, ...] = ()
    current: int = 0


def guide(
    desk: SupplierDesk,
    account_id: str,
    case_id: str,
    paper: PaperForm | None,
    book: RuleBook,
    as_of: date,
    add: str = "",
) -> Guide:
    """The case and the form of a paper; of the one to be entered next where none is named. Raises KeyError."""
    head = desk.head(case_id)
    case, facts = case_of(head.text), json.loads(head.text)
    answer = check_one(desk, case, book, as_of)
    open_now = ranked(asked(case, facts, answer, book, as_of, still_wanted(case, facts, book, as_of)), book, as_of)
    shown = paper or (open_now.next.paper if open_now.next else None)
    if shown is None:
        return Guide(case, head.version, answer, open_now, None, draft=False)
    payers = payers_of(book)
    draft = desk.draft(account_id, _form_id(case_id, shown))
    typed = json.loads(draft.entered) if draft and draft.version == head.version and not add else None
    form = form_of(shown, facts, open_now.names, add=add, entered=typed, payers=payers)
    return Guide(case, head.version, answer, open_now, form, draft=typed is not None, payers=payers)


def again(guided: Guide, paper: PaperForm, facts: Facts, entered: Entered, problems: dict[str, str]) -> Guide:
    """The same form with what was typed, and what is wrong with it beside each field."""
    form = form_of(paper, facts, guided.asked.names, entered=entered, problems=problems, payers=guided.payers)
    return replace(guided, form=form)


def try_out(
    desk: SupplierDesk,
    account_id: str,
    case_id: str,
    paper: PaperForm,
    entered: Entered,
    book: RuleBook,
    now: datetime,
    as_of: date,
) -> Tried:
    """Keep what is typed as a draft, and judge the case as if it were saved. Raises KeyError."""
    head = desk.head(case_id)
    draft = Draft(_form_id(case_id, paper), _version(entered, head.version), json.dumps(dict(entered)))
    desk.put_draft(account_id, draft, now)
    read = enter(paper, json.loads(head.text), entered, book)
    problems = {name: said for name, said in read.problems.items() if name != HOW}
    if read.case is None and problems:
        return Tried(None, 0, problems)
    case = read.case or cases_of([read.facts], book).cases[0]
    answer = check_one(desk, case, book, as_of)
    return Tried(answer, asked(case, read.facts, answer, book, as_of).open_papers, {})


def save(
    desk: SupplierDesk,
    account_id: str,
    case_id: str,
    paper: PaperForm,
    entered: Entered,
    book: RuleBook,
    change: Change,
    chosen: Mapping[str, str] | None = None,
) -> SaveTried:
    """Save what was typed as a version that stands on the one that the form names; others' changes of other keys stay.

    ``chosen``: of keys that both have changed, whose value is taken, ``mine`` or ``theirs``. Raises KeyError.
    """
    head = desk.head(case_id)
    expected = _version(entered, head.version)
    base = next((each for each in desk.store.versions(case_id) if each.version == expected), head)
    facts = json.loads(base.text)
    read = enter(paper, facts, entered, book)
    reason = change.reason or changed(facts, read.facts)
    if chosen and read.case:
        read = _decided(facts, json.loads(head.text), read.facts, chosen, book)
        base = head
    if read.case is None:
        return SaveTried(None, read.problems)
    try:
        saved = desk.store.save(read.case, base.version, replace(change, reason=reason))
    except Conflict as conflict:
        return SaveTried(None, {}, conflict.sides, head.version)
    desk.drop_draft(account_id, _form_id(case_id, paper))
    return SaveTried(saved.version, {})


def _decided(before: Facts, kept: Facts, given: Facts, chosen: Mapping[str, str], book: RuleBook) -> Read:
    """Both changes put together; of what both have changed, that which was chosen, and else what is kept."""
    merged = merge(before, kept, given)
    for side in merged.clashes:
        if chosen.get(side.path) == MINE:
            put(merged.value, side.path, side.given)
            if get(merged.value, side.path) != side.given:
                return Read(merged.value, None, {"": f"{side.path} cannot be put together; enter it once more"})
    read = cases_of([merged.value], book)
    problems = {"": "; ".join(map(str, read.problems))} if read.problems else {}
    return Read(merged.value, None if problems else read.cases[0], problems)


def save_look_ups(
    desk: SupplierDesk, case_id: str, day: str, questions: Sequence[str], book: RuleBook, change: Change
) -> SaveTried:
    """Save that these things were looked up on a day, and nothing was found. Raises KeyError."""
    head = desk.head(case_id)
    facts = json.loads(head.text)
    read = look_up_all(facts, day, questions, book)
    if read.case is None:
        return SaveTried(None, read.problems)
    reason = change.reason or "looked up before billing: nothing found"
    saved = desk.store.save(read.case, head.version, replace(change, reason=reason))
    return SaveTried(saved.version, {})


def form_at(desk: SupplierDesk, case_id: str) -> Facts:
    """The facts of the latest version. Raises KeyError."""
    facts: Facts = json.loads(desk.head(case_id).text)
    return facts


def all_papers() -> tuple[PaperForm, ...]:
    """Every paper that can be entered."""
    return papers()


def _version(entered: Entered, otherwise: int) -> int:
    given = entered.get(VERSION, "")
    return int(given) if isinstance(given, str) and given.isdigit() else otherwise


def _form_id(case_id: str, paper: PaperForm) -> str:
    return f"{case_id}/{paper.id}"
