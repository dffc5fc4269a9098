"""The payer's wanted evidence as a checklist.

A payer writes its evidence in its own words. A word of the case file (a kind of paper, or one of ``RECORDS``) is looked
up there. Any other words are on file where a paper on file has them as its description; else a person looks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from oxyclaim.case.models import BloodGasTest, Case, Document, Documented, Order
from oxyclaim.engine.grains import PAPER, WANTED_PAPER
from oxyclaim.engine.rows import Row
from oxyclaim.engine.standing import Standing
from oxyclaim.policy.rules.coverage.own_papers.criteria import (
    is_such_a_paper,
    paper_on_file,
    states_what_is_wanted,
    young_enough_paper,
)
from oxyclaim.services.authorization.contents import BY_HAND, Evidence, Kind, Term
from oxyclaim.services.authorization.facts import LineFacts
from oxyclaim.services.authorization.record import on_file, orders_of, standing_of, where
from oxyclaim.services.authorization.terms import listed, term

PRACTITIONER, SUPPLIER = "the treating practitioner", "the supplier's records"
PREPARER = "whoever prepares the request"


def _tests(method: str | None = None) -> Callable[[LineFacts], Sequence[Documented]]:
    return lambda line: [test for test in line.case.tests or () if method in (None, test.method)]


def _orders(key: str = "order_date") -> Callable[[LineFacts], Sequence[Documented]]:
    return lambda line: [order for order in orders_of(line) if getattr(order, key) is not None]


def _with_flow(line: LineFacts) -> Sequence[Order]:
    flows = ("flow_lpm", "day_flow_lpm", "night_flow_lpm")
    return [order for order in orders_of(line) if any(getattr(order, flow) is not None for flow in flows)]


RECORDS: dict[str, Callable[[LineFacts], Sequence[Documented]]] = {
    "test": _tests(),
    "test_result": _tests(),
    "test_results": _tests(),
    "test_values": _tests(),
    "test_report": _tests(),
    "blood_gas_test": _tests(),
    "oximetry": _tests("oximetry"),
    "arterial_blood_gas": _tests("arterial_blood_gas"),
    "order": _orders(),
    "written_order": _orders(),
    "standard_written_order": _orders(),
    "length_of_need": _orders("length_of_need_days"),
    "flow": _with_flow,
    "diagnosis": lambda line: [each for each in line.case.diagnoses or () if each.icd10],
    "encounter": lambda line: line.case.encounters or (),
    "visit": lambda line: line.case.encounters or (),
    "face_to_face_encounter": lambda line: line.case.encounters or (),
    "follow_up": lambda line: line.case.follow_ups or (),
    "continued_need": lambda line: [each for each in line.case.follow_ups or () if each.shows_need],
    "continued_use": lambda line: [each for each in line.case.follow_ups or () if each.shows_use],
    "proof_of_delivery": lambda line: line.case.deliveries or (),
}
"""Words of the case file for its records; the key is written with _ or with spaces."""
OF_THE_SUPPLIER = {"proof_of_delivery", "invoice", "supplier_record", "payer_form"}
PAPERS = frozenset(
    kind for option in get_args(Document.model_fields["kind"].annotation) for kind in get_args(option)
) - {"other"}
"""The kinds of paper that the case file knows."""
FORM_PAPERS = {"cms-484": "certificate_of_medical_necessity"}
"""Forms that have a kind of paper of their own in the case file."""


@dataclass(frozen=True)
class _Found:
    standing: Standing
    where: str
    date: date | None


def evidence_of(line: LineFacts, kind: Kind, earlier_began: date | None) -> tuple[Evidence, ...]:
    """What the payer wants with a request of this kind, and how each stands; its form comes last."""
    name = "authorization_renewal_evidence" if kind is Kind.RENEWAL else "authorization_evidence"
    wanted = term(line.catalogue, line.payer, name, line.day)
    found = [_wanted(line, words, wanted, earlier_began) for words in listed(wanted)]
    return (*found, *_papers(line), *_form(line))


def wanted_unset(line: LineFacts, kind: Kind) -> bool:
    """Whether the payer's file does not say what a request of this kind must hold."""
    name = "authorization_renewal_evidence" if kind is Kind.RENEWAL else "authorization_evidence"
    return term(line.catalogue, line.payer, name, line.day).value is None


def _wanted(line: LineFacts, words: str, wanted: Term, earlier_began: date | None) -> Evidence:
    kinds = _kinds(words)
    supplied_by = SUPPLIER if kinds[0] in OF_THE_SUPPLIER else PRACTITIONER
    shown = words if " " in words else words.replace("_", " ")
    if any(kind not in RECORDS and kind not in PAPERS for kind in kinds):
        return _described(line.case, words, wanted)
    found = [each for kind in kinds for each in (*_of_records(line, kind), *_of_papers(line.case, kind))]
    here = [each for each in found if each.standing is Standing.ON_FILE]
    places = tuple(dict.fromkeys(each.where for each in here or found))
    if not found:
        return Evidence(shown, Standing.MISSING, (), "", supplied_by, wanted.cites)
    if not here:
        return Evidence(shown, Standing.REPORTED, places, "the paper is not on file", supplied_by, wanted.cites)
    if (
        earlier_began
        and all(each.date is None or each.date < earlier_began for each in here)
        and not TIMELESS.issuperset(kinds)
    ):
        note = f"nothing dated since the earlier approval began ({earlier_began}): see if the payer requires a new one"
        return Evidence(shown, BY_HAND, places, note, supplied_by, wanted.cites)
    return Evidence(shown, Standing.ON_FILE, places, "", supplied_by, wanted.cites)


