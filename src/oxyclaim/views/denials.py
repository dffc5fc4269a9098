"""Denials that are open work: an overview, then each task in sentences."""

from collections.abc import Iterator, Sequence

from oxyclaim.services.denials.answer import DenialWork, Task, WorkLine
from oxyclaim.views.blocks import (
    Block,
    Document,
    Grid,
    Item,
    Pairs,
    Section,
    Text,
    Tone,
    Toned,
    counted,
    dollars,
    us_date,
    us_dates,
)

SHOWN = 50
"""Rows of the overview; the rest stands in the JSON and the table."""
DONE = ("sent again", "to clear")
BASES = {
    "expected": "expected by the fee file, less what is allowed", "allowed before": "allowed before it was taken back",
    "share": "the share that the first payer left to the patient",
    "charge": "what was denied or turned down of the charge, since no fee file told what to expect",
}  # fmt: skip
NO_STAKE = "nothing of it was expected to be paid"
FAULTS = {"supplier": "with us", "payer": "with the payer", "patient": "with the patient"}
TONES: dict[str, Tone] = {
    "late": "bad",
    "open": "plain",
    "appealed": "quiet",
    "sent again": "quiet",
    "to clear": "quiet",
}


def by_root(answer: DenialWork, most: int) -> Document:
    """Tasks by cause; the first ``most`` in full."""
    return Document(tuple(_by_root(answer, most)))


def _by_root(answer: DenialWork, most: int) -> Iterator[Block]:
    if not answer.tasks:
        yield Text("No denial waits for anybody." if not answer.left_out else "No task is due so.", "good")
    else:
        head = ("task", "by", "dollars", "owner", "next step", "payer", "patient", "lines", "state")
        yield Grid(head, tuple(_row(task) for task in answer.tasks[:SHOWN]), numbers=(2, 7))
        if len(answer.tasks) > SHOWN:
            yield Text(f"and {len(answer.tasks) - SHOWN:,} more; -o writes all", "quiet")
    for task in [each for each in answer.tasks if each.state not in DONE][:most]:
        yield Section(_title(task), tuple(_task(task)))
    yield from _end(answer)


def _row(task: Task) -> tuple[str | Toned, ...]:
    return (
        task.number, us_date(task.due) or "-", dollars(task.stake_cents), task.owner, task.route_title,
        task.payer or "", task.patient or "several", f"{len(task.lines):,}", Toned(task.state, TONES[task.state]),
    )  # fmt: skip


def _title(task: Task) -> str:
    by = f" by {us_date(task.due)}" if task.due else ""
    ends = next((way.title for way in task.lines[0].ways if way.route == task.due_of), "")
    other = f" (the day of: {ends})" if ends and task.due_of != task.route else ""
    return f"{task.number}{by}{other}: {task.route_title}, {dollars(task.stake_cents)} dollars"


def _task(task: Task) -> Iterator[Block]:
    codes = " ".join(task.codes)
    yield Item("why:", us_dates(f"{task.why} ({codes})" if codes else task.why))
    if task.cause:
        yield Item("usual cause:", us_dates(task.cause))
    if task.fault:
        yield Item("it lies", FAULTS[task.fault])
    yield Item("what to do:", us_dates(task.action), "bad" if task.state == "late" else "plain")
    yield Item("who:", task.owner)
    first = task.lines[0]
    for way in first.ways:
        safe = f"; safe by {us_date(way.safe_day)}" if way.safe_day else ""
        by = f"by {us_date(way.last_day)} ({us_dates('; '.join(way.steps))}){safe}" if way.last_day else None
        yield Item(f"{way.title}:", by or us_dates("; ".join(way.steps)), level=1)
    if first.appeal:
        yield Item("may be appealed:", first.appeal, level=1)
        yield Item("charge to the patient:", first.charge_patient, level=1)
    yield Item("lines:", _lines(task))
    if task.odds and task.odds.of:
        still = f"; {task.odds.open:,} more open" if task.odds.open else ""
        decided = f"{task.odds.won:,} of {task.odds.of:,} lines that this payer denied so and that are decided"
        yield Item("odds:", f"{decided} are overturned{still}")
    for words in dict.fromkeys(line.rental for line in task.lines if line.rental):
        yield Item("the rental:", words)
    told = "; ".join(BASES[basis] for basis in task.stake_bases if basis in BASES)
    late = [line for line in task.lines if line.state == "late"]
    if late and task.state != "late":
        yield Item("too late:", _late(late), "bad")
    yield Item("at stake:", f"{dollars(task.stake_cents)} dollars ({told or NO_STAKE})")
    if task.patient_cents:
        yield Item("left to the patient:", f"{dollars(task.patient_cents)} dollars")
    for line in _with_verdicts(task.lines):
        assert line.verdict
        yield Item(
            f"our verdict of {us_date(line.verdict.as_of)}, {line.verdict.told}:", us_dates(line.verdict.sentence)
        )
    if task.evidence:
        yield Item("on file:", us_dates("; ".join(task.evidence.on_file)) or "nothing")
        if task.evidence.missing:
            yield Item("missing:", us_dates("; ".join(task.evidence.missing)), "caution")
    if first.authorities:
        grade = "" if first.grade == "primary" else f" ({first.grade})"
        yield Item("source:", "; ".join(first.authorities) + grade, "quiet")


