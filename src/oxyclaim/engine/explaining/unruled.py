"""What no rule decides: none in force, no such payer, sources too old, a decision that lifts too little."""

from dataclasses import replace

from oxyclaim.engine.age import MAKE_SURE, TOO_OLD, rest_of
from oxyclaim.engine.explaining.assertions import assertions
from oxyclaim.engine.explaining.findings import made
from oxyclaim.engine.explaining.line import Line
from oxyclaim.engine.sentences import written
from oxyclaim.engine.verdict import Finding
from oxyclaim.engine.words import Effect, Kind, Rule

_NO_STAND_IN = "A person's decision lifts one question and stands in for no rule"


def unsettled(line: Line) -> list[Finding]:
    """Questions that some rule must settle for every line, and none in force on this date does."""
    if line.payer not in line.catalogue.values:
        return [_stranger(line)]
    settled = {rule.settles for rule in line.in_force}
    missing: dict[str, list[Rule]] = {}
    for rule in line.of_payer:
        if rule.settles and rule.settles not in settled:
            missing.setdefault(rule.settles, []).append(rule)
    return [
        Finding(
            rule=rules[0].id,
            title=f"No rule in force: {question}",
            effect=Effect.REVIEW.verdict,
            sentence=f"The rule book holds no rule on the {question} for {written(line.row['line.service_date'])}; "
            f"the earliest is in force from {min(rule.first for rule in rules).isoformat()}.",
            reasons=(),
            authorities=rules[0].authority,
            grade=line.catalogue.grade(rules[0].authority),
            cure=None,
            who=None,
            helps=None,
            denial=None,
        )
        for question, rules in missing.items()
    ]


def _stranger(line: Line) -> Finding:
    sentence = f"The rule book holds no payer {line.payer}, so no rule has judged this line."
    cure = "name a payer that `oxyclaim payers` lists"
    return Finding(
        rule="PAYER", title="No such payer", effect=Effect.REVIEW.verdict, sentence=sentence, reasons=(),
        authorities=(), grade=line.catalogue.grade(()), cure=cure, who="the biller", helps=None, denial=None,
    )  # fmt: skip


def resting_on_old(line: Line) -> list[Rule]:
    """The rules that bear on the line and rest on sources too old or too weak for a verdict."""
    return [rule for rule in line.in_force if rule.kind is Kind.VERDICT and line.rests_on_old(rule)]


def met_by_old_sources(line: Line) -> list[Finding]:
    """One finding for the rules that are met, but by sources too old or too weak to bill on."""
    rules = [rule for rule in resting_on_old(line) if line.ok(rule) == (True, True)]
    if not rules:
        return []
    rests = [rest_of(rule, line.payer, line.day, line.catalogue) for rule in rules]
    told = "; ".join(dict.fromkeys(source for rest in rests for source in rest.weak))
    on = ", ".join(rule.id for rule in rules)
    finding = made(line, rules[0], Effect.REVIEW, f"{told}: {TOO_OLD}. It bears on {on}.", [], MAKE_SURE)
    cites = dict.fromkeys(cite for rest in rests for cite in rest.cites)
    return [replace(finding, authorities=tuple(cites), grade=line.catalogue.grade(list(cites)))]


def lacking(line: Line, modifiers: tuple[str, ...] | None) -> Finding | None:
    """What a line still lacks that only a person's decisions make billable: a decision lifts one question.

    Its modifiers must be known, and each of them tell the payer something that is shown or settled.
    """
    empty = [assertion.modifier for assertion in assertions(line) if not assertion.statements]
    if modifiers is not None and not empty:
        return None
    settled = next(rule for rule in line.in_force if rule.id in line.settled)
    what = f"nothing shows what {', '.join(empty)} would tell the payer" if empty else "its modifiers are not known"
    return made(line, settled, Effect.REVIEW, f"{_NO_STAND_IN}: {what}.", [], None)
