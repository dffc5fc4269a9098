"""Which way is taken from an answer, and by when: never a write-off of what may still be appealed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from oxyclaim.engine.denials import DENIED, Route
from oxyclaim.policy.denials import Dates, deadlines
from oxyclaim.policy.denials.work import (
    ASK_PAYER,
    BILL_PATIENT,
    BILLED_WITH_ABN,
    DISPUTE,
    NEW_CLAIM,
    OTHER_PAYER,
    PATIENTS_GROUP,
    POST,
    RECORDS,
    REDETERMINATION,
    REFUND_DAYS,
    REFUND_PATIENT,
    REOPENING,
    WRITE_OFF,
    faults,
    in_its_words,
    not_the_patient,
    ways_with,
)
from oxyclaim.services.denial import Limit, limit
from oxyclaim.services.denials.meaning import Meaning
from oxyclaim.services.rule_book import RuleBook

PREPARING = ("eligibility", "enrollment", RECORDS)
"""Ways that only prepare another, and are of no use once that one's day has passed."""
MAY_BE = "It may be appealed: see whether the records bear that out. Only where they do not: {action}"
MAY_BE_IF = "First see whether it may be appealed ({condition}). Only where it may not: {action}"
MAY_BE_TOO = "{action} Before any write-off: it may be appealed, so see whether the records bear that out."
MAY_BE_TOO_IF = "{action} Before any write-off, see whether it may be appealed ({condition})."
IN_ITS_OWN_WAY = "This payer is not Original Medicare: its own forms and time limits hold, by contract or policy. "
NOT_YET_THE_PATIENT = "Clear up first whether the patient may be asked ({reason}). {action}"
SOONER = " That payer has a time limit of its own, which is not known here."
GONE = " The last day for a {title} ({day}) has passed; what is left is the {left}."
SLIPS_ONLY = " That corrects slips only: it cannot show a need, nor put in a record that was missing."
NO_LONGER = "no longer: the last day for a {title} ({day}) has passed; only with good cause for the delay"
WAS = "What was to be done in time: {action}"
TOO_LATE = (
    "Every last day has passed ({ended}). What is sent late needs good cause or an exception; without one, compliance "
    "decides on writing it off. {action}"
)
TOO_LATE_PATIENT = (
    "Every last day has passed ({ended}). What is sent late needs good cause or an exception; without one, the patient "
    "may be billed as far as there is a ground ({reason}), and the rest compliance decides on writing off. The line "
    "was billed {ga}. {action}"
)
WITH_GA, WITHOUT_GA = "with GA, which says that an ABN is on file", "without GA, so look whether an ABN is on file"


@dataclass(frozen=True)
class Way:
    """The way that is taken, and what to do. ``due``: the last safe day, on which every usual way that is open now is
    still open; without one that of another way. ``due_of``: the way that ends then. ``is_late``: every day that is
    known has passed."""

    route: str | None
    due: date | None
    due_of: str | None
    ways: tuple[Limit, ...]
    action: str
    is_late: bool


@dataclass(frozen=True)
class Known:
    """What is known of the line: its payer's kind, and the days. ``initial``: that of the first answer, from which a
    reopening counts where a later one took its place. ``claim_by``: the last day for a claim by the file of a payer
    that is not Original Medicare, ``appeal``: that for an appeal."""

    is_original_medicare: bool
    service: date | None
    remittance: date | None
    initial: date | None = None
    claim_by: date | None = None
    appeal: Limit | None = None
    never_judged: bool = False
    modifiers: tuple[str, ...] = ()