def _kinds(words: str) -> list[str]:
    """What the words name, as the case file writes it; several are alternatives: "arterial blood gas or oximetry"."""
    written = " ".join(words.casefold().replace("-", " ").replace("_", " ").split())
    return [
        each.removeprefix("the ").removeprefix("an ").removeprefix("a ").replace(" ", "_")
        for each in written.split(" or ")
    ]


TIMELESS = {"diagnosis", "proof_of_delivery"}
"""What does not grow old between an approval and its renewal."""


def _of_records(line: LineFacts, word: str) -> Iterator[_Found]:
    papers = on_file(line.case)
    for record in RECORDS[word](line) if word in RECORDS else ():
        day = record.order_date if isinstance(record, Order) else getattr(record, "date", None)
        label = f", {record.id}" if isinstance(record, (Order, BloodGasTest)) else ""
        dated = f" of {day}" if day else ""
        yield _Found(standing_of(record, papers), f"{where(record)}{label}{dated}", day)


def _of_papers(case: Case, word: str) -> Iterator[_Found]:
    named = {record.document for record in case.tests or ()} | {record.document for record in case.orders or ()}
    for document in case.documents or ():
        if document.kind == word and document.id not in named:
            standing = Standing.ON_FILE if document.on_file else Standing.REPORTED
            yield _Found(standing, document.id + (f" of {document.date}" if document.date else ""), document.date)


def _described(case: Case, words: str, wanted: Term) -> Evidence:
    """Evidence in words of the payer's own: a paper that has them as its description, or a person who looks."""
    for document in case.documents or ():
        if document.description and " ".join(words.casefold().split()) in " ".join(
            document.description.casefold().split()
        ):
            standing = Standing.ON_FILE if document.on_file else Standing.REPORTED
            return Evidence(words, standing, (document.id,), "", PRACTITIONER, wanted.cites)
    note = "the payer's own words: see that the papers hold it, and list the paper with these words as its description"
    return Evidence(words, BY_HAND, (), note, PREPARER, wanted.cites)


def _papers(line: LineFacts) -> Iterator[Evidence]:
    """The papers that the payer wants only for the request."""
    wanted = term(line.catalogue, line.payer, "wanted_papers", line.day)
    for entry in line.under(WANTED_PAPER, line.row):
        codes = entry["wanted_paper.codes"]
        if entry["wanted_paper.when"] == "for_authorization" and (codes is None or line.code in codes):
            yield _paper(line, entry, wanted)


def _paper(line: LineFacts, entry: Row, wanted: Term) -> Evidence:
    supplied_by = SUPPLIER if entry["wanted_paper.kind"] in OF_THE_SUPPLIER else PRACTITIONER
    such = [each for each in line.under(PAPER, entry) if line.value(is_such_a_paper, each) is True]
    judged = sorted((_judged(line, each) for each in such), key=lambda each: _BEST_FIRST.index(each[0]))
    words = entry["wanted_paper.words"]
    if not judged:
        return Evidence(words, Standing.MISSING, (), "", supplied_by, wanted.cites)
    standing, place, note = judged[0]
    return Evidence(words, standing, (place,), note, supplied_by, wanted.cites)


_BEST_FIRST = (Standing.ON_FILE, BY_HAND, Standing.REPORTED, Standing.NOT_GOOD_ENOUGH)


def _judged(line: LineFacts, paper: Row) -> tuple[str, str, str]:
    """How a paper of the kind wanted stands, which it is, and what is wrong with it."""
    asked = {
        young_enough_paper: ("too old", "its date"),
        states_what_is_wanted: ("it does not state all that", "what it states"),
    }
    values = {criterion: line.value(criterion, paper) for criterion in asked}
    failing = [asked[criterion][0] for criterion, value in values.items() if value is False]
    unknown = [asked[criterion][1] for criterion, value in values.items() if value is None]
    place = paper["paper.id"]
    if failing:
        return Standing.NOT_GOOD_ENOUGH, place, " and ".join(failing)
    if line.value(paper_on_file, paper) is not True:
        return Standing.REPORTED, place, "the paper is not on file"
    if unknown:
        return BY_HAND, place, f"{' and '.join(unknown)} is not entered (documents: date, states)"
    return Standing.ON_FILE, place, ""


def _form(line: LineFacts) -> Iterator[Evidence]:
    """The payer's form, filled in."""
    form = term(line.catalogue, line.payer, "authorization_form", line.day)
    if form.value is None:
        return
    kinds = {"payer_form", *(kind for name, kind in FORM_PAPERS.items() if name in str(form.value).casefold())}
    papers = [document for document in line.case.documents or () if document.kind in kinds]
    here = [document.id for document in papers if document.on_file]
    words = f"the form, filled in: {form.value}"
    if here:
        yield Evidence(words, Standing.ON_FILE, tuple(here), "", PREPARER, form.cites)
    elif papers:
        places = tuple(document.id for document in papers)
        yield Evidence(words, Standing.REPORTED, places, "the paper is not on file", PREPARER, form.cites)
    else:
        yield Evidence(words, Standing.MISSING, (), "", PREPARER, form.cites)
