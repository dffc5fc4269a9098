"""Which way is taken from an answer, and by when: never a write-off of what may still be appealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.engine.denials import Route
from oxyclaim.policy.denials import Dates, deadlines
from oxyclaim.policy.denials.work import NEW_CLAIM, POST, REDETERMINATION, WRITE_OFF, ways_with
from oxyclaim.services.denial import Limit, limit
from oxyclaim.services.denials.meaning import Meaning
from oxyclaim.services.rule_book import RuleBook

PREPARING = ("eligibility", "enrollment", "records")
"""Ways that only prepare another, and are of no use once that one's day has passed."""
FIRST_SEE = "First see whether it may be appealed ({condition}), and by when; only where it may not: {action}"
IN_ITS_OWN_WAY = "This payer is not Original Medicare: its own forms and time limits hold, by contract or policy. "
GONE = " The last day for a {title} ({day}) has passed."
TOO_LATE = (
    "The last day has passed. Ask for it late only where good cause or an exception can be shown; otherwise compliance decides "
    "on writing it off. It would have been: {action}"
)


@dataclass(frozen=True)
class Way:
    """The way that is taken, its last safe day, all ways with their days, and what to do. ``is_late``: every day that is
    known has passed."""

    route: str | None
    due: date | None
    ways: tuple[Limit, ...]
    action: str
    is_late: bool


@dataclass(frozen=True)
class Known:
    """What is known of the line: its payer's kind, and the days. ``claim_by``: the last day for a claim by the file of a
    payer that is not Original Medicare."""

    is_original_medicare: bool
    service: date | None
    remittance: date | None
    claim_by: date | None = None
    never_judged: bool = False


def way_of(meaning: Meaning, known: Known, as_of: date, book: RuleBook) -> Way:
    """The way on from an answer."""
    routes = _routes(meaning, book)
    if not known.never_judged:
        routes = ways_with(routes, known.is_original_medicare, book.denials)
    limits = _limits(routes, known, book)
    dated = [each for each in limits if each.last_day]
    open_ways = [each for each in limits if each.last_day is None or each.last_day >= as_of]
    choices = [each for each in open_ways if each.route != WRITE_OFF]
    is_late = bool(dated) and all(each.last_day < as_of for each in dated if each.last_day) and not [
        each for each in choices if each.route not in (*PREPARING, POST)
    ]  # fmt: skip
    chosen = limits[0] if is_late and limits else next(iter(choices or open_ways or limits), None)
    action = _action(meaning, known, is_late)
    if chosen and not is_late:
        gone = [each for each in limits[: limits.index(chosen)] if each.last_day and each.last_day < as_of]
        action += "".join(GONE.format(title=each.title, day=each.last_day) for each in gone)
    due = dated[0].last_day if is_late else _due(chosen, choices, as_of)
    route = None if meaning.is_guess or chosen is None else chosen.route
    return Way(route, due, limits, action, is_late)


def _routes(meaning: Meaning, book: RuleBook) -> tuple[Route, ...]:
    """The usual ways; where an appeal is possible it stands before a write-off, and is never left out."""
    ids = [route.id for route in meaning.routes]
    if _may_be_appealed(meaning) and REDETERMINATION not in ids and meaning.outcome == "denied":
        ids.append(REDETERMINATION)
    if WRITE_OFF in ids and _may_be_appealed(meaning):
        ids.remove(WRITE_OFF)
        ids.append(WRITE_OFF)
    return tuple(book.denials.routes[id] for id in ids)


def _may_be_appealed(meaning: Meaning) -> bool:
    return not meaning.appeal.startswith("no")


def _limits(routes: Sequence[Route], known: Known, book: RuleBook) -> tuple[Limit, ...]:
    dates = Dates(known.service, known.remittance) if known.is_original_medicare else Dates()
    found = []
    for each in deadlines(routes, dates):
        told = limit(each, book)
        if each.route == NEW_CLAIM and not known.is_original_medicare:
            told = _by_own_file(told, known)
        found.append(told)
    return tuple(found)


def _by_own_file(told: Limit, known: Known) -> Limit:
    steps = ("by the payer's own time limit for claims",)
    if known.claim_by:
        steps = (f"the last day for a claim by the payer's own file is {known.claim_by.isoformat()}",)
    return Limit(told.route, told.title, known.claim_by, None, steps, (), "", told.about, told.then)


def _due(chosen: Limit | None, choices: Sequence[Limit], as_of: date) -> date | None:
    for each in ([chosen, *choices] if chosen else choices):
        if each.last_day:
            return each.safe_day if each.safe_day and each.safe_day >= as_of else each.last_day
    return None


def _action(meaning: Meaning, known: Known, is_late: bool) -> str:
    action = meaning.action
    first = meaning.routes[0].id if meaning.routes else None
    if is_late:
        return TOO_LATE.format(action=action)
    if first == WRITE_OFF and _may_be_appealed(meaning):
        condition = meaning.appeal.partition(": ")[2] or "its codes allow an appeal"
        action = FIRST_SEE.format(condition=condition, action=action[0].lower() + action[1:])
    if not known.is_original_medicare and not known.never_judged and first != POST:
        action = IN_ITS_OWN_WAY + action
    return action
