"""The answer to ``check`` as a biller reads it."""

from collections.abc import Iterator, Sequence
from datetime import date

from oxyclaim.case.places import readable
from oxyclaim.engine.denials import split_codes, told
from oxyclaim.engine.verdict import ExpectedAnswer, Finding, Source
from oxyclaim.engine.words import Helps
from oxyclaim.services.check import CheckAnswer, CheckedCase, CheckedLine, PayerTold
from oxyclaim.services.clocks import Clocks
from oxyclaim.views.blocks import Block, Document, Grid, Item, Section, Text, Tone, Toned, counted, dollars, graded
from oxyclaim.views.overpaid import told as overpaid_told

TONES: dict[str, Tone] = {
    "billable": "good", "hold": "caution", "review": "question", "not covered": "bad", "not payable": "bad",
    "excluded": "bad",
}  # fmt: skip
"""The tone of each verdict, and of a finding with that effect."""

MEANING = {
    "billable": "every rule that applies is met on the documents named; no promise of payment",
    "hold": "something is unknown, only reported, or can still be corrected; do not bill yet",
    "review": "the policy is silent, unconfirmed or in conflict here; a person must settle it before billing",
    "not covered": "documented facts fail a coverage criterion",
    "not payable": "inside another payment or past a limit",
    "excluded": "the law or the benefit bars payment",
}
DETAILS_UP_TO = 60
"""Lines that are shown in full; of more, only those that are not billable, and the totals."""


def view(answer: CheckAnswer, denial_notice: bool = False) -> Document:
    """Each case's lines and, for more than one line, a summary. ``denial_notice``: a formal denial is wanted."""
    lines = answer.lines
    many = len(lines) > DETAILS_UP_TO
    blocks: list[Block] = []
    shown: list[CheckedLine] = []
    for case in answer.cases:
        some = [line for line in case.lines if not many or not line.is_billable]
        shown += some
        if some:
            blocks.append(_case(case, some, answer, denial_notice))
    if len(lines) > 1:
        blocks.append(_summary(answer))
    if many:
        left_out = counted(len(lines) - len(shown), "billable line is", "billable lines are")
        blocks.append(Text(f"{left_out} not shown; --format json has all of them."))
    blocks += _foot(answer, shown)
    return Document(tuple(blocks))


def _case(case: CheckedCase, lines: Sequence[CheckedLine], answer: CheckAnswer, denial_notice: bool) -> Section:
    blocks: list[Block] = []
    if under := payer_told(lines[0].payer):
        blocks.append(Text(under, "quiet"))
    if shared := shared_findings(lines):
        blocks.append(Section("Both lines" if len(lines) == 2 else f"All {len(lines)} lines", tuple(_findings(shared))))
    for line in lines:
        inner = [*_line(line, denial_notice, answer.as_of, shared), *_clocks(line), *_payment(line)]
        blocks.append(Section(_head(line), tuple(inner)))
    if case.overpayment:
        blocks += overpaid_told(case.overpayment)
    blocks += _presumed(lines)
    return Section(f"Case {case.case_id}", tuple(blocks))


def shared_findings(lines: Sequence[CheckedLine]) -> list[Finding]:
    """What every line is told in the same words, where there are several: it is told once."""
    if len(lines) < 2:
        return []
    first, *others = [{(each.rule, each.sentence): each for each in line.findings} for line in lines]
    return [finding for key, finding in first.items() if all(key in each for each in others)]


def _foot(answer: CheckAnswer, shown: Sequence[CheckedLine]) -> Iterator[Block]:
    seen = dict.fromkeys(line.verdict for line in answer.lines)
    for word in seen:
        yield Text(f"{word}: {MEANING[word]}", "quiet")
    reasons = (reason for line in shown for finding in line.findings for reason in finding.reasons)
    if any(reason.helps == Helps.THIS_MONTH.value for reason in reasons):
        yield Text(f"Each fix helps {Helps.THIS_MONTH.value}, unless it says otherwise.", "quiet")
    if "billable" in seen:
        unjudged = "; ".join(answer.not_judged_yet)
        yield Text(f"Not judged yet, so check it yourself before billing: {unjudged}.", "quiet")
        if answer.payment_note:
            yield Text(answer.payment_note, "quiet")
    yield Text(rule_book_line(answer.rule_book, answer.as_of), "quiet")