def way_of(meaning: Meaning, known: Known, as_of: date, book: RuleBook) -> Way:
    """The way on from an answer."""
    routes = _routes(meaning, known, book)
    if not known.never_judged:
        routes = ways_with(routes, known.is_original_medicare, book.denials)
    limits = _limits(meaning, routes, known, book)
    dated = [each for each in limits if each.last_day]
    open_ways = [each for each in limits if each.last_day is None or each.last_day >= as_of]
    choices = [each for each in open_ways if each.route != WRITE_OFF]
    is_late = bool(dated) and all(each.last_day < as_of for each in dated if each.last_day) and not [
        each for each in choices if each.route not in (*PREPARING, POST)
    ]  # fmt: skip
    chosen = limits[0] if is_late and limits else next(iter(choices or open_ways or limits), None)
    action = _action(meaning, known, is_late)
    if is_late:
        ended = "; ".join(f"{each.title}: {each.last_day}" for each in dated)
        action = _too_late(meaning, known, ended, action)
    elif chosen:
        if chosen.route == OTHER_PAYER:
            action += SOONER
        gone = [each for each in limits[: limits.index(chosen)] if each.last_day and each.last_day < as_of]
        action += "".join(GONE.format(title=each.title, day=each.last_day, left=chosen.title) for each in gone)
        action += SLIPS_ONLY if gone and chosen.route == REOPENING else ""
    due, due_of = (dated[0].last_day, dated[0].route) if is_late else _due(meaning, choices, as_of)
    route = None if meaning.is_guess or chosen is None else chosen.route
    return Way(route, due, due_of, limits, action, is_late)


def appeal_on(appeal: str, way: Way, as_of: date) -> str:
    """Whether it can be appealed on a day: no longer, where the last day of the appeal that was open has passed."""
    if not appeal.startswith("yes"):
        return appeal
    ended = [each for each in way.ways if each.route in (REDETERMINATION, DISPUTE)]
    for each in ended:
        if each.last_day is not None and each.last_day < as_of:
            return NO_LONGER.format(title=each.title, day=each.last_day)
    return appeal


def asking(way: Way, book: RuleBook) -> Way:
    """The way on where only the payer can tell what is meant."""
    (told,) = deadlines([book.denials.routes[ASK_PAYER]], Dates())
    rest = [each for each in way.ways if each.route not in (POST, WRITE_OFF)]
    return replace(way, route=ASK_PAYER, ways=(limit(told, book), *rest), is_late=False)


def sent_in_time(sent: date | None, known: Known, book: RuleBook) -> date | None:
    """The last day for a claim, where one that was sent on a day kept it; None where it did not, or none is known."""
    last = known.claim_by
    if known.is_original_medicare:
        (claim,) = deadlines([book.denials.routes[NEW_CLAIM]], Dates(known.service))
        last = claim.last_day
    return last if sent and last and sent <= last else None


def _routes(meaning: Meaning, known: Known, book: RuleBook) -> tuple[Route, ...]:
    """The usual ways; an appeal that is possible is never left out, and stands before a write-off; a patient who may
    not be charged is not billed.

    What Original Medicare has decided is not sent again before it is reopened, and records that come after a denial
    are for a redetermination (NREOPEN, NREDET).
    """
    ids = [route.id for route in meaning.routes]
    may_be = _may_be_appealed(meaning) if meaning.outcome == DENIED else meaning.appeal.startswith("yes")
    if may_be and REDETERMINATION not in ids:
        ids.append(REDETERMINATION)
    if known.is_original_medicare and meaning.outcome == DENIED:
        ids = [id for id in ids if id != RECORDS or REDETERMINATION not in ids]
        if NEW_CLAIM in ids and REOPENING in ids:
            ids.remove(REOPENING)
            ids.insert(ids.index(NEW_CLAIM), REOPENING)
    if WRITE_OFF in ids and _may_be_appealed(meaning):
        ids.remove(WRITE_OFF)
        ids.append(WRITE_OFF)
    if _is_barred(meaning) and len(ids) > 1:
        ids.remove(BILL_PATIENT)
    return tuple(book.denials.routes[id] for id in ids)


def _is_barred(meaning: Meaning) -> bool:
    """Whether the usual way is to bill the patient, and this patient may not be charged."""
    return meaning.charge_patient.startswith("no") and any(route.id == BILL_PATIENT for route in meaning.routes)


