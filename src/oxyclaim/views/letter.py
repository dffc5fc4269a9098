"""The checklist as papers: the letter to the practitioner's office, and the list for the supplier's own file.

Both name the patient, since they are worked with at a fax machine, away from the case. The letter holds nothing of the
supplier's own, no ids of rules, and dates as an office writes them.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.engine.catalogue import Authority, authority_id
from oxyclaim.engine.standing import Standing
from oxyclaim.policy.checklist import SUPPLIED_BY
from oxyclaim.services.checklist import Checklist, ChecklistAnswer, Entry, Shown
from oxyclaim.views.blocks import (
    Block,
    Check,
    Checks,
    Choice,
    Document,
    Pairs,
    Section,
    Text,
    reworded,
    us_date,
    us_dates,
)
from oxyclaim.views.check import rule_book_line
from oxyclaim.views.checklist_words import ONLY_SAID, counts, kept, not_needed, said_lines, wanted_shows, where
from oxyclaim.views.paper import (
    BLANK,
    CONFIDENTIAL,
    OWN_FILE,
    OWN_FOOT,
    born,
    fax,
    letterhead,
    patient_name,
    person,
    phone,
)

OFFICIAL = ("CMS", "DME MACs", "DME MACs (CGS and Noridian)")
"""Whose texts an office is told of."""
_REMARK = re.compile(r", as read in .*$|, revision of .*$| \((?:[^()]|\([^()]*\)){12,}\)")


def papers(case: Case, checklist: Checklist, answer: ChecklistAnswer) -> list[Document]:
    """The letter, if the office is asked for anything, and the list for the own file."""
    asked = [entry for entry in checklist.entries if entry.request]
    written = [letter(case, checklist, answer)] if asked else []
    return [*written, own_list(case, checklist, answer)]


def letter(case: Case, checklist: Checklist, answer: ChecklistAnswer) -> Document:
    """What is asked of the practitioner's office."""
    asked = [entry for entry in checklist.entries if entry.request]
    blocks: list[Block] = [
        Pairs(
            (
                ("Date", us_date(answer.as_of)),
                ("To", _to(case)),
                ("From", _supplier(case)),
                ("Telephone, fax", f"{phone(case)}, fax {fax(case)}"),
                ("Patient", f"{patient_name(case)}, date of birth {born(case)}"),
                ("Equipment", f"Home oxygen, {equipment(checklist)}"),
            )
        ),
        Text(""),
        Text(
            "Our patient's health plan pays for oxygen at home only if the medical record shows what is listed below. "
            "Please send us a copy of each record as it stands, or tick that there is none."
        ),
        Text(
            "Please do not change, backdate or re-sign a record for this request. What was done and not written down, "
            "its author may add as a late entry or confirm in an attestation, dated the day it is written.",
            strong=True,
        ),
        *(_asked(number, entry) for number, entry in enumerate(asked, start=1)),
    ]
    blocks += [
        Text(""),
        Text(f"Please return to {_supplier(case)}, fax {fax(case)}. Questions: {phone(case)}", strong=True),
        Text(""),
        Text(f"Completed by: {BLANK}{BLANK}   Telephone: {BLANK}   Date: {BLANK[:12]}"),
    ]
    if named := list(_sources(asked, answer)):
        blocks += [Text(""), Text(f"Required by: {'; '.join(named)}.", "quiet")]
    whole = Document(
        tuple(blocks), "Request for medical records: home oxygen", letterhead=letterhead(case), foot=CONFIDENTIAL
    )
    return reworded(whole, us_dates)