def rule_book_line(rule_book: str, as_of: date) -> str:
    """By which rule book and for which day an answer was made."""
    return f"Rule book {rule_book}, as of {as_of.isoformat()}."


def _head(line: CheckedLine) -> tuple[Toned, ...]:
    pieces = [
        Toned(f"line {line.line_number}  {line.code}  {line.service_date.isoformat()}  ", strong=True),
        Toned(line.verdict.upper(), TONES[line.verdict], strong=True),
    ]
    if line.modifiers:
        pieces.append(Toned(f"  as {line.code} {' '.join(line.modifiers)}", "good", strong=True))
    elif line.would_be:
        pieces.append(Toned(f"  (would be {line.code} {' '.join(line.would_be)})", "quiet"))
    return tuple(pieces)


def _line(line: CheckedLine, denial_notice: bool, as_of: date, shared: Sequence[Finding]) -> Iterator[Item]:
    for assertion in line.asserts:
        statements = "; ".join(assertion.statements)
        papers = f" [{_papers(assertion.sources)}]" if assertion.sources else ""
        yield Item(f"{assertion.modifier} rests on:", statements + papers, "good")
    if line.is_billable and line.narrative:
        yield Item("narrative:", line.narrative, "good")
    for settled in line.settled:
        answer = settled.answer.replace("_", " ")
        text = f"{answer}, by {settled.by} on {settled.date}: {settled.reason} [{settled.document}]"
        if settled.counts:
            yield Item(f"{settled.rule} settled:", text, "good")
        else:
            yield Item(f"{settled.rule} settlement {settled.state}.", f"It said: {text}", "caution")
    told_once = {(each.rule, each.sentence) for each in shared}
    own = [each for each in line.findings if (each.rule, each.sentence) not in told_once]
    yield from _findings(own, line.verdict)
    for reason in line.before_the_claim:
        yield Item("before the claim:", reason, "caution")
    for note in line.notes:
        yield from _finding(note, line.verdict)
    if line.forecast:
        yield from _forecast(line)
    if line.denial_notice:
        yield from _denial(line, denial_notice)
    yield from _patient(line)
    for task in line.tasks:
        yield Item("to do:", task, "note")
    if line.claim_by and line.verdict in STILL_OPEN:
        late = line.claim_by < as_of
        label = "the last day for a timely claim has passed:" if late else "last day for a timely claim:"
        yield Item(label, line.claim_by.isoformat(), "bad" if late else "quiet")


def _findings(findings: Sequence[Finding], verdict: str = "") -> Iterator[Item]:
    """The findings of a line with that verdict, or of several lines."""
    as_one, others = told_as_one(sorted(findings, key=of_the_claim))
    for heading, some in as_one.items():
        yield from _together(heading, some)
    for finding in others:
        yield from _finding(finding, verdict or finding.effect)


def of_the_claim(finding: Finding) -> bool:
    """What only the claim itself lacks comes last: it is entered, not chased."""
    return finding.last > 0


STILL_OPEN = ("billable", "hold", "review")
"""The verdicts with which a claim may still go out."""


def payer_told(payer: PayerTold) -> str:
    """Under which payer's file a case was judged, if it is not Medicare's, and whether anybody has made sure of it."""
    if payer.status == "built in":
        return ""
    unsure = "" if payer.status == "verified" else ", unverified: the file has not been fully checked yet"
    return f"Payer: {payer.name} ({payer.id}){unsure}"


def _clocks(line: CheckedLine) -> Iterator[Item]:
    """The other dates that matter for the line, and what is not sure about its clocks."""
    clocks: Clocks | None = line.clocks
    if clocks is None or line.verdict not in STILL_OPEN:
        return
    for each in clocks.ahead:
        if each.day != line.claim_by:
            yield Item("next date:", f"{each.day.isoformat()}, {each.what}", "note")
    for each in clocks.passed:
        if each.day != line.claim_by:
            yield Item("passed:", f"{each.day.isoformat()}, {each.what}", "bad")
    for doubt in clocks.doubts:
        yield Item("clock:", f"{doubt}.", "caution")


