"""How a formal denial of a line may be asked for."""

from oxyclaim.engine.explaining.line import Line
from oxyclaim.engine.explaining.wording import capital, joined
from oxyclaim.engine.roles import Yields
from oxyclaim.engine.sentences import fill
from oxyclaim.engine.verdict import DenialNotice
from oxyclaim.engine.words import Effect, Kind


def denial_notice(line: Line, effect: Effect) -> DenialNotice | None:
    """The notice for a line that is excluded or not covered; None for any other, or where nothing is said of one."""
    carried = line.output(Yields.PRICING)
    if effect is Effect.EXCLUDED and carried is not None and (excluded := line.output(Yields.OF_EXCLUSION)):
        return DenialNotice("ready", _given(carried, excluded), "The law excludes the item; the patient is liable.")
    if effect is not Effect.NOT_COVERED:
        return None
    if not any(rule.kind is Kind.DENIAL for rule in line.of_payer):
        advice = line.output(Yields.DENIAL_ADVICE)
        return DenialNotice("none", None, advice) if advice else None
    denied = line.output(Yields.OF_DENIAL)
    rule = next(rule for rule in line.catalogue.rules if rule.kind is Kind.DENIAL)
    reasons = line.tracer.why(rule.requires)
    if denied is None or carried is None:
        return DenialNotice("hold", None, f"{capital(joined(reasons))}.")
    if not denied:
        why = joined(reasons) or "no claim is wanted"
        return DenialNotice("none", None, fill(rule.sentence, line.row, reasons=why))
    return DenialNotice("ready", _given(carried, denied), capital(joined(reasons)) + ".")


def _given(*modifiers: str) -> tuple[str, ...]:
    return tuple(modifier for modifier in modifiers if modifier)