def _may_be_appealed(meaning: Meaning) -> bool:
    return not meaning.appeal.startswith("no")


def _limits(meaning: Meaning, routes: Sequence[Route], known: Known, book: RuleBook) -> tuple[Limit, ...]:
    dates = Dates(known.service, known.remittance, initial=known.initial) if known.is_original_medicare else Dates()
    found = []
    for each in deadlines(routes, dates):
        told = limit(each, book)
        if each.route == NEW_CLAIM and not known.is_original_medicare:
            told = _by_own_file(told, known)
        if each.route == REFUND_PATIENT and known.remittance and set(meaning.entries) & faults().refund_in_30_days:
            told = _in_30_days(told, known.remittance)
        if each.route == DISPUTE and known.appeal:
            told = known.appeal
        found.append(told)
    return tuple(found)


def _by_own_file(told: Limit, known: Known) -> Limit:
    steps = ("by the payer's own time limit for claims",)
    if known.claim_by:
        steps = (f"the last day for a claim by the payer's own file is {known.claim_by.isoformat()}",)
    return Limit(told.route, told.title, known.claim_by, None, steps, (), "", told.about, told.then)


def _in_30_days(told: Limit, remittance: date) -> Limit:
    last = remittance + timedelta(days=REFUND_DAYS)
    steps = (f"day {REFUND_DAYS} from the remittance of {remittance.isoformat()} is {last:%A} {last.isoformat()}",)
    return replace(told, last_day=last, steps=steps)


def _due(meaning: Meaning, choices: Sequence[Limit], as_of: date) -> tuple[date | None, str | None]:
    """An appeal that stands open is as usual as what the entry names: its day is the first that is lost."""
    usual = (*meaning.usual, *((REDETERMINATION, DISPUTE) if meaning.appeal.startswith("yes") else ()))
    days = [
        (each.route not in usual, each.safe_day if each.safe_day and each.safe_day >= as_of else each.last_day,
         each.route)
        for each in choices if each.last_day
    ]  # fmt: skip
    return min(days, default=(False, None, None))[1:]


def _action(meaning: Meaning, known: Known, is_late: bool) -> str:
    action = meaning.action
    first = meaning.routes[0].id if meaning.routes else None
    if first == BILL_PATIENT and _is_barred(meaning):
        action = (
            not_the_patient(meaning.charge_patient, meaning.group) if meaning.outcome == DENIED
            else NOT_YET_THE_PATIENT.format(reason=meaning.charge_patient.partition(": ")[2], action=action)
        )  # fmt: skip
    elif first == WRITE_OFF and _may_be_appealed(meaning) and not is_late:
        condition = meaning.appeal.partition(": ")[2] if meaning.appeal.startswith("depends") else ""
        action = _not_before_an_appeal(action, condition)
    if not known.is_original_medicare and not known.never_judged and first != POST:
        action = IN_ITS_OWN_WAY + in_its_words(action)
    return action


def _too_late(meaning: Meaning, known: Known, ended: str, action: str) -> str:
    """What is left once every day has passed: under the group PR not the supplier's loss alone."""
    action = WAS.format(action=action)
    if meaning.group != PATIENTS_GROUP or meaning.charge_patient.startswith("no"):
        return TOO_LATE.format(ended=ended, action=action)
    return TOO_LATE_PATIENT.format(
        ended=ended, action=action, reason=meaning.charge_patient.partition(": ")[2] or "the group PR",
        ga=WITH_GA if BILLED_WITH_ABN in known.modifiers else WITHOUT_GA,
    )  # fmt: skip


def _not_before_an_appeal(action: str, condition: str) -> str:
    """What is to be done, with the appeal before the write-off that it speaks of."""
    if action.startswith("Write"):
        return (MAY_BE_IF if condition else MAY_BE).format(condition=condition, action=action[0].lower() + action[1:])
    return (MAY_BE_TOO_IF if condition else MAY_BE_TOO).format(condition=condition, action=action)
