"""A paper as a form: its records, what is asked of each, what stands there, and what is left for later."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from oxyclaim.services.desk.intake.asking import BLANK
from oxyclaim.services.desk.intake.kinds import Input, kinds_of
from oxyclaim.services.desk.intake.layout import PaperForm, Part
from oxyclaim.services.desk.intake.places import LISTS, Facts, get, path_of, records_at

PAYER = ("coverage", "payer")
"""The key that is one of the rule book's payers."""
HOW_KNOWN = ("basis", "document", "page", "reported", "id")


@dataclass(frozen=True)
class Field:
    """A question: the key's name in the form, its words, the input, what stands there as text, and what is wrong.

    ``hint``: what a newcomer asks about it. ``needed``: an open rule reads it. ``values``: of an input that takes
    several.
    """

    name: str
    label: str
    about: str
    input: Input
    words: tuple[tuple[str, str], ...]
    value: str
    values: tuple[str, ...]
    needed: bool
    problem: str = ""
    hint: str = ""


@dataclass(frozen=True)
class RecordForm:
    """A record on the paper: the questions now, and those that may be answered beside."""

    name: str
    title: str
    fields: tuple[Field, ...]
    more: tuple[Field, ...]
    is_new: bool


@dataclass(frozen=True)
class Form:
    """A paper's form. ``documented``: its facts are shown on paper, ``document`` and ``page`` say where; else told."""

    paper: PaperForm
    records: tuple[RecordForm, ...]
    documents: tuple[tuple[str, str], ...]
    document: str
    page: str
    how: str
    addable: tuple[tuple[str, str], ...]

    @property
    def questions(self) -> int:
        """How many questions it asks now."""
        return sum(len(record.fields) for record in self.records)


def form_of(
    paper: PaperForm,
    facts: Facts,
    needed: Collection[str],
    *,
    add: str = "",
    entered: Mapping[str, Any] | None = None,
    problems: Mapping[str, str] | None = None,
    payers: Sequence[tuple[str, str]] = (),
) -> Form:
    """The form of a paper; ``add``: the list to which a further record is added; ``entered``: what was typed and not
    saved, by name; ``problems``: what is wrong with it, by name; ``payers``: those to choose from, id and name."""
    codes = [item["code"] for item in facts.get("items", [])]
    builder = _Builder(facts, set(needed), codes, entered or {}, problems or {}, payers)
    records = tuple(record for part in paper.parts for record in builder.records(part, add))
    first = next((record for part in paper.parts for _, record in records_at(facts, part.path)), {})
    typed = entered or {}
    how = typed.get("how") or first.get("basis") or ("document" if first.get("document") else "")
    return Form(
        paper=paper,
        records=records,
        documents=tuple(_documents(facts)),
        document=str(typed.get("document_id") or first.get("document") or ""),
        page=str(typed.get("page") or first.get("page") or ""),
        how=how,
        addable=tuple((part.path, part.title) for part in paper.parts if part.is_list and part.path != "items"),
    )


def _documents(facts: Facts) -> Iterator[tuple[str, str]]:
    for each in facts.get("documents") or []:
        kind = str(each.get("kind", "paper")).replace("_", " ")
        here = "" if each.get("on_file") else ", not here"
        yield each["id"], f"{each['id']} ({kind}{', ' + each['date'] if each.get('date') else ''}{here})"