KEYS_SHOWN = 6
"""So many keys of the case file are named beside a finding."""
AS_ONE_FROM = 3
"""From so many holds on that ask for the same kind of thing they are told as one."""


def told_as_one(findings: Sequence[Finding]) -> tuple[dict[str, list[Finding]], list[Finding]]:
    """The holds that only ask for things which may be told together, by heading, and the other findings."""
    by_heading: dict[str, list[Finding]] = {}
    for finding in findings:
        headings = {reason.together for reason in finding.reasons}
        if finding.effect == "hold" and len(headings) == 1 and (heading := headings.pop()):
            by_heading.setdefault(heading, []).append(finding)
    as_one = {heading: some for heading, some in by_heading.items() if len(some) >= AS_ONE_FROM}
    told = [id(finding) for some in as_one.values() for finding in some]
    return as_one, [finding for finding in findings if id(finding) not in told]


def _together(heading: str, findings: Sequence[Finding]) -> Iterator[Item]:
    rules = ", ".join(finding.rule for finding in findings)
    yield Item(f"{rules} hold:", f"{heading[0].upper()}{heading[1:]}.", "caution")
    asked: dict[str, list[str]] = {}
    for reason in (reason for finding in findings for reason in finding.reasons if reason.cure and reason.who):
        actions = asked.setdefault(str(reason.who), [])
        if reason.cure not in actions:
            actions.append(str(reason.cure))
    for who, actions in asked.items():
        yield Item("to fix:", f"{'; '.join(actions)} ({who})", level=1)
    cites = dict.fromkeys(cite for finding in findings for cite in finding.authorities)
    yield Item("source:", "; ".join(cites), "quiet", level=1)


def _finding(finding: Finding, verdict: str) -> Iterator[Item]:
    yield Item(f"{finding.rule} {finding.effect}:", finding.sentence, TONES.get(finding.effect, "note"))
    cures = list(dict.fromkeys((reason.cure, reason.who, reason.helps) for reason in finding.reasons if reason.cure))
    if finding.cure and (finding.effect != "hold" or not cures):
        cures = [(finding.cure, finding.who, finding.helps), *(cure for cure in cures if cure[0] != finding.cure)]
    for action, who, helps in cures[:4]:
        if action:
            yield Item("to fix:" if helps else "what to do:", _done(action, who, helps), level=1)
    if keys := list(dict.fromkeys(key for reason in finding.reasons for key in reason.keys)):
        more = f" and {len(keys) - KEYS_SHOWN} more" if len(keys) > KEYS_SHOWN else ""
        yield Item("key:", ", ".join(map(readable, keys[:KEYS_SHOWN])) + more, "quiet", level=1)
    grade = graded(finding.grade)
    if finding.fingerprint:
        yield Item("to settle it:", f"finding {finding.fingerprint} (see docs/settling.md)", "quiet", level=1)
    expect = told(split_codes(finding.denial)) if finding.denial and finding.effect == verdict else ""
    sure = "if billed anyway, expect" if finding.effect != "review" else "if billed and denied, expect"
    denial = f"; {sure} {expect}" if expect else ""
    yield Item("source:", "; ".join(finding.authorities) + grade + denial, "quiet", level=1)


def _presumed(lines: Sequence[CheckedLine]) -> Iterator[Item]:
    """What was presumed of a case's lines: each once, with the lines that it bears on if not all."""
    bears_on: dict[str, list[str]] = {}
    for line in lines:
        for presumed in line.presumed:
            bears_on.setdefault(presumed.value, []).append(str(line.line_number))
    told = [
        value if len(numbers) == len(lines) else f"{value} (line {', '.join(numbers)})"
        for value, numbers in bears_on.items()
    ]
    if told:
        yield Item("presumed, since the case does not say:", "; ".join(told), "quiet")


def _done(action: str, who: str | None, helps: str | None) -> str:
    late = helps and helps != Helps.THIS_MONTH.value
    return f"{action} ({who})" + (f"; it helps {helps}" if late else "")


