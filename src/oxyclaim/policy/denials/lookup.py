"""What the codes of a line mean: for each reason code the entries that fit best, and what they give together."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cache

from oxyclaim.engine.denials import Codes, Denial, DenialBook, group_and_carc, is_rarc, sorted_codes
from oxyclaim.policy.denials.answer import Answer, Piece, strongest

_SEPARATORS = re.compile(r"[\s,;+/]+")
_GLUED = re.compile(r"(CO|PR|OA|PI)(\d{1,3}|[A-Z]\d{1,3})")
_MODIFIER = re.compile(r"[A-Z][A-Z0-9]")


class UnknownCodes(ValueError):
    """Codes of which the catalogue knows nothing; ``problems`` says which and what is nearest."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


def look_up(written: Iterable[str], book: DenialBook) -> Answer:
    """What the codes of one line mean, in any order and writing (``CO-16``, ``CO16``, ``CO 16``, ``16``, ``GZ``).

    Each reason code is explained with the remark codes and modifiers that go with it; what is left is explained apart.
    Codes that no entry holds may stand beside known ones and are named. Raises UnknownCodes where none is known, and
    for what is no code at all.
    """
    given = tuple(dict.fromkeys(_joined([code for text in written for code in _codes(text)], book)))
    reasons = {_plain(code) for code in book.known if group_and_carc(code)}
    unknown = [code for code in given if code not in book.known and _plain(code) not in reasons]
    wrong = unknown if len(unknown) == len(given) else [code for code in unknown if not _may_stand_beside(code)]
    if wrong:
        raise UnknownCodes([_problem(code, book) for code in wrong])
    overriding = next((code for code in given if code in book.overriding), None)
    counted = [code for code in given if code not in unknown and code not in book.overriding]
    pieces = _pieces(counted or [overriding or ""], book)
    if overriding and not any(strongest(piece.entries) in Answer.UNPAID for piece in pieces):
        pieces += _pieces([overriding], book)
    pieces.sort(key=lambda piece: -Answer.rank(piece))
    return Answer(given, _sorted(given, pieces), tuple(pieces), overriding, tuple(unknown))


def _pieces(given: Sequence[str], book: DenialBook) -> list[Piece]:
    """A piece for each reason code, then for each remark code that none of these tells; modifiers go with others."""
    reasons = [code for code in given if group_and_carc(code)]
    remarks = [code for code in given if is_rarc(code)]
    beside = [code for code in given if code not in reasons]
    pieces = [_piece(reason, beside, book) for reason in reasons]
    told = {code for piece in pieces for code in piece.codes}
    apart: list[Piece] = []
    for code in remarks or ([] if reasons else given):
        if code not in told:
            apart.append(_piece(code, [each for each in beside if each not in told], book, _group(pieces)))
            told |= set(apart[-1].codes)
    return [*_told_better(pieces, apart), *apart]


def _piece(about: str, beside: Sequence[str], book: DenialBook, group: str | None = None) -> Piece:
    """The entries that hold a code and fit best with those beside it."""
    given = list(dict.fromkeys([about, *beside]))
    scores = {
        id: max(_score(given, codes, entry) for codes in fitting)
        for id, entry in book.denials.items()
        if (fitting := _holding(about, entry))
    }
    best = max(scores.values())
    entries = tuple(book.denials[id] for id, score in scores.items() if score == best)
    held = {code for entry in entries for code in entry.codes}
    codes = tuple(code for code in given if code == about or code in held)
    found = group_and_carc(about)
    return Piece(codes, found[0] if found else group, entries, _others(entries, about, book))


def _holding(about: str, entry: Denial) -> list[tuple[str, ...]]:
    """The code sets of an entry in which a code stands; all of them if it may stand beside any."""
    sets = [codes for codes in entry.code_sets if _plain(about) in map(_plain, codes)]
    return sets or (list(entry.code_sets) if about in entry.may_carry else [])


def _others(entries: Sequence[Denial], about: str, book: DenialBook) -> tuple[str, ...]:
    """Where the codes say little: what would tell more beside the reason code."""
    if not any(entry.remark_tells for entry in entries):
        return ()
    sets = (
        codes for entry in book.denials.values() for codes in entry.code_sets if _plain(about) in map(_plain, codes)
    )
    return tuple(dict.fromkeys(code for codes in sets for code in codes if group_and_carc(code) is None))


def _told_better(pieces: Sequence[Piece], remarks: Sequence[Piece]) -> list[Piece]:
    """Without the reason codes that say little, where a remark code says at least as much."""
    most = max((Answer.rank(piece) for piece in remarks), default=-1)
    return [
        piece
        for piece in pieces
        if not (all(entry.remark_tells for entry in piece.entries) and Answer.rank(piece) <= most)
    ]


def _group(pieces: Sequence[Piece]) -> str | None:
    """The group code under which the line's strongest reason stands."""
    return max(pieces, key=Answer.rank).group if pieces else None


def _sorted(given: Sequence[str], pieces: Sequence[Piece]) -> Codes:
    """The codes by their kinds; of several reason codes the one of the strongest piece."""
    first = [code for piece in pieces for code in piece.codes if group_and_carc(code)]
    return sorted_codes([*first, *given])


def _codes(text: str) -> list[str]:
    return [_GLUED.sub(r"\1-\2", code) if _GLUED.fullmatch(code) else code
            for code in _SEPARATORS.split(text.strip().upper()) if code]  # fmt: skip


def _joined(codes: Sequence[str], book: DenialBook) -> Iterable[str]:
    """Group codes that stand alone, joined with the reason code behind them (``CO 16``)."""
    rest = iter(codes)
    for code in rest:
        behind = next(rest, None) if code in book.groups else None
        if behind is None:
            yield code
        elif group_and_carc(behind) and "-" not in behind:
            yield f"{code}-{behind}"
        else:
            yield from (code, behind)


def _may_stand_beside(code: str) -> bool:
    return is_rarc(code) or group_and_carc(code) is not None or bool(_MODIFIER.fullmatch(code))


def _score(given: Sequence[str], wanted: tuple[str, ...], entry: Denial) -> tuple[int, bool, bool]:
    """How well a code set fits: codes in common, whether all of it is there, and whether its group code agrees.

    A claim adjustment reason code counts under any group code.
    """
    plain = set(map(_plain, given))
    here = [code for code in wanted if _plain(code) in plain]
    beside = [code for code in given if code in entry.may_carry]
    other_group = [code for code in here if code not in given and "-" in code]
    return len(here) + len(beside), len(here) == len(wanted), not other_group


@cache
def _plain(code: str) -> str:
    """A code without its group code."""
    found = group_and_carc(code)
    return found[1] if found else code


def _problem(code: str, book: DenialBook) -> str:
    if code in book.groups:
        return (
            f"{code} is a group code: {book.groups[code].meaning}. Give the reason code with it, for example {code}-45"
        )
    nearest = get_close_matches(code, sorted(book.known), n=4, cutoff=0.6)
    hint = f"the nearest known are {', '.join(nearest)}" if nearest else "`oxyclaim denial` lists the known ones"
    return f"no entry for {code}; {hint}"
