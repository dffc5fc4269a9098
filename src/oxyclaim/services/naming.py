"""Which one is meant by an id that somebody wrote."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from oxyclaim.services.problems import BadInput, Problem


def one(given: str, known: Collection[str], what: str, command: str) -> str:
    """The known id that is meant, whatever its case. Raises BadInput with the nearest, or the command that lists all.

    ``what`` it is for people, such as ``oxygen code``.
    """
    return each([given], known, what, command)[0]


def each(given: Iterable[str], known: Collection[str], what: str, command: str) -> list[str]:
    """The known ids that are meant, in the order given, each once. Raises BadInput with every one that is unknown."""
    by_folded = {id.casefold(): id for id in known}
    wanted = list(dict.fromkeys(given))
    unknown = [id for id in wanted if id.casefold() not in by_folded]
    if unknown:
        raise BadInput(_unknown(id, known, what, command) for id in unknown)
    return list(dict.fromkeys(by_folded[id.casefold()] for id in wanted))


def _unknown(given: str, known: Collection[str], what: str, command: str) -> Problem:
    folded = {id.casefold(): id for id in known}
    written = given.casefold()
    close = get_close_matches(written, folded, n=4, cutoff=0.5) or [id for id in folded if id[:3] == written[:3]][:4]
    nearest = ", ".join(folded[id] for id in close)
    hint = f"the nearest are {nearest}" if nearest else f"`oxyclaim {command}` lists them all"
    code = f"unknown_{what.replace(' ', '_')}"
    return Problem(code, f"there is no such {what}; {hint}", found=given, allowed=tuple(known))