def _forecast(line: CheckedLine) -> Iterator[Item]:
    forecast = line.forecast
    assert forecast is not None
    tone: Tone = _FORECAST_TONES.get(forecast.outcome, "caution")
    coded = f"{line.code} {' '.join(forecast.coded)}".strip()
    yield Item("as coded:", f"{coded}{_FORESEEN[forecast.outcome]}{_WHEN[forecast.only_on_review]}", tone)
    if forecast.doubt:
        yield Item("but:", f"{forecast.doubt}.", tone, level=1)
    for finding in forecast.reasons:
        yield Item(f"{finding.rule}:", finding.sentence, tone, level=1)
    for answer in forecast.answers:
        yield from _expected(answer, known={finding.rule for finding in forecast.reasons})
    if risk := forecast.at_risk:
        yield Item("at risk:", f"{dollars(risk.cents)} dollars ({risk.basis})", level=1)
    if forecast.correction:
        yield Item("instead:", f"{line.code} {' '.join(forecast.correction)}", level=1)


_FORECAST_TONES: dict[str, Tone] = {"accepted": "good", "rejected": "bad", "denied": "bad"}
_FORESEEN = {
    "accepted": " would pass the payer's edits",
    "rejected": " would be returned as unprocessable",
    "denied": " would be denied",
    "unknown": ": cannot be told",
}
_WHEN = {True: " if the records are asked for", False: ""}


def _expected(answer: ExpectedAnswer, known: set[str]) -> Iterator[Item]:
    """What the payer would answer, and what would then be to do."""
    for_rules = "" if set(answer.rules) <= known else f" for {', '.join(answer.rules)}"
    review = "" if answer.on_arrival else ", if the records are asked for"
    yield Item("expect:", f"{told(answer.codes)}{for_rules}{review}. {answer.meaning}", "bad", level=1)
    by = f"by {answer.last_day.isoformat()}" if answer.last_day else answer.deadline
    route = f" {_capital(answer.route)}: {by}." if answer.route else ""
    yield Item("then:", f"{answer.action}{route}", level=2)
    yield Item("may be appealed:", f"{answer.appeal}. Charge to the patient: {answer.charge_patient}.", level=2)
    grade = graded(answer.grade)
    yield Item("source:", "; ".join(answer.authorities) + grade, "quiet", level=2)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _denial(line: CheckedLine, wanted: bool) -> Iterator[Item]:
    notice = line.denial_notice
    assert notice is not None
    if notice.status == "ready" and notice.modifiers:
        text = f"{line.code} {' '.join(notice.modifiers)}. {notice.sentence}"
        yield Item("formal denial:" if wanted else "formal denial, if wanted (--denial-notice):", text)
    else:
        label = "formal denial, on hold:" if notice.status == "hold" else "formal denial:"
        yield Item(label, notice.sentence)


def _patient(line: CheckedLine) -> Iterator[Item]:
    """Whether the patient may be charged, and what."""
    charge = line.charge_patient
    if charge is None:
        return
    grade = graded(charge.grade)
    yield Item("charge to the patient:", f"{charge.answer} {charge.also}".strip())
    yield Item("source:", "; ".join(charge.authorities) + grade, "quiet", level=1)


def _payment(line: CheckedLine) -> Iterator[Item]:
    payment = line.expected_payment
    if payment is None:
        return
    if payment.missing:
        yield Item("no expected payment:", payment.missing, "quiet")
    for position, step in enumerate(payment.steps):
        grade = "" if payment.grade == "primary" or step != payment.steps[-1] else f" ({payment.grade} source)"
        yield Item("of that:" if position else "expected payment:", step + grade, "note", level=int(position > 0))


def _papers(sources: Sequence[Source]) -> str:
    return ", ".join(f"{s.document} p. {s.page}" if s.page else s.document for s in sources)


def _summary(answer: CheckAnswer) -> Grid:
    rows = tuple(
        (Toned(word, tone, strong=True), f"{answer.summary[word]:,}")
        for word, tone in TONES.items()
        if answer.summary.get(word)
    )
    return Grid(("verdict", "lines"), rows, title=counted(len(answer.lines), "line"), numbers=(1,))
