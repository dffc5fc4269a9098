"""The verdict of one line with its whole explanation."""

from oxyclaim.engine.explaining.assertions import assertions
from oxyclaim.engine.explaining.charge import patient_charge
from oxyclaim.engine.explaining.denial import denial_notice
from oxyclaim.engine.explaining.findings import notes, verdict_findings
from oxyclaim.engine.explaining.forecast import forecast
from oxyclaim.engine.explaining.line import Line
from oxyclaim.engine.explaining.presumed import presumed
from oxyclaim.engine.explaining.unruled import lacking, met_by_old_sources, resting_on_old, unsettled
from oxyclaim.engine.explaining.wording import STRENGTH, told_once, worth_telling
from oxyclaim.engine.roles import Yields
from oxyclaim.engine.settlement import effect_when_settled
from oxyclaim.engine.verdict import Finding, LineVerdict
from oxyclaim.engine.words import Effect, Kind


def line_verdict(line: Line) -> LineVerdict:
    """What is said of the line."""
    row = line.row
    first = unsettled(line)
    effect = _effect(line, first)
    resting = met_by_old_sources(line) if effect is Effect.REVIEW else []
    would_be = _tuple(line.billed(Yields.MODIFIERS))
    if effect is Effect.NONE and line.settled and (lacks := lacking(line, would_be)):
        effect = Effect.REVIEW
        first.append(lacks)
    billable = effect is Effect.NONE
    if billable and would_be is None:
        raise RuntimeError(f"a billable line without modifiers: case {row['line.case_id']}")
    findings = _told(line, effect)
    findings = sorted([*first, *resting, *findings], key=lambda finding: -STRENGTH[finding.effect])
    covered = max(effect, Effect.REVIEW) is Effect.REVIEW
    notice = denial_notice(line, effect)
    task = line.output(Yields.TASK)
    return LineVerdict(
        case_id=row["line.case_id"],
        line_number=row["line.line_number"],
        code=row["line.code"],
        service_date=row["line.service_date"],
        verdict=effect.verdict,
        modifiers=would_be if billable else None,
        would_be=would_be if covered else None,
        narrative=line.billed(Yields.NARRATIVE),
        group=line.billed(Yields.GROUP),
        asserts=tuple(assertions(line)) if billable else (),
        findings=tuple(findings),
        notes=tuple(notes(line, effect)),
        settled=line.settlements.settled,
        presumed=tuple(presumed(line, effect)),
        tasks=(task,) if covered and task else (),
        claim_by=line.output(Yields.CLAIM_BY),
        forecast=forecast(line, effect, would_be if covered else None, notice),
        denial_notice=notice,
        payer=line.payer,
        charge_patient=patient_charge(line, effect, findings, notice),
    )


def _effect(line: Line, first: list[Finding]) -> Effect:
    """The strongest effect of any rule, with what a person has settled; ``first``: what no rule in force settles."""
    if not line.settled:
        return Effect(line.row["effect"])
    rules = [rule for rule in line.in_force if rule.kind is Kind.VERDICT]
    effects = {rule: effect_when_settled(rule, line.row, line.to_bill, line.settled) for rule in rules}
    of_coding = [effect for rule, effect in effects.items() if rule.of_coding]
    others = [effect for rule, effect in effects.items() if not rule.of_coding]
    strongest = max([*others, Effect.REVIEW if first else Effect.NONE])
    if strongest is Effect.NONE and resting_on_old(line):
        strongest = Effect.REVIEW
    return max([strongest, *of_coding])


def _told(line: Line, effect: Effect) -> list[Finding]:
    """The findings of the rules in force that are worth telling beside this effect."""
    findings = worth_telling(list(verdict_findings(line)))
    findings = told_once(findings, {rule.id: rule.stage for rule in line.in_force})
    if effect >= Effect.NOT_PAYABLE:  # what could still be put right no longer matters
        of_coding = {rule.id for rule in line.in_force if rule.of_coding}
        findings = [f for f in findings if STRENGTH[f.effect] > Effect.REVIEW or f.rule in of_coding]
    return findings


def _tuple(values: list[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(values)