def own_list(case: Case, checklist: Checklist, answer: ChecklistAnswer) -> Document:
    """What the supplier sees to itself, and what is on file."""
    own = [entry for entry in checklist.entries if not entry.request]
    open_ = [entry for entry in own if entry.standing != Standing.ON_FILE]
    on_file = [entry for entry in own if entry.standing == Standing.ON_FILE]
    asked = ", ".join(entry.title for entry in checklist.entries if entry.request)
    verdicts = ", ".join(f"line {line.line} {line.code} {line.verdict}" for line in checklist.lines)
    blocks: list[Block] = [
        Pairs(
            (
                ("Case", f"{checklist.case_id}: {counts([checklist])}"),
                ("Patient", f"{patient_name(case)}, born {born(case)}"),
                ("Equipment", equipment(checklist)),
                ("Verdicts", verdicts),
                ("Asked of the office", asked or "nothing"),
            )
        )
    ]
    if open_:
        blocks.append(Section("To do", (Checks(tuple(map(_to_do, open_))),)))
    if checklist.others:
        told = (Text(f"Line {each.line}, {each.rule} {each.effect}: {each.sentence}") for each in checklist.others)
        blocks.append(Section("Besides", tuple(told)))
    if on_file:
        blocks.append(Section("On file", (Checks(tuple(map(_there, on_file))),)))
    if told_so := not_needed(checklist):
        blocks.append(Text(f"Not needed: {'; '.join(told_so)}.", "quiet"))
    blocks.append(Text(kept(checklist)))
    blocks.append(Text(rule_book_line(answer.rule_book, answer.as_of), "quiet"))
    return reworded(Document(tuple(blocks), OWN_FILE, letterhead=letterhead(case), foot=OWN_FOOT), us_dates)


def equipment(checklist: Checklist) -> str:
    """The codes, by the month that they are billed for."""
    codes: dict[date, list[str]] = {}
    for line in checklist.lines:
        codes.setdefault(line.service_date, []).append(line.code)
    return "; ".join(f"{', '.join(each)}, month of {us_date(day)}" for day, each in codes.items())


def _asked(number: int, entry: Entry) -> Choice:
    """One record that the office is asked for."""
    about = f" It is about the {' and the '.join(entry.about)}." if entry.about else ""
    details = [f"{entry.request}.{about}"]
    if shows := "; ".join(_shown(show, entry) for show in entry.shows):
        details.append(f"It must show: {shows}.")
    if entry.standing == Standing.NOT_GOOD_ENOUGH:
        wrong = [each for each in entry.lacks if ONLY_SAID not in each]
        details += [f"Our copy is not sufficient: {'; '.join(wrong)}."] if wrong and entry.where else []
    return Choice(f"{number}. {entry.title}", ("enclosed", "no such record"), tuple(details))


def _shown(show: Shown, entry: Entry) -> str:
    """What the paper must show; a remark where our copy of it shows it already."""
    return f"{show.words} (our copy shows this)" if entry.where and show.state == "yes" else show.words


def _sources(entries: Sequence[Entry], answer: ChecklistAnswer) -> Iterator[str]:
    """The texts of Medicare and its contractors that ask for it."""
    ids = dict.fromkeys(authority_id(cite) for entry in entries for cite in entry.authorities)
    named = (answer.authorities[id] for id in ids)
    yield from dict.fromkeys(_source(each) for each in named if each.grade == "primary" and each.issuer in OFFICIAL)


def _source(authority: Authority) -> str:
    """Who says it and where, without our remarks on the copy."""
    return f"{authority.issuer}, {_REMARK.sub('', authority.title)}"


def _to_do(entry: Entry) -> Check:
    details = [_sentence(each) for each in entry.lacks]
    if shows := wanted_shows(entry):
        details.append(f"It must show: {'; '.join(shows)}")
    for remedy in entry.remedies:
        helps = f"; it helps {remedy.helps}" if remedy.helps else ""
        details.append(f"To fix: {remedy.action} ({remedy.who}){helps}")
    if entry.only_if:
        details.append(f"Wanted only if the rule applies: {entry.only_if}")
    told = f"{said_lines(entry)}, from: {SUPPLIED_BY[entry.supplied_by]}. When: {entry.by}. "
    details.append(f"{_sentence(told)}Rule: {', '.join(entry.rules)}.")
    return Check(entry.standing, entry.title, tuple(details))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _there(entry: Entry) -> Check:
    papers_ = where(entry)
    told = f"{entry.title}{f' - {papers_}' if papers_ else ''} ({said_lines(entry)})"
    return Check("", told, done=True)


def _to(case: Case) -> str:
    practitioner = case.practitioner
    npi = f", NPI {practitioner.npi}" if practitioner and practitioner.npi else ""
    return (person(practitioner.last_name, practitioner.first_name) if practitioner else BLANK) + npi


def _supplier(case: Case) -> str:
    return (case.supplier and case.supplier.name) or BLANK