@dataclass(frozen=True)
class _Builder:
    facts: Facts
    needed: set[str]
    codes: list[str]
    entered: Mapping[str, Any]
    problems: Mapping[str, str]
    payers: Sequence[tuple[str, str]]

    def records(self, part: Part, add: str) -> Iterator[RecordForm]:
        """The records of a part: those that are there, a first one where there is none, one more where it is added."""
        found = [name for name, _ in records_at(self.facts, part.path)]
        new: list[str] = []
        if not part.is_list:
            found = found or list(self._sections(part.path))
        elif (not found and (part.first or part.id) and part.path != "items") or add == part.path:
            new = [f"{part.path}.{self._new_id(part, len(found))}"]
        new += [name for name in self._typed_records(part) if name not in (*found, *new)]
        for name in found:
            yield self._record(part, name, is_new=not self._has(name))
        for name in new:
            if part.first or add == part.path or self._is_needed(part):
                yield self._record(part, name, is_new=True)

    def _has(self, name: str) -> bool:
        return any(each == name and record for each, record in records_at(self.facts, path_of(name)))

    def _sections(self, path: str) -> Iterator[str]:
        """The names of a section that is not there yet: one, or one for each record of the list that it stands in."""
        head, _, last = path.rpartition(".")
        if head in LISTS:
            for name, _ in records_at(self.facts, head):
                yield f"{name}.{last}"
        else:
            yield path

    def _typed_records(self, part: Part) -> Iterator[str]:
        if part.is_list:
            names = (name.split(".") for name in self.entered if name.startswith(f"{part.path}."))
            yield from dict.fromkeys(".".join(steps[:2]) for steps in names if len(steps) > 2 and "device" not in steps)

    def _new_id(self, part: Part, count: int) -> str:
        if part.id is None:
            return str(count + 1)
        taken = {record.get("id") for _, record in records_at(self.facts, part.path)}
        names = [part.id, *(f"{part.id}-{number}" for number in range(2, count + 3))]
        return next(name for name in names if name not in taken)

    def _is_needed(self, part: Part) -> bool:
        return any(name.startswith(part.path) for name in self.needed)

    def _record(self, part: Part, name: str, is_new: bool) -> RecordForm:
        kinds = kinds_of(part.path)
        keys = [key for key in kinds if key not in HOW_KNOWN and part.has(key) and kinds[key].input != "none"]
        asked = [key for key in keys if self._asks(part, name, key)]
        order = list(dict.fromkeys([*part.first, *keys]))
        now = [key for key in order if key in keys and ((is_new and key in part.first) or key in asked
                                                        or key in part.always
                                                        or self._typed(f"{name}.{key}"))]  # fmt: skip
        if is_new and not part.first:
            now = [key for key in keys if key in part.labels or self._typed(f"{name}.{key}")]
        if is_new and part.first:
            now = [key for key in now if key in part.first or self._typed(f"{name}.{key}")]
        rest = [key for key in order if key in keys and key not in now]
        return RecordForm(
            name=name,
            title=self._title(part, name, is_new),
            fields=tuple(self._field(part, name, key, key in asked) for key in now),
            more=tuple(self._field(part, name, key, False) for key in rest),
            is_new=is_new,
        )

    def _title(self, part: Part, name: str, is_new: bool) -> str:
        steps = name.split(".")
        if steps[0] == "items":
            code = get(self.facts, f"items.{steps[1]}.code")
            return f"{part.title}{'' if part.is_list else ', line'} {steps[1]}{f', {code}' if code else ''}"
        return f"{part.title} {steps[1]}" if part.is_list and not is_new else part.title

    def _asks(self, part: Part, name: str, key: str) -> bool:
        return f"{name}.{key}" in self.needed or (part.is_list and f"{part.path}.{BLANK}.{key}" in self.needed
                                                   and not self._has(name))  # fmt: skip

    def _payers(self, stands: Any) -> list[tuple[str, str]]:
        """The payers to choose from, with the one that stands there even where the rule book does not know it."""
        strange = (
            [(str(stands), f"{stands} (not in the rule book)")] if stands and stands not in dict(self.payers) else []
        )
        return [*self.payers, *strange]

    def _typed(self, name: str) -> bool:
        return name in self.problems or bool(self.entered.get(name))

    def _field(self, part: Part, record: str, key: str, needed: bool) -> Field:
        kind, name = kinds_of(part.path)[key], f"{record}.{key}"
        stands = self.entered[name] if name in self.entered else get(self.facts, name)
        several = kind.input in ("choices", "codes")
        given = stands if isinstance(stands, list) else [stands] if stands not in (None, "") else []
        values = tuple(map(str, given)) if several else ()
        words = [(code, code) for code in dict.fromkeys([*self.codes, *values])] if kind.input == "codes" else [
            (word, word.replace("_", " ")) for word in kind.words
        ]  # fmt: skip
        if (part.path, key) == PAYER:
            kind, words = replace(kind, input="choice"), self._payers(stands)
        label = part.labels.get(key) or kind.about.rstrip(".") or key.replace("_", " ").capitalize()
        return Field(
            name, label, kind.about, kind.input, tuple(words), "" if several else _text(stands), values, needed,
            self.problems.get(name, ""), part.hints.get(key, ""),
        )  # fmt: skip


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (date, Decimal)):
        return str(value)
    return str(value)
