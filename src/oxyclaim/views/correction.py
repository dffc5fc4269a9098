"""How corrections are made: the way, by when, and the first claim beside this one."""

from collections.abc import Iterator

from oxyclaim.services.correction import Corrected, CorrectionAnswer
from oxyclaim.views.blocks import Block, Document, Grid, Item, Text, counted, graded

WAYS = {
    "replacement": "a claim in the place of the earlier one",
    "void": "a claim that takes the earlier one back",
    "new_claim": "a new claim",
    "reopening": "a reopening",
    "appeal": "a reopening or an appeal, no claim",
    "refund": "a refund, no claim",
    "wait": "nothing now",
    "ask_payer": "ask the payer",
}


NOT_KNOWN = (
    "What the first claim said is not known: no claim with its id (correction.claim_id) is in a file or store that was "
    "given (--first, --store)."
)


def view(answer: CorrectionAnswer) -> Document:
    """One case after the other."""
    return Document(tuple(_blocks(answer)))


def _blocks(answer: CorrectionAnswer) -> Iterator[Block]:
    for each in answer.corrected:
        yield from _corrected(each)
    if not answer.corrected:
        yield Text("No case says that it corrects a claim (correction).")
    elif answer.without:
        yield Text(f"Without a correction: {counted(len(answer.without), 'case')} of the input.", "quiet")


def _corrected(each: Corrected) -> Iterator[Block]:
    course = each.course
    yield Text(f"case {each.case_id}, {each.kind}: {WAYS[course.way]}", strong=True)
    source = f" [{'; '.join(course.authorities)}]" if course.authorities else ""
    yield Item("", f"{course.says}{source}")
    if each.held is not None:
        yield Item("not now:", each.held, "bad", level=1)
    for limit in course.limits:
        when = f"by {limit.last_day.isoformat()}" if limit.last_day else "; ".join(limit.steps)
        yield Item(f"{limit.title}:", f"{when}{graded(limit.grade)}. {limit.about}", level=1)
    if course.duty is not None:
        yield Item("paid in error:", _duty(each), "bad", level=1)
    if each.first_claim is None:
        yield Item("", NOT_KNOWN, "quiet")
    elif each.changes:
        rows = tuple(
            (str(change.line_number), change.what, change.first or "-", change.now or "-") for change in each.changes
        )
        yield Grid(("line", "what", f"first ({each.first_claim})", "now"), rows, (0, 0, 2, 2))
    else:
        yield Item("", f"Every line says what claim {each.first_claim} said.", "caution")


def _duty(each: Corrected) -> str:
    duty = each.course.duty
    assert duty is not None
    text = f"report and return it within {duty.report_days} days of identifying it"
    if each.course.return_by is not None:
        text += f", by {each.course.return_by.isoformat()}"
    if duty.investigation_days:
        text += (
            f"; a timely investigation in good faith holds that time up for at most {duty.investigation_days} days "
            "(with your compliance officer)"
        )
    if duty.lookback_years:
        text += f"; it reaches back {duty.lookback_years} years"
    return f"{text}. [{'; '.join(duty.authorities)}{graded(duty.grade)}]"
