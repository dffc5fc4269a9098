"""A mapping is proposed from the headings of an export: what is known is filled in, what is not known is asked."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from oxyclaim.intake.cells import DateOrder, Unread, cell_reader
from oxyclaim.intake.mapping import OF_EVERY_MONTH, SEVERAL
from oxyclaim.intake.tables import Table
from oxyclaim.intake.targets import COMPLETE, LISTS, Target, targets

EVERYWHERE = ("patient", "coverage", "practitioner", "clinical", "answers", "diagnoses")
"""Sections whose columns stand in files of any kind."""
WIDE = ("items", "orders", "tests", "deliveries", "encounters", "follow_ups")
"""Lists in the order in which a wide file means them where a heading, such as HCPCS, could be of several."""
LOOKED_AT = 5_000
"""Rows that are looked at for how dates and words are written."""
MOST_WORDS = 40
_TWO_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}")
_PLAIN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9 _./()%-]*[A-Za-z0-9)%.]|[A-Za-z]")
_NOT_PLAIN = frozenset(("yes", "no", "true", "false", "on", "off", "null", "y", "n", "none"))


@dataclass(frozen=True)
class Proposed:
    """What is proposed of a file: each heading with its key, or with none."""

    table: Table
    patient: str | None
    columns: dict[str, str | None]

    @property
    def sections(self) -> set[str]:
        """The sections that its columns fill."""
        return {path.partition(".")[0] for path in self.columns.values() if path}


@cache
def _aliases() -> dict[str, Any]:
    text = files("oxyclaim.intake").joinpath("aliases.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return found


def proposed(table: Table) -> Proposed:
    """What the headings of a file mean, as far as they are known."""
    own = _section_of(table)
    ids: Sequence[str] = _aliases()["patient_id"]
    patient = next((heading for alias in ids for heading in table.headings if _bare(heading) == alias), None)
    columns: dict[str, str | None] = {}
    used: set[str] = set()
    for heading in table.headings:
        if not heading:
            continue
        path = _path(heading, own, used) if heading != patient else None
        if path is not None:
            used.add(path)
        if heading != patient:
            columns[heading] = path
    return Proposed(table, patient, columns)


def _section_of(table: Table) -> str | None:
    """The list that a file is about, by its name, else by its headings; None for a wide file of several lists."""
    name = _bare(table.sheet or table.path.stem)
    for section, words in _aliases()["files"].items():
        if any(word in name for word in words):
            return str(section)
    counts = {
        section: sum(any(_bare(heading) in words for words in keys.values()) for heading in table.headings)
        for section, keys in _aliases()["sections"].items()
        if section not in EVERYWHERE
    }
    several = [section for section, count in counts.items() if count > 1]
    return several[0] if len(several) == 1 else None


def _path(heading: str, own: str | None, used: set[str]) -> str | None:
    """The key of a heading: of the file's own list, else of the sections that stand everywhere, else of any list."""
    sections: Mapping[str, Mapping[str, Sequence[str]]] = _aliases()["sections"]
    bare = _bare(heading)
    order = [*([own] if own else ()), *EVERYWHERE]
    wide = dict.fromkeys([*EVERYWHERE, *WIDE, *sections])
    for section in order if own else wide:
        for key, words in sections.get(section, {}).items():
            path = f"{section}.{key}"
            if (bare in words or bare == _bare(path)) and (path not in used or path in SEVERAL):
                return path
    for path in targets():  # the case file's own name of the key
        if heading.strip().casefold() == path and path not in used:
            return path
    return None


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.casefold()).split())


def mapping_text(found: Sequence[Proposed]) -> str:
    """The mapping as YAML with comments that say what is to be decided."""
    order, sure = _date_order(found)
    lines = [
        "# How this export becomes cases: which heading is which key of the case file (docs/importing.md).",
        "# Proposed from the headings. Look at every line; `ASK` marks what a person must answer.",
        'import_version: "1"',
        f"dates: {order}" + ("" if sure else "  # ASK: no date tells; or day/month/year, year-month-day"),
        "",
        "# What is the same in every case: your own data, and what the export does not say.",
        *_constants(found),
        "",
        "# What the export writes, and what the case file writes for it.",
        *_words(found, order),
        "",
        "# What an empty cell says. A pick-up is never presumed: only if an empty pick-up cell of this export",
        "# does mean that the equipment is still with the patient, take the # away.",
        "# blank:",
        "#   items.device.picked_up: none",
        "",
        *_confirmed(found),
        '# Patient ids that mean another id\'s patient, as "P-77": "P-12".',
        "# merge:",
        "",
        "files:",
    ]
    for each in found:
        lines += _file(each)
    return "\n".join(lines) + "\n"


_OWN_DATA = (
    "coverage.payer_name", "coverage.payer_id", "coverage.assignment", "coverage.benefits_assigned",
    "coverage.release_signed", "supplier.name", "supplier.npi", "supplier.tax_id", "supplier.taxonomy",
    "supplier.address.line_1", "supplier.address.city", "supplier.address.state", "supplier.address.zip",
    "submitter.id", "submitter.name", "submitter.contact_name", "submitter.contact_phone", "submitter.receiver_id",
    "submitter.receiver_name",
)  # fmt: skip