def _late(lines: Sequence[WorkLine]) -> str:
    days = sorted({us_date(line.due) for line in lines if line.due})
    ended = f", the days that ended: {', '.join(days)}" if days else ""
    return f"{counted(len(lines), 'line')} of these{ended}; they need good cause or an exception"


def _with_verdicts(lines: Sequence[WorkLine]) -> list[WorkLine]:
    """One line for each thing that was said."""
    found = {(line.verdict.told, line.verdict.sentence): line for line in lines if line.verdict}
    return list(found.values())


def _lines(task: Task) -> str:
    named = ", ".join(dict.fromkeys(line.claim_id for line in task.lines[:5]))
    more = " and more" if len(task.lines) > 5 else ""
    first, last = us_date(task.first_service), us_date(task.last_service)
    days = first if first == last else f"{first} to {last}"
    return f"{counted(len(task.lines), 'line')} of {days}: {', '.join(_codes(task.lines))}; claims {named}{more}"


def _codes(lines: Sequence[WorkLine]) -> list[str]:
    return list(dict.fromkeys(line.code or "the whole claim" for line in lines))


def by_line(answer: DenialWork) -> Document:
    """Each line, under the day of its task."""
    return Document(tuple(_by_line(answer)))


def _by_line(answer: DenialWork) -> Iterator[Block]:
    lines = [(line, task) for task in answer.tasks for line in task.lines]
    rows = tuple(
        (us_date(line.due) or "-", line.claim_id, line.code or "all", us_date(line.service_date), " ".join(line.codes),
         dollars(line.stake_cents), dollars(line.denied_cents), line.route or "-", Toned(line.state, TONES[line.state]),
         task.number)
        for line, task in lines[:SHOWN]
    )  # fmt: skip
    if rows:
        head = ("by", "claim", "code", "service", "payer says", "at stake", "denied", "next step", "state", "task")
        yield Grid(head, rows, numbers=(5, 6))
    else:
        yield Text("No denial waits for anybody.", "good")
    if len(lines) > SHOWN:
        yield Text(f"and {len(lines) - SHOWN:,} more; -o writes all", "quiet")
    yield from _end(answer)


def _end(answer: DenialWork) -> Iterator[Block]:
    all_of = answer.counted
    of_ledger = f"{dollars(all_of.ledger_denied_cents)} dollars, of which {dollars(all_of.denied_cents)} in tasks"
    rows = [
        ("ledger", answer.store),
        ("lines",
         f"{all_of.looked_at:,} looked at: {all_of.in_tasks:,} in tasks, {all_of.nothing_to_do:,} with nothing to do"),
        ("denied, not left to patients" if all_of.patient_cents else "denied in the ledger", of_ledger),
        ("at stake", f"{dollars(answer.stake_cents)} dollars in {counted(len(answer.tasks), 'task')} shown here"),
    ]  # fmt: skip
    if all_of.patient_cents:
        rows.insert(3, ("denied, left to patients", f"{dollars(all_of.patient_cents)} dollars in tasks"))
    if answer.left_out:
        rows.append(("left out", f"{counted(answer.left_out, 'task')} that you did not ask for"))
    yield Pairs(tuple(rows))
    yield from (Text(note, "caution") for note in answer.notes)


def one(task: Task) -> Document:
    """A task in full."""
    return Document(tuple(_task(task)))
