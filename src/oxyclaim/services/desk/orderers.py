"""Who may order: CMS's Order and Referring file as the user has loaded it, and how a practitioner stands on it.

The file is public (data.cms.gov, "Order and Referring"): one row an NPI, with legal names as in PECOS and Y or N for
Part B, medical equipment (DME), home health, power mobility and hospice. No rule of the rule book reads it; it is shown
with its date, since claims are rejected whose ordering practitioner is not on it or is named in another way.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import BinaryIO, Literal

from oxyclaim.case.models import Case, Practitioner
from oxyclaim.services.desk.kept import SupplierDesk
from oxyclaim.services.desk.shelves import Orderer, OrdererList
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.store.kept import Change

COLUMNS = ("NPI", "LAST_NAME", "FIRST_NAME", "DME")
"""What is read of the file."""
FLAGS = {"Y": True, "N": False}
TOGETHER = 5_000
"""Rows that are kept in one go."""
OLD = timedelta(days=45)
"""After so long a newer file is asked for: CMS publishes one several times a month."""
Standing = Literal["may order", "not for equipment", "another name", "not on the list", "no list", "no number"]


@dataclass(frozen=True)
class TakenIn:
    """A list that counts from now on: rows of the file = practitioners + doubled + unreadable."""

    published_on: date
    rows: int
    practitioners: int
    doubled: int
    unreadable: int


@dataclass(frozen=True)
class OrdererTold:
    """How a practitioner stands; ``listed``: the list that this rests on, ``old``: a newer one is to be had."""

    npi: str
    standing: Standing
    words: str
    listed: OrdererList | None
    old: bool

    @property
    def is_fine(self) -> bool:
        """Whether nothing speaks against the claim."""
        return self.standing == "may order"


def take_in_list(desk: SupplierDesk, file: BinaryIO, published_on: str, as_of: date, change: Change) -> TakenIn:
    """Take a file in; the list before counts until all rows of the new one are there. Raises BadInput."""
    day = _published(published_on, as_of)
    sha256 = _sha256(file)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    rows = csv.DictReader(text)
    try:
        header = [name.strip().upper() for name in rows.fieldnames or ()]
    except csv.Error:
        header = []
    rows.fieldnames = header
    if missing := [name for name in COLUMNS if name not in header]:
        message = f"is not CMS's Order and Referring file: it has no column {', '.join(missing)}"
        raise BadInput([Problem("wrong_columns", message, path="file", allowed=COLUMNS)])
    number = desk.begin_orderers(day, sha256, change)
    try:
        told = _taken(desk, number, rows, day)
    except BaseException:
        desk.drop_orderers(number)
        raise
    if not told.practitioners:
        desk.drop_orderers(number)
        raise BadInput([Problem("no_rows", "holds no practitioner; the list before still counts", path="file")])
    desk.finish_orderers(number, told.practitioners, change)
    return told


def standing_of(desk: SupplierDesk, who: Practitioner | None, as_of: date) -> OrdererTold:
    """How the practitioner of a case stands on the list that is loaded."""
    npi = who.npi if who else None
    return _told(who, desk.orderer_list(), desk.orderers([npi] if npi else []), as_of)


def doubtful(desk: SupplierDesk, cases: Sequence[Case], as_of: date) -> dict[str, OrdererTold]:
    """The cases, by id, whose practitioner the list that is loaded speaks against; none where no list is loaded."""
    listed = desk.orderer_list()
    if listed is None:
        return {}
    found = desk.orderers([case.practitioner.npi for case in cases if case.practitioner and case.practitioner.npi])
    told = {case.case_id: _told(case.practitioner, listed, found, as_of) for case in cases}
    return {case_id: each for case_id, each in told.items() if not each.is_fine}


def _told(
    who: Practitioner | None, listed: OrdererList | None, found: Mapping[str, Orderer], as_of: date
) -> OrdererTold:
    npi = (who.npi if who else None) or ""
    old = listed is not None and listed.published_on + OLD < as_of

    def told(standing: Standing, words: str) -> OrdererTold:
        return OrdererTold(npi, standing, words, listed, old)

    if not npi:
        return told("no number", "The practitioner's NPI is not entered yet.")
    if listed is None:
        return told("no list", "No file of those who may order is loaded, so the practitioner was not checked.")
    one = found.get(npi)
    if one is None:
        return told("not on the list", "Not on the list: make sure of the enrollment in PECOS before a claim goes out.")
    if not one.dme:
        return told("not for equipment", "On the list, but not for medical equipment: Medicare denies what they order.")
    named = (who.last_name or "", who.first_name or "") if who else ("", "")
    if all(named) and tuple(map(_bare, named)) != (_bare(one.last_name), _bare(one.first_name)):
        listed_as = f"{one.last_name.title()}, {one.first_name.title()}"
        words = f"On the list as {listed_as}: the claim must carry that name, and the case says {', '.join(named)}."
        return told("another name", words)
    return told("may order", "On the list, and may order medical equipment.")


def _published(typed: str, as_of: date) -> date:
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        message = "give the day on which CMS published the file; it stands in its name"
        raise BadInput([Problem("no_day", message, path="published_on")]) from None
    if day > as_of:
        raise BadInput([Problem("later_day", "the day lies in the future", path="published_on", found=day.isoformat())])
    return day


def _sha256(file: BinaryIO) -> str:
    """The hash of a file, which is then at its beginning again."""
    found = hashlib.sha256()
    while part := file.read(1 << 20):
        found.update(part)
    file.seek(0)
    return found.hexdigest()


def _taken(desk: SupplierDesk, number: int, rows: Iterator[dict[str, str]], day: date) -> TakenIn:
    seen: set[int] = set()
    count, doubled, unreadable, some = 0, 0, 0, list[Orderer]()
    try:
        for row in rows:
            count += 1
            one = _orderer(row)
            if one is None:
                unreadable += 1
            elif int(one.npi) in seen:
                doubled += 1
            else:
                seen.add(int(one.npi))
                some.append(one)
            if len(some) == TOGETHER:
                desk.add_orderers(number, some)
                some = []
    except csv.Error as error:
        message = f"cannot be read after row {count} ({error}); the list before still counts"
        raise BadInput([Problem("unreadable_file", message, path="file")]) from None
    desk.add_orderers(number, some)
    return TakenIn(day, count, len(seen), doubled, unreadable)


def _orderer(row: dict[str, str]) -> Orderer | None:
    npi, dme = (row["NPI"] or "").strip(), FLAGS.get((row["DME"] or "").strip().upper())
    if not re.fullmatch(r"[12][0-9]{9}", npi) or dme is None:
        return None
    return Orderer(npi, (row["LAST_NAME"] or "").strip(), (row["FIRST_NAME"] or "").strip(), dme)


def _bare(name: str) -> str:
    return "".join(each for each in name.casefold() if each.isalnum())
