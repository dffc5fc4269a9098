"""A rule that is not met, not known to be met, left open by the policy, or worth a note."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from oxyclaim.case.places import is_entered
from oxyclaim.engine.age import rest_of
from oxyclaim.engine.explaining.line import Line
from oxyclaim.engine.explaining.wording import told_of
from oxyclaim.engine.fingerprint import fingerprint
from oxyclaim.engine.sentences import fill
from oxyclaim.engine.settlement import effect_when_settled, is_settled_in_advance, not_met_effect
from oxyclaim.engine.trace import open_questions
from oxyclaim.engine.verdict import Finding, Reason
from oxyclaim.engine.words import Cure, Effect, Kind, Rule

APPROVED = (
    "the payer approved it in advance and may not refuse it for medical necessity now; decide with the record at hand"
)
REVIEWED = Cure(
    "have the payer, or your compliance officer, review the record beside the approval before you bill", "the biller"
)
"""What is to be done where a record fails although the payer approved it: neither to bill on it nor to give it up."""
_READS = {True: "that the requirement is met", False: "that it is not", None: "that it is not known"}


def verdict_findings(line: Line) -> Iterator[Finding]:
    """Of the rules that bear on the verdict, with what a person has settled."""
    for rule in line.in_force:
        finding = finding_of(line, rule, Kind.VERDICT)
        if finding is None:
            continue
        if line.settled:
            effect = effect_when_settled(rule, line.row, line.to_bill, line.settled)
            if effect is Effect.NONE:
                continue
            finding = replace(finding, effect=effect.verdict)
        if finding.effect == Effect.REVIEW.verdict:
            finding = replace(finding, fingerprint=fingerprint(rule, line.rows, line.row))
        yield finding


def notes(line: Line, effect: Effect) -> Iterator[Finding]:
    """What is worth a note; of a line that is not covered only what may bear on that."""
    for rule in line.in_force:
        told = effect <= Effect.REVIEW or (effect is Effect.NOT_COVERED and rule.beside_denial)
        if told and (note := finding_of(line, rule, Kind.NOTE)):
            yield note


def finding_of(line: Line, rule: Rule, kind: Kind) -> Finding | None:
    """What a rule of this kind has to say; None where it is met in every reading, or says nothing."""
    if rule.kind is not kind:
        return None
    lenient, strict = line.ok(rule)
    if lenient is True and strict is True:
        return None
    if lenient is not strict:
        return _open_finding(line, rule, lenient, strict)
    if kind is Kind.NOTE and lenient is None:
        return None
    effect = rule.unknown if lenient is None else not_met_effect(rule, line.row)
    if kind is Kind.VERDICT and effect is Effect.NONE:
        return None
    reasons = line.tracer.why(rule.requires)
    if lenient is None and line.applies(rule) is None and rule.applies is not None:
        reasons = reasons or line.tracer.why(rule.applies)
    cure = rule.cure if lenient is False else None
    template = rule.if_unknown if lenient is None and rule.if_unknown else rule.sentence
    weak = _weak(line, rule, effect) if kind is Kind.VERDICT else ()
    if lenient is False and is_settled_in_advance(rule, line.row):
        weak, cure = (*weak, APPROVED), REVIEWED
    sentence = told_of(template, line.row, reasons, weak)
    finding = made(line, rule, effect, sentence, reasons, cure)
    return replace(finding, certain=line.applies(rule) is True)


def _weak(line: Line, rule: Rule, effect: Effect) -> tuple[str, ...]:
    """The sources too old or too weak to rest on; what only has to be obtained waits for nothing but them."""
    if not line.rests_on_old(rule):
        return ()
    rest = rest_of(rule, line.payer, line.day, line.catalogue)
    return rest.weak if rest.wholly or effect is not Effect.HOLD else ()


def _open_finding(line: Line, rule: Rule, lenient: bool | None, strict: bool | None) -> Finding:
    questions = []
    cites: list[str] = []
    for node in (rule.applies, rule.requires):
        if node is not None:
            for question, row in open_questions(node, line.tracer, line.strictly, line.row):
                questions.append(fill(question.question, {**line.row, **row}))
                cites += question.authority
    told = "; ".join(dict.fromkeys(questions))
    sentence = f"The policy leaves open {told}; one reading says {_READS[lenient]}, the other {_READS[strict]}."
    reasons = line.strictly.why(rule.requires) if strict is not True else []
    effect = Effect.REVIEW if rule.kind is Kind.VERDICT else Effect.NONE
    return made(line, rule, effect, sentence, reasons, None, tuple(dict.fromkeys(cites)))


def made(
    line: Line,
    rule: Rule,
    effect: Effect,
    sentence: str,
    reasons: Sequence[Reason],
    cure: Cure | None,
    cites: tuple[str, ...] = (),
) -> Finding:
    """A finding of a rule; ``cites`` stand beside the rule's own sources."""
    own = rest_of(rule, line.payer, line.day, line.catalogue).cites
    authorities = tuple(dict.fromkeys([*(own or rule.authority), *cites]))
    decided_by = [*authorities, *(cite for reason in reasons for cite in reason.authorities)]
    return Finding(
        rule=rule.id,
        title=rule.title,
        effect=effect.verdict if effect is not Effect.NONE else "note",
        sentence=sentence,
        reasons=tuple(_without_entered(line, reason) for reason in reasons),
        authorities=authorities,
        grade=line.catalogue.grade(decided_by),
        cure=fill(cure.action, line.row) if cure else None,
        who=cure.who if cure else None,
        helps=cure.helps.value if cure else None,
        denial=rule.denial or None if line.answers_known else None,
        last=rule.last_told,
    )


def _without_entered(line: Line, reason: Reason) -> Reason:
    """A key that the case holds after all (a value that counts for nothing here) settles nothing."""
    if not reason.keys:
        return reason
    return replace(reason, keys=tuple(key for key in reason.keys if not is_entered(line.case, key)))
