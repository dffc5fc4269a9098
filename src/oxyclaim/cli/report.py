"""The report that a biller reads on the terminal."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from oxyclaim.claims.pricing import ExpectedPayment
from oxyclaim.cli.at_risk import at_risk
from oxyclaim.cli.overpaid import told as overpaid_told
from oxyclaim.cli.paying import NO_FEES, Payments
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.denials import split_codes, told
from oxyclaim.engine.verdict import ExpectedAnswer, Finding, LineVerdict, Source
from oxyclaim.engine.words import Helps
from oxyclaim.policy import not_judged_yet
from oxyclaim.policy.clocks import Clocks
from oxyclaim.rentals.overpayments import Overpayment

STYLES = {
    "billable": "bold green",
    "hold": "bold yellow",
    "review": "bold magenta",
    "not covered": "bold red",
    "not payable": "bold red",
    "excluded": "bold red",
}
MEANING = {
    "billable": "every rule that applies is met on the documents named; no promise of payment",
    "hold": "something is unknown, only reported, or can still be put right; do not bill yet",
    "review": "the policy is silent, unconfirmed or in conflict here; a person must settle it before billing",
    "not covered": "documented facts fail a coverage criterion",
    "not payable": "inside another payment or past a limit; no charge to the patient",
    "excluded": "the law or the benefit bars payment",
}
DETAILS_UP_TO = 60
"""Lines that are shown in full; of more, only those that are not billable, and the totals."""


def show(
    verdicts: Sequence[LineVerdict],
    catalogue: Catalogue,
    as_of: date,
    denial_notice: bool,
    payments: Payments | None = None,
    overpaid: Mapping[str, Overpayment] | None = None,
    clocks: Mapping[tuple[str, int], Clocks] | None = None,
) -> None:
    """Print each case's lines and, for more than one line, a summary."""
    console = Console(width=None if Console().is_terminal else 100, highlight=False)
    many = len(verdicts) > DETAILS_UP_TO
    shown = [verdict for verdict in verdicts if not many or not verdict.is_billable]
    for case_id, lines in groupby(shown, key=lambda verdict: verdict.case_id):
        console.print(Text(f"Case {case_id}", style="bold underline"))
        of_case = list(lines)
        if under := payer_told(of_case[0].payer, catalogue):
            console.print(Padding(Text(under, style="dim"), (0, 0, 0, 2)))
        for verdict in of_case:
            payment = (payments or {}).get((verdict.case_id, verdict.line_number))
            of_line = (clocks or {}).get((verdict.case_id, verdict.line_number))
            shown_line = [
                *_line(verdict, denial_notice, as_of, payment),
                *_clocks(verdict, of_line),
                *_payment(payment),
            ]
            console.print(Padding(Group(*shown_line), (0, 0, 1, 2)))
        if overpayment := (overpaid or {}).get(case_id):
            told = [_item(label, text, "red" if label[0] != " " else "") for label, text in overpaid_told(overpayment)]
            console.print(Padding(Group(*told), (0, 0, 1, 2)))
        if presumed := _presumed(of_case):
            console.print(Padding(presumed, (0, 0, 1, 2)))
    if len(verdicts) > 1:
        console.print(_summary(verdicts))
    if many:
        console.print(f"{len(verdicts) - len(shown)} billable lines are not shown; --format json has all of them.")
    seen = dict.fromkeys(verdict.verdict for verdict in verdicts)
    console.print(Text("\n".join(f"{word}: {MEANING[word]}" for word in seen), style="dim"))
    if any(
        reason.helps == Helps.THIS_MONTH.value for v in shown for finding in v.findings for reason in finding.reasons
    ):
        console.print(Text(f"What helps, helps {Helps.THIS_MONTH.value}, unless it says otherwise.", style="dim"))
    if "billable" in seen:
        unjudged = "; ".join(not_judged_yet())
        console.print(Text(f"Not judged yet, so check it yourself before billing: {unjudged}.", style="dim"))
        if payments is None:
            console.print(Text(NO_FEES, style="dim"))
    console.print(Text(f"Rule book {catalogue.hash}, as of {as_of.isoformat()}.", style="dim"))


