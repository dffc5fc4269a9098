"""Whether a line needs an authorization, and by which value of the payer's."""

from collections.abc import Sequence
from typing import Any

from oxyclaim.engine.grains import TRIGGER, TRIGGER_CHANGE
from oxyclaim.engine.rows import Row
from oxyclaim.policy.rules.coverage.authorization.criteria import (
    about_code,
    change_since_start,
    fires,
    in_transition,
)
from oxyclaim.services.authorization.contents import Need, Needed, Term
from oxyclaim.services.authorization.facts import LineFacts
from oxyclaim.services.authorization.terms import term

RESTS_ON = {
    "from_month": "the start of the rental (rental_start) and the months billed before (history)",
    "charge_at_least": "the charge",
    "purchase_price_at_least": "the purchase price that the payer allows (purchase_price)",
    "rent_above": "the months billed before with what was allowed or paid (history), and the charge",
    "criteria_missed": "whether the payer's values are met (tests)",
    "on_change": "the changes since the start (changes; an empty list says none)",
}
"""What a kind of trigger reads, where it is not known whether it fires."""


def need_of(line: LineFacts) -> Need:
    """Whether the line needs an authorization; never stronger than what the payer's file says."""
    if not line.judged:
        return Need(Needed.NO_RULE, "the rule book holds no rule of this payer's on prior authorization", Term())
    triggers = term(line.catalogue, line.payer, "authorization_triggers", line.day, _in_words)
    about = [each for each in line.under(TRIGGER, line.row) if line.value(about_code, each) is True]
    if triggers.value is None:
        return Need(Needed.SILENT, "the payer's file does not say when an authorization is needed", triggers)
    if not about:
        return Need(Needed.SILENT, f"the payer's file does not say when {line.code} needs one", triggers)
    fired = fired_triggers(line)
    if fired and line.of_line(in_transition) is True:
        return _in_transition(line)
    if fired:
        told = " and ".join(_told(line, each) for each in fired)
        return Need(Needed.YES, f"this payer requires one for {line.code} {told}", triggers)
    unknown = [each for each in about if line.value(fires, each) is None]
    if unknown:
        words = " or ".join(each["trigger.words"] for each in unknown)
        rests_on = ", ".join(dict.fromkeys(RESTS_ON.get(each["trigger.when"], "") for each in unknown))
        return Need(
            Needed.UNKNOWN, f"this payer requires one {words}; that rests on what is not known: {rests_on}", triggers
        )
    words = " or ".join(each["trigger.words"] for each in about)
    return Need(Needed.NO, f"this payer requires one for {line.code} {words}; this line is not among them", triggers)


def _in_words(triggers: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """The list of triggers as people say it."""
    codes = (", ".join(each["trigger.codes"] or ["all codes"]) for each in triggers)
    return tuple(f"{of}: {each['trigger.words']}" for of, each in zip(codes, triggers, strict=True))


def fired_triggers(line: LineFacts) -> list[Row]:
    """The entries of the payer's list that make an authorization necessary."""
    about = [each for each in line.under(TRIGGER, line.row) if line.value(about_code, each) is True]
    return [each for each in about if line.value(fires, each) is True]


def changes_that_fired(line: LineFacts) -> list[Row]:
    """The changes that made an authorization necessary, the latest last."""
    changes = [
        change
        for each in fired_triggers(line)
        if each["trigger.when"] == "on_change"
        for change in line.under(TRIGGER_CHANGE, each)
        if line.value(change_since_start, change) is True
    ]
    return sorted(changes, key=lambda change: change["change.date"])


def _in_transition(line: LineFacts) -> Need:
    days = term(line.catalogue, line.payer, "transition_days", line.day)
    told = (
        f"the rental was under way when the patient came to this payer on {line.row['line.enrolled_on']}: none is "
        f"needed in the first {days.value} days"
    )
    return Need(Needed.NO, told, days)


def _told(line: LineFacts, trigger: Row) -> str:
    words: str = trigger["trigger.words"]
    if trigger["trigger.when"] == "from_month" and trigger["trigger.counted_by"] == "rental":
        return f"{words} (this is month {line.row['line.rental_month']})"
    if trigger["trigger.when"] == "on_change":
        changed = [each for each in line.under(TRIGGER_CHANGE, trigger) if line.value(change_since_start, each) is True]
        told = ", ".join("{} on {}".format(each["change.what"], each["change.date"]) for each in changed)
        return f"{words} ({told})"
    return words
