"""How old and how sure the sources are on which a rule rests for a payer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.engine.catalogue import GRADES, RECENT_MONTHS, Catalogue, authority_id
from oxyclaim.engine.words import Cure, Rule

MAKE_SURE = Cure(
    "make sure that the source still holds, and enter the day (`reviewed`) in the payer's file", "the billing manager"
)


@dataclass(frozen=True)
class Rest:
    """What a rule rests on for one line: the cites, and what is to be said of the weakest source.

    ``weak`` is told first where no verdict can rest on it; empty where one can. ``wholly``: no other
    source stands beside.
    """

    cites: tuple[str, ...]
    weak: tuple[str, ...]
    wholly: bool = False


def rest_of(rule: Rule, payer: str, day: date, catalogue: Catalogue) -> Rest:
    """The payer's own sources behind a rule on a service date."""
    behind = catalogue.behind(rule, payer, day)
    cites = tuple(dict.fromkeys(cite for _, value in behind for cite in value.authority))
    too_weak = [value for _, value in behind if value.rests_until is not None and value.rests_until < day]
    told = dict.fromkeys(_told(value.authority, day, catalogue) for value in too_weak)
    return Rest(cites, tuple(told), len(too_weak) == len(behind))


def _told(cites: Sequence[str], day: date, catalogue: Catalogue) -> str:
    """A source with its age: "acme:POLICY of 2019-04-09, 6 years and 3 months before this service date"."""
    cite = max(cites, key=lambda each: catalogue.authorities[authority_id(each)].as_of)
    source = catalogue.authorities[authority_id(cite)]
    dated = f" of {source.as_of.isoformat()}" if source.dated or source.reviewed else f", undated, read {source.read}"
    grade = "" if source.grade == GRADES[0] else f", {source.grade}"
    return f"{authority_id(cite)}{dated}, {_age(source.as_of, day)}{grade}"


def _age(since: date, day: date) -> str:
    months = (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)
    if months <= 0:
        return "recent at this service date"
    years, rest = divmod(months, 12)
    parts = [f"{years} year{'s' * (years > 1)}"] if years else []
    parts += [f"{rest} month{'s' * (rest > 1)}"] if rest else []
    return " and ".join(parts) + " before this service date"


TOO_OLD = f"no verdict rests on a payer's text older than {RECENT_MONTHS} months, or on somebody's account of it"
