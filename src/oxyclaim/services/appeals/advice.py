"""What stands against an appeal, and what to do instead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.case.money import dollars
from oxyclaim.engine.denials import DENIED
from oxyclaim.policy.appeals import Level, appeals
from oxyclaim.policy.denials.work import in_its_words
from oxyclaim.services.appeals.criteria import Judged
from oxyclaim.services.appeals.request import AppealedLine, Ground, NotMet, Obstacle
from oxyclaim.services.denial import DenialAnswer, Explained, Limit
from oxyclaim.services.rule_book import RuleBook

APPEAL, REOPENING = "redetermination", "clerical_reopening"


@dataclass(frozen=True)
class Denied:
    """What was denied and why, what the papers show, and by when it may be appealed; without a level, a request for
    records."""

    said: DenialAnswer | None
    grounds: tuple[Ground, ...]
    judged: Judged
    level: Level | None
    limit: Limit | None
    lines: tuple[AppealedLine, ...]
    as_of: date


def obstacles(denied: Denied, book: RuleBook) -> Iterator[Obstacle]:
    """All of them, those that bar an appeal first."""
    if denied.level is None or denied.said is None:
        return
    barred = list(_barred(denied.said, denied.level))
    yield from barred
    if not barred:
        yield from _other_way(denied.said, denied.level)
        yield from _not_answered(denied)
        yield from _not_met(denied.judged)
        yield from _too_late(denied)
        yield from _too_little(denied)


def _barred(said: DenialAnswer, level: Level) -> Iterator[Obstacle]:
    instead = tuple(dict.fromkeys(line for entry in said.entries for line in _instead(entry, level)))
    codes = " ".join(said.given)
    if said.no_appeal:
        yield Obstacle("no_appeal", f"There is no appeal: {said.no_appeal} leaves only a new claim.", instead, True)
    elif said.outcome != DENIED:
        what = "the claim was rejected and has no appeal" if said.outcome == "rejected" else "nothing was denied"
        yield Obstacle("not_denied", f"By {codes}, {what}.", instead, True)
    elif not any(_may_be_appealed(entry, level) for entry in said.entries):
        why = dict.fromkeys(entry.appeal for entry in said.entries if entry.answer == DENIED)
        yield Obstacle("no_appeal", f"There is no appeal of {codes}: {'; '.join(why)}.", instead, True)


def _may_be_appealed(entry: Explained, level: Level) -> bool:
    """Of a plan, whatever it does not bar; of Medicare, what has the way or is said to have it."""
    if entry.answer != DENIED or entry.appeal.startswith("no"):
        return False
    return not level.business or entry.appeal == "yes" or APPEAL in entry.routes


def _instead(entry: Explained, level: Level) -> Iterator[str]:
    """What to do, and by when; of a plan in its own words, without Medicare's days."""
    if not level.business:
        yield in_its_words(entry.action)
        return
    yield entry.action
    for each in entry.deadlines:
        if each.route != APPEAL:
            day = (
                f"by {each.last_day.isoformat()} ({'; '.join(each.steps)})" if each.last_day else "; ".join(each.steps)
            )
            yield f"{each.title}: {day}"


def _other_way(said: DenialAnswer, level: Level) -> Iterator[Obstacle]:
    """Where an appeal is possible, and something else is the way."""
    denying = [entry for entry in said.entries if entry.answer == DENIED]
    if level.business and not any(APPEAL in entry.routes for entry in denying):
        instead = tuple(dict.fromkeys(line for entry in denying for line in _instead(entry, level)))
        yield Obstacle("other_way", "An appeal is possible, and something else is the way here.", instead, False)


def _not_answered(denied: Denied) -> Iterator[Obstacle]:
    for ground in denied.grounds:
        if not ground.rows and not ground.papers:
            entry = next(each for each in (denied.said.entries if denied.said else ()) if each.id == ground.denial)
            told = f"Nothing here answers {' '.join(ground.codes)} ({ground.meaning.rstrip('.')})."
            action = entry.action if denied.level and denied.level.business else in_its_words(entry.action)
            yield Obstacle("not_answered", told, (action, *_wanted(ground)), False)


def _wanted(ground: Ground) -> Iterator[str]:
    part = appeals().grounds.get(ground.denial)
    for each in appeals().parts:
        if each.id == part:
            names = " or ".join(f"{name}.pdf" for name in each.files)
            yield f"Enclose what belongs to: {each.title.lower()}" + (f" (a file {names})" if names else "")


def _not_met(judged: Judged) -> Iterator[Obstacle]:
    for each in judged.not_met:
        unknown = "" if each.effect not in ("hold", "review") else " It is not known to be met."
        yield Obstacle("not_met", f"{_lines(each)}: {each.sentence}{unknown}", (each.cure,) if each.cure else (), False)
    for each in judged.coded_wrong:
        slips = f"A reopening can change {appeals().reopening.can_change}."
        cures: Sequence[str] = (each.cure,) if each.cure else ()
        yield Obstacle("coded_wrong", f"{_lines(each)}, as it was coded: {each.sentence}", (*cures, slips), False)


def _lines(each: NotMet) -> str:
    numbers = " and ".join(map(str, each.lines))
    return f"Line{'s' if len(each.lines) > 1 else ''} {numbers}"


def _too_late(denied: Denied) -> Iterator[Obstacle]:
    limit = denied.limit
    if limit and limit.last_day and limit.last_day < denied.as_of:
        told = f"The time has passed: the last day was {limit.last_day.isoformat()} ({'; '.join(limit.steps)})."
        yield Obstacle(
            "too_late", told, ("Ask whether a good cause for the delay is accepted; tell it in writing.",), False
        )


def _too_little(denied: Denied) -> Iterator[Obstacle]:
    """What is at stake is never more than the charge."""
    charges = [each.charge_cents for each in denied.lines]
    for least in denied.level.least if denied.level else ():
        if least.first <= denied.as_of <= least.last and None not in charges:
            at_stake = sum(each for each in charges if each is not None)
            if at_stake < least.cents:
                told = (
                    f"At least {least.cents // 100} dollars must be at stake for a request filed in "
                    f"{denied.as_of.year}, and all that was charged is {dollars(at_stake)}."
                )
                yield Obstacle(
                    "too_little", told, ("The reconsideration is then the last level for this amount.",), False
                )
