"""What a scrub counted, the money at risk, and the reasons behind it."""

from collections.abc import Iterator
from pathlib import Path

from oxyclaim.bulk.scrub import UNREADABLE
from oxyclaim.services.scrub import BY_DATE, FAMILY, OWN, ScrubAnswer
from oxyclaim.views.blocks import Block, Document, Grid, Item, Text, Toned, counted, dollars
from oxyclaim.views.check import rule_book_line

MOST_REASONS = 12
MOST_FILES = 10
LEVELS = {
    "1": "syntax",
    "2": "implementation guide",
    "3": "balancing",
    "4": "situations",
    "5": "code sets",
    "6": "codes and modifiers of the line",
    "7": "rules of the payer",
}
_BUILT_IN = {
    BY_DATE: "the rule book's lists by date",
    FAMILY: "families of codes only, no list (--codes takes yours)",
}
NOT_STATUS = ("found", "set_aside", "judged", "history_needed", "records_needed")
"""The counts of lines that are no reason for which a line passed through."""


def view(answer: ScrubAnswer) -> Document:
    """The counts, the findings by level, the reasons with the most money at risk."""
    return Document(tuple(_blocks(answer)))


def _blocks(answer: ScrubAnswer) -> Iterator[Block]:
    yield Text(f"Scrubbed {counted(answer.files, 'file')}.", strong=True)
    for path, reason in list(answer.unreadable.items())[:MOST_FILES]:
        yield Item("could not be read:", f"{path}: {reason}", "bad")
    if (more := len(answer.unreadable) - MOST_FILES) > 0:
        yield Text(f"... and {counted(more, 'more file', 'more files')}", "bad")
    if len(answer.unreadable) == answer.files and not answer.claims.found:
        return  # nothing was read: counts would look like work
    yield counts(answer)
    if answer.findings:
        yield Text("")
        yield _levels(answer)
        yield Text("")
        yield _reasons(answer)
    else:
        yield Text("Nothing was found.")
    yield Text("")
    if answer.findings_file is not None:
        yield Text(f"Written: {answer.findings_file} ({counted(answer.findings, 'finding')}, one a row)")
    for written in (answer.report_file, answer.workbook_file):
        if written is not None:
            yield Text(f"Written: {written}")
    if answer.claims.found:
        yield Text(f"Codes held against: {'; '.join(_codes(answer))}.", "quiet")
    if answer.findings_file is None and answer.findings:
        yield Text("-o FILE.csv (or .parquet) writes every finding with its place.", "quiet")
    yield Text(rule_book_line(answer.rule_book, answer.as_of), "quiet")


def _codes(answer: ScrubAnswer) -> Iterator[str]:
    for used in answer.code_lists:
        if used.kind == OWN:
            names = ", ".join(Path(each).name for each in used.files)
            yield f"{used.system}: your {counted(used.codes or 0, 'code')} of {names}"
    for kind, what in _BUILT_IN.items():
        if systems := [used.system for used in answer.code_lists if used.kind == kind]:
            yield f"{', '.join(systems)}: {what}"


def counts(answer: ScrubAnswer) -> Grid:
    """What came in, what became of it, and the money at risk."""
    claims, lines = answer.claims, answer.lines
    passed = {status.replace("_", " "): count for status, count in lines.items() if status not in NOT_STATUS}
    rows: list[tuple[int, str]] = [
        (claims.found, f"{_noun(claims.found, 'claim')} = {claims.read:,} read + {claims.set_aside:,} set aside"),
        (
            lines["found"],
            f"{_noun(lines['found'], 'line')} = {lines.get('judged', 0):,} judged + {sum(passed.values()):,} passed "
            f"through + {lines['set_aside']:,} set aside",
        ),
    ]
    rows += [(count, f"of these passed through: {status}") for status, count in sorted(passed.items())]
    rejected, denied = answer.forecast.get("rejected", 0), answer.forecast.get("denied", 0)
    history, records = lines["history_needed"], lines["records_needed"]
    rows += [
        (claims.rejected, f"{_noun(claims.rejected, 'claim')} that would be rejected as a whole (SNIP levels 1 to 5)"),
        (rejected, f"{_judged(rejected)} that would be returned as unprocessable"),
        (denied, f"{_judged(denied)} that would be denied"),
        (answer.denied_beside_others, "more that would be denied for what another claim bills"),
        (history, f"{_judged(history)}{_history(answer)}"),
        (records, f"{_judged(records)} of which some rule needs the patient's records (--cases)"),
    ]
    cells = [(f"{count:,}", what) for count, what in rows]
    money = (Toned(f"${dollars(answer.at_risk_cents)}", strong=True), Toned("at risk", strong=True))
    return Grid(("", ""), (*cells, money), numbers=(0,))


def _noun(count: int, noun: str) -> str:
    return counted(count, noun).partition(" ")[2]


def _judged(count: int) -> str:
    return _noun(count, "judged line")


def _history(answer: ScrubAnswer) -> str:
    if answer.history_lines is None:
        return ": history needed for some rule (--history)"
    return f" of which some rule needs more than the history of {counted(answer.history_lines, 'line')}"


def _levels(answer: ScrubAnswer) -> Grid:
    rows = tuple(
        (level, LEVELS.get(level, ""), f"{count:,}") for level, count in answer.findings_by_snip_level.items()
    )  # fmt: skip
    return Grid(("level", "what", "findings"), rows, title="Findings by SNIP level", numbers=(2,))


def _reasons(answer: ScrubAnswer) -> Grid:
    # Files that cannot be read are told above.
    told = [reason for reason in answer.reasons if reason.rule != UNREADABLE][:MOST_REASONS]
    rows = tuple(
        (f"{each.count:,}", f"${dollars(each.amount_cents)}", each.forecast or "-", each.rule, each.message)
        for each in told
    )
    head = ("times", "at risk", "forecast", "rule", "for example")
    return Grid(head, rows, (0, 0, 0, 0, 1), "Top reasons, one example of each", (0, 1))
