"""How findings are worded, and which of several are worth telling."""

from collections.abc import Sequence

from oxyclaim.engine.rows import Row
from oxyclaim.engine.sentences import fill, together
from oxyclaim.engine.verdict import Finding, Reason
from oxyclaim.engine.words import Effect, Stage

STRENGTH = {effect.verdict: int(effect) for effect in Effect} | {"note": 0}
"""How strong a finding's effect is."""


def told_of(template: str, row: Row, reasons: Sequence[Reason], weak: Sequence[str] = ()) -> str:
    """A finding's sentence on a line's row; ``weak`` are sources too old or too weak to rest on, told first."""
    sentence = capital(fill(template, row, reasons=joined(reasons)))
    return f"({'; '.join(weak)}) {sentence}" if weak else sentence


def joined(reasons: Sequence[Reason]) -> str:
    """The reasons in one clause."""
    return "; ".join(together(reason.sentence for reason in reasons)) or "what it rests on is not known"


def capital(sentence: str) -> str:
    """The sentence with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def worth_telling(findings: list[Finding]) -> list[Finding]:
    """Without the holds that only repeat others: no reason of their own, or not even known to apply."""
    hold = Effect.HOLD.verdict
    told = [f for f in findings if f.effect != hold or (f.reasons and f.certain)]
    return told if any(STRENGTH[f.effect] >= Effect.HOLD for f in told) else findings


def told_once(findings: list[Finding], stages: dict[str, Stage]) -> list[Finding]:
    """Without the holds on the coding whose every reason a hold on the coverage has told, and the mere echoes."""
    hold = Effect.HOLD.verdict
    criteria = {reason.criterion for finding in findings for reason in finding.reasons}

    def is_echo(finding: Finding) -> bool:
        return bool(finding.reasons) and all(reason.echoes and reason.echoes in criteria for reason in finding.reasons)

    def repeats(finding: Finding) -> bool:
        reasons = {reason.sentence for reason in finding.reasons}
        earlier = (f for f in findings if f.effect == hold and stages[f.rule] is Stage.COVERAGE)
        return (
            bool(reasons)
            and stages[finding.rule] is Stage.CODING
            and any(reasons <= {reason.sentence for reason in f.reasons} for f in earlier)
        )

    return [finding for finding in findings if finding.effect != hold or not (repeats(finding) or is_echo(finding))]
