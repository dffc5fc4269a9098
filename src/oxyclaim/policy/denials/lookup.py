"""What a payer's codes mean: the entry that has most of them in common."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from oxyclaim.engine.denials import REJECTED, Codes, Denial, DenialBook, Route, group_and_carc, is_rarc, sorted_codes

_SEPARATORS = re.compile(r"[\s,;+/]+")
_GLUED = re.compile(r"(CO|PR|OA|PI)(\d{1,3}|[A-Z]\d{1,3})")
_MODIFIER = re.compile(r"[A-Z][A-Z0-9]")
NEW_CLAIM = "new_claim"
RECORDS = "records"
APPEAL = "redetermination"


class UnknownCodes(ValueError):
    """Codes of which the catalogue knows nothing; ``problems`` says which and what is nearest."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Answer:
    """What the codes mean. Of several entries none fits better than the others: another code would tell.

    ``no_appeal`` is the code that leaves only a new claim. ``not_known`` are codes that no entry holds.
    """

    given: tuple[str, ...]
    codes: Codes
    entries: tuple[Denial, ...]
    no_appeal: str | None
    not_known: tuple[str, ...]

    def answer(self, entry: Denial) -> str:
        """Rejected, denied, adjusted or notice."""
        return REJECTED if self.no_appeal else entry.answer

    def action(self, entry: Denial, book: DenialBook) -> str:
        """What to do."""
        instead = book.overrides([self.no_appeal]) if self.no_appeal and entry.answer != REJECTED else None
        return (instead or entry).action

    def appeal(self, entry: Denial) -> str:
        """Whether it can be appealed."""
        return f"no: {self.no_appeal} leaves only a new claim" if self.no_appeal else entry.appeal

    def charge(self, entry: Denial, book: DenialBook) -> str:
        """Whether the patient may be charged; a group code that is not usual for the entry decides."""
        group = self.codes.group
        if self.no_appeal:
            return "no: nothing has been decided yet"
        usual = {found[0] for code in entry.codes if (found := group_and_carc(code)) and found[0]}
        if group and usual and group not in usual:
            return f"{book.groups[group].charge} (usual here is {' or '.join(sorted(usual))})"
        return entry.may_charge(group)

    def routes(self, entry: Denial, book: DenialBook, *, requested: bool = False) -> tuple[Route, ...]:
        """The ways on: a request for records if there was one, the usual ways, and a possible appeal last."""
        ids = (NEW_CLAIM,) if self.no_appeal else entry.routes
        asked = (RECORDS,) if requested else ()
        appeal = (APPEAL,) if self.appeal(entry) == "yes" else ()
        return tuple(book.routes[id] for id in dict.fromkeys((*asked, *ids, *appeal)))


def look_up(written: Iterable[str], book: DenialBook) -> Answer:
    """The entries that fit the codes best, in any order and writing (``CO-16``, ``CO16``, ``16``, ``N264``, ``GZ``).

    Remark codes and modifiers that no entry holds may stand beside known codes. Raises UnknownCodes for any other.
    """
    given = tuple(dict.fromkeys(code for text in written for code in _codes(text)))
    known = {code for entry in book.denials.values() for code in entry.codes}
    carcs = {found[1] for code in known if (found := group_and_carc(code))}
    unknown = [code for code in given if not _is_known(code, known, carcs)]
    wrong = unknown if len(unknown) == len(given) else [code for code in unknown if not _may_stand_beside(code)]
    if wrong:
        raise UnknownCodes([_problem(code, known) for code in wrong])
    overriding = next((code for code in given if code in book.overriding), None)
    rest = [code for code in given if code not in book.overriding and code not in unknown] or [overriding or ""]
    scores = {id: max(_score(rest, codes, entry) for codes in entry.code_sets) for id, entry in book.denials.items()}
    best = max(scores.values())
    entries = tuple(book.denials[id] for id, score in scores.items() if score == best)
    return Answer(given, sorted_codes(given), entries, overriding, tuple(unknown))


def _codes(text: str) -> list[str]:
    return [_GLUED.sub(r"\1-\2", code) if _GLUED.fullmatch(code) else code
            for code in _SEPARATORS.split(text.strip().upper()) if code]  # fmt: skip


def _is_known(code: str, known: set[str], carcs: set[str]) -> bool:
    found = group_and_carc(code)
    return code in known or (found is not None and found[1] in carcs)


def _may_stand_beside(code: str) -> bool:
    return is_rarc(code) or bool(_MODIFIER.fullmatch(code))


def _score(given: list[str], wanted: tuple[str, ...], entry: Denial) -> tuple[int, bool, bool]:
    """How well a code set fits: codes in common, whether all of it is there, and whether its group code agrees.

    A claim adjustment reason code counts under any group code.
    """
    carcs = {_carc(code) for code in given} - {None}
    here = [code for code in wanted if code in given or _carc(code) in carcs]
    beside = [code for code in given if code in entry.may_carry]
    other_group = [code for code in here if code not in given and "-" in code]
    return len(here) + len(beside), len(here) == len(wanted), not other_group


def _carc(code: str) -> str | None:
    found = group_and_carc(code)
    return found[1] if found else None


def _problem(code: str, known: set[str]) -> str:
    nearest = get_close_matches(code, sorted(known), n=4, cutoff=0.6)
    hint = f"the nearest known are {', '.join(nearest)}" if nearest else "`oxyclaim denial` lists the known ones"
    return f"no entry for {code}; {hint}"