def _line(
    verdict: LineVerdict, denial_notice: bool, as_of: date, payment: ExpectedPayment | None
) -> Iterator[RenderableType]:
    head = Text.assemble(
        (f"line {verdict.line_number}  {verdict.code}  {verdict.service_date.isoformat()}  ", "bold"),
        (verdict.verdict.upper(), STYLES[verdict.verdict]),
    )
    if verdict.modifiers:
        head.append(f"  as {verdict.code} {' '.join(verdict.modifiers)}", style="bold green")
    elif verdict.would_be:
        head.append(f"  (would be {verdict.code} {' '.join(verdict.would_be)})", style="dim")
    yield head
    for assertion in verdict.asserts:
        statements = "; ".join(assertion.statements)
        papers = f" [{_papers(assertion.sources)}]" if assertion.sources else ""
        yield _item(f"{assertion.modifier} tells the payer: ", statements + papers, "green")
    if verdict.is_billable and verdict.narrative:
        yield _item("narrative: ", verdict.narrative, "green")
    for settled in verdict.settled:
        answer = settled.answer.replace("_", " ")
        text = f"{answer}, by {settled.by} on {settled.date}: {settled.reason} [{settled.document}]"
        if settled.counts:
            yield _item(f"{settled.rule} settled: ", text, "green")
        else:
            yield _item(f"{settled.rule} settlement {settled.state}. ", f"It said: {text}", "yellow")
    as_one, others = _told_as_one(verdict.findings)
    for heading, findings in as_one.items():
        yield from _together(heading, findings)
    for finding in others:
        yield from _finding(finding, verdict.verdict)
    for note in verdict.notes:
        yield from _finding(note, verdict.verdict)
    if verdict.forecast:
        yield from _forecast(verdict, payment)
    if verdict.denial_notice:
        yield from _denial(verdict, denial_notice)
    for task in verdict.tasks:
        yield _item("to do: ", task, "cyan")
    if verdict.claim_by and verdict.verdict in ("billable", "hold", "review"):
        late = verdict.claim_by < as_of
        label = "the last day for a timely claim has passed: " if late else "last day for a timely claim: "
        yield _item(label, verdict.claim_by.isoformat(), "red" if late else "dim")


def payer_told(payer: str, catalogue: Catalogue) -> str:
    """Under which payer's file a case was judged, if it is not Medicare's, and whether anybody has made sure of it."""
    profile = catalogue.profiles[payer]
    if profile.status == "built in":
        return ""
    unsure = "" if profile.status == "verified" else ", unverified: nobody has made sure of the whole file yet"
    return f"Payer: {profile.name} ({payer}){unsure}"


def _clocks(verdict: LineVerdict, clocks: Clocks | None) -> Iterator[RenderableType]:
    """The other dates that matter for the line, and what is not sure about its clocks."""
    if clocks is None or verdict.verdict not in ("billable", "hold", "review"):
        return
    for each in clocks.ahead:
        if each.day != verdict.claim_by:
            yield _item("next date: ", f"{each.day.isoformat()}, {each.what}", "cyan")
    for each in clocks.passed:
        if each.day != verdict.claim_by:
            yield _item("passed: ", f"{each.day.isoformat()}, {each.what}", "red")
    for doubt in clocks.doubts:
        yield _item("clock: ", f"{doubt}.", "yellow")


AS_ONE_FROM = 3
"""From so many holds on that ask for the same kind of thing they are told as one."""


def _told_as_one(findings: Sequence[Finding]) -> tuple[dict[str, list[Finding]], list[Finding]]:
    """The holds that only ask for things which may be told together, by heading, and the other findings."""
    by_heading: dict[str, list[Finding]] = {}
    for finding in findings:
        headings = {reason.together for reason in finding.reasons}
        if finding.effect == "hold" and len(headings) == 1 and (heading := headings.pop()):
            by_heading.setdefault(heading, []).append(finding)
    as_one = {heading: some for heading, some in by_heading.items() if len(some) >= AS_ONE_FROM}
    told = [id(finding) for some in as_one.values() for finding in some]
    return as_one, [finding for finding in findings if id(finding) not in told]


def _together(heading: str, findings: Sequence[Finding]) -> Iterator[RenderableType]:
    rules = ", ".join(finding.rule for finding in findings)
    yield _item(f"{rules} hold: ", f"{heading[0].upper()}{heading[1:]}.", "yellow")
    asked: dict[str, list[str]] = {}
    for reason in (reason for finding in findings for reason in finding.reasons if reason.cure and reason.who):
        actions = asked.setdefault(str(reason.who), [])
        if reason.cure not in actions:
            actions.append(str(reason.cure))
    for who, actions in asked.items():
        yield _item("    what helps: ", f"{'; '.join(actions)} ({who})", "")
    cites = dict.fromkeys(cite for finding in findings for cite in finding.authorities)
    yield _item("    source: ", "; ".join(cites), "dim")


def _finding(finding: Finding, verdict: str) -> Iterator[RenderableType]:
    style = STYLES.get(finding.effect, "blue").replace("bold ", "")
    yield _item(f"{finding.rule} {finding.effect}: ", finding.sentence, style)
    cures = list(dict.fromkeys((reason.cure, reason.who, reason.helps) for reason in finding.reasons if reason.cure))
    if finding.cure and (finding.effect != "hold" or not cures):
        cures = [(finding.cure, finding.who, finding.helps), *(cure for cure in cures if cure[0] != finding.cure)]
    for action, who, helps in cures[:4]:
        if action:
            yield _item("    what helps: " if helps else "    what to do: ", _done(action, who, helps), "")
    grade = "" if finding.grade == "primary" else f" ({finding.grade} source)"
    if finding.fingerprint:
        yield _item("    to settle it: ", f"finding {finding.fingerprint} (see docs/settling.md)", "dim")
    expect = told(split_codes(finding.denial)) if finding.denial and finding.effect == verdict else ""
    denial = f"; billed all the same, expect {expect}" if expect else ""
    yield _item("    source: ", "; ".join(finding.authorities) + grade + denial, "dim")