ASKED_OF_A_FILE = {
    **{path: ", ".join(targets()[path].words) for path in OF_EVERY_MONTH},
    "history.payer": "who answered: medicare, medicare_advantage, other, or a payer's file by its name",
    "items.acquisition": ", ".join(targets()["items.acquisition"].words),
    "items.units": "units of each line; of a rental, 1",
}
"""What a file of such records must tell, by a column or for all of them."""


def _constants(found: Sequence[Proposed]) -> Iterator[str]:
    have = {path for each in found for path in each.columns.values() if path}
    if "coverage.payer" in have:
        yield "# constants:"
    else:
        yield "constants:"
        yield "  coverage.payer: medicare  # ASK: the payer of them all"
    yield from (f"#  {path}:" for path in _OWN_DATA if path not in have)


def _confirmed(found: Sequence[Proposed]) -> list[str]:
    if not any("papers" in each.sections for each in found):
        return []
    return [
        "# What else is stated by the person who confirms a page of a kind (confirmed_by, confirmed_on), where the",
        "# export is silent. ASK: take the # away only from what your people do look for on each such page.",
        "# confirmed:",
        "#   standard_written_order:",
        *(f"#     orders.{key}: yes" for key in (
            "names_beneficiary", "describes_items", "states_quantity", "names_practitioner", "signed")),
        "#   proof_of_delivery: {deliveries.signed: yes, deliveries.complete: yes}",
        "",
    ]  # fmt: skip


def _file(each: Proposed) -> Iterator[str]:
    yield f"  - name: {_quoted(each.table.path.name)}"
    if each.table.sheet:
        yield f"    sheet: {_quoted(each.table.sheet)}"
    yield f"    patient: {_quoted(each.patient)}" if each.patient else "    patient: # ASK: the heading of the id"
    whole = [name for name in COMPLETE if name in each.sections]
    if whole:
        yield f"    complete:  # ASK: yes if the file holds every record of {' and '.join(whole)} of these patients"
    yield "    columns:"
    for heading, path in each.columns.items():
        if path is None:
            yield f"      {_quoted(heading)}:  # not used"
        else:
            yield f"      {_quoted(heading)}: {path}"
    asked = [path for path in ASKED_OF_A_FILE if path.partition(".")[0] in each.sections]
    if asked := [path for path in asked if path not in each.columns.values()]:
        yield "    # What is true of every record of this file; where it differs, map a column of it instead."
        yield "    constants:"
        yield from (f"      {path}:  # ASK: {ASKED_OF_A_FILE[path]}" for path in asked)


def _date_order(found: Iterable[Proposed]) -> tuple[DateOrder, bool]:
    """How dates are written, as most of those tell that can be one thing alone; and whether any did."""
    day_first = month_first = slashed = others = 0
    for each in found:
        for heading, path in each.columns.items():
            if path and targets()[path].kind in ("date", "picked_up"):
                for text in texts_under(each.table, heading):
                    match = _TWO_NUMBERS.match(text)
                    slashed += match is not None
                    others += match is None
                    day_first += match is not None and int(match[1]) > 12 >= int(match[2])
                    month_first += match is not None and int(match[2]) > 12 >= int(match[1])
    if not slashed and others:
        return "year-month-day", True
    order: DateOrder = "day/month/year" if day_first > month_first else "month/day/year"
    return order, day_first != month_first


def own_words(found: Sequence[Proposed], order: DateOrder) -> dict[str, dict[str, str]]:
    """By key the words of an export for which the case file has others, each with the one known for it, if any."""
    own: dict[str, dict[str, str]] = {}
    for each in found:
        for heading, path in each.columns.items():
            target = targets().get(path or "")
            if target is not None and (target.kind == "word" or path in _aliases()["words"]) and not target.private:
                for text in sorted(set(texts_under(each.table, heading)))[:MOST_WORDS]:
                    if not _is_read(target, text, order):
                        known = _aliases()["words"].get(path, {}).get(_bare(text), "")
                        own.setdefault(target.path, {})[text] = known
    return own


def _words(found: Sequence[Proposed], order: DateOrder) -> Iterator[str]:
    own = own_words(found, order)
    if not own:
        yield "# words:"
        return
    yield "words:"
    for path, words in own.items():
        yield f"  {path}:"
        for theirs, ours in words.items():
            allowed = ", ".join(targets()[path].words)
            yield f"    {_quoted(theirs)}: " + (ours or f" # ASK: {allowed or 'which word'}")


def _is_read(target: Target, text: str, order: DateOrder) -> bool:
    if not target.words:
        return target.path not in _aliases()["words"] or text in _own_words(target.path)
    try:
        cell_reader(target, order, {})(text)
    except Unread:
        return False
    return True


def _own_words(path: str) -> set[str]:
    return set(_aliases()["words"][path].values())


def texts_under(table: Table, heading: str) -> Iterator[str]:
    """What stands under a heading, in the rows that are looked at, without empty cells."""
    place = table.headings.index(heading)
    return (row.cells[place] for row in table.rows[:LOOKED_AT] if row.cells[place])


def _quoted(text: str | None) -> str:
    plain = text is not None and _PLAIN_KEY.fullmatch(text) and text.casefold() not in _NOT_PLAIN
    return text if plain and text is not None else json.dumps(text or "", ensure_ascii=False)


assert set(_aliases()["sections"]) <= {*LISTS, *EVERYWHERE, "papers"}