def _presumed(lines: Sequence[LineVerdict]) -> Padding | None:
    """What was presumed of a case's lines: each once, with the lines that it bears on if not all."""
    bears_on: dict[str, list[str]] = {}
    for verdict in lines:
        for presumed in verdict.presumed:
            bears_on.setdefault(presumed.value, []).append(str(verdict.line_number))
    told = [
        value if len(numbers) == len(lines) else f"{value} (line {', '.join(numbers)})"
        for value, numbers in bears_on.items()
    ]
    return _item("presumed, since the case does not say: ", "; ".join(told), "dim") if told else None


def _done(action: str, who: str | None, helps: str | None) -> str:
    late = helps and helps != Helps.THIS_MONTH.value
    return f"{action} ({who})" + (f"; it helps {helps}" if late else "")


def _forecast(verdict: LineVerdict, payment: ExpectedPayment | None) -> Iterator[RenderableType]:
    forecast = verdict.forecast
    assert forecast is not None
    style = {"accepted": "green", "rejected": "red", "denied": "red"}.get(forecast.outcome, "yellow")
    coded = f"{verdict.code} {' '.join(forecast.coded)}".strip()
    yield _item("as coded: ", f"{coded}{_FORESEEN[forecast.outcome]}{_WHEN[forecast.only_on_review]}", style)
    if forecast.doubt:
        yield _item("    but: ", f"{forecast.doubt}.", style)
    for finding in forecast.reasons:
        yield _item(f"    {finding.rule}: ", finding.sentence, style)
    for answer in forecast.answers:
        yield from _expected(answer, known={finding.rule for finding in forecast.reasons})
    if risk := at_risk(verdict, payment):
        yield _item("    at risk: ", f"{risk.cents // 100:,}.{risk.cents % 100:02d} dollars ({risk.basis})", "")
    if forecast.correction:
        yield _item("    instead: ", f"{verdict.code} {' '.join(forecast.correction)}", "")


_FORESEEN = {
    "accepted": " would be accepted at the front end",
    "rejected": " would be rejected at the front end",
    "denied": " would be denied",
    "unknown": ": cannot be told",
}
_WHEN = {True: " if the records are asked for", False: ""}


def _expected(answer: ExpectedAnswer, known: set[str]) -> Iterator[RenderableType]:
    """What the payer would answer, and what would then be to do."""
    for_rules = "" if set(answer.rules) <= known else f" for {', '.join(answer.rules)}"
    review = "" if answer.on_arrival else ", if the records are asked for"
    yield _item("    expect: ", f"{told(answer.codes)}{for_rules}{review}. {answer.meaning}", "red")
    by = f"by {answer.last_day.isoformat()}" if answer.last_day else answer.deadline
    route = f" {_capital(answer.route)}: {by}." if answer.route else ""
    yield _item("        then: ", f"{answer.action}{route}", "")
    yield _item("        may be appealed: ", f"{answer.appeal}. Charge to the patient: {answer.charge_patient}.", "")
    grade = "" if answer.grade == "primary" else f" ({answer.grade} source)"
    yield _item("        source: ", "; ".join(answer.authorities) + grade, "dim")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _denial(verdict: LineVerdict, wanted: bool) -> Iterator[RenderableType]:
    notice = verdict.denial_notice
    assert notice is not None
    if notice.status == "ready" and notice.modifiers:
        text = f"{verdict.code} {' '.join(notice.modifiers)}. {notice.sentence}"
        yield _item("formal denial: " if wanted else "formal denial, if wanted (--denial-notice): ", text, "")
    else:
        label = "formal denial, on hold: " if notice.status == "hold" else "formal denial: "
        yield _item(label, notice.sentence, "")


def _payment(payment: ExpectedPayment | None) -> Iterator[RenderableType]:
    if payment is None:
        return
    if payment.missing:
        yield _item("no expected payment: ", payment.missing, "dim")
    for position, step in enumerate(payment.steps):
        grade = "" if payment.grade == "primary" or step != payment.steps[-1] else f" ({payment.grade} source)"
        yield _item("    of that: " if position else "expected payment: ", step + grade, "cyan")


def _item(label: str, text: str, style: str) -> Padding:
    indent = 2 + len(label) - len(label.lstrip())
    line = Text.assemble((label.strip() + " ", style or "none"), (text, "dim" if style == "dim" else "none"))
    return Padding(line, (0, 0, 0, indent))


def _papers(sources: Sequence[Source]) -> str:
    return ", ".join(f"{s.document} p. {s.page}" if s.page else s.document for s in sources)


def _summary(verdicts: Sequence[LineVerdict]) -> Table:
    counts = Counter(verdict.verdict for verdict in verdicts)
    table = Table(title=f"{len(verdicts)} lines", title_justify="left", box=None, padding=(0, 2, 0, 0))
    table.add_column("verdict")
    table.add_column("lines", justify="right")
    for word, style in STYLES.items():
        if counts[word]:
            table.add_row(Text(word, style=style), str(counts[word]))
    return table
