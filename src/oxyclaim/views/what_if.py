"""One line under several payers, side by side."""

from oxyclaim.services.what_if import LineUnder, WhatIfAnswer
from oxyclaim.views.blocks import Block, Cell, Document, Grid, Text, Toned
from oxyclaim.views.check import TONES, rule_book_line


def view(answer: WhatIfAnswer) -> Document:
    """A table: a row for each line and payer."""
    rows: list[tuple[Cell, ...]] = []
    before: tuple[str, int] | None = None
    for line in answer.lines:
        key = line.case_id, line.line_number
        first = key != before
        before = key
        rows.append(
            (
                line.case_id if first else "",
                f"{line.code} {line.service_date.isoformat()}" if first else "",
                f"{line.payer}{' *' if line.payer_status == 'unverified' else ''}",
                Toned(line.verdict, TONES[line.verdict]),
                _reason(line),
            )
        )
    head = ("case", "line", "payer", "verdict", "what decides")
    blocks: list[Block] = [Grid(head, tuple(rows), widths=(2, 2, 3, 2, 8), title="What if the patient had ...")]
    if any(line.payer_status == "unverified" for line in answer.lines):
        blocks.append(Text("* unverified: the file has not been fully checked yet.", "quiet"))
    blocks.append(Text(rule_book_line(answer.rule_book, answer.as_of), "quiet"))
    return Document(tuple(blocks))


def _reason(line: LineUnder) -> str:
    if line.verdict == "billable":
        return f"as {line.code} {' '.join(line.modifiers or ())}"
    deciding = [each for each in line.findings if each.effect == line.verdict] or list(line.findings)
    told = "; ".join(f"{each.rule} {each.sentence}" for each in deciding[:2])
    return told + (f" (and {len(deciding) - 2} more)" if len(deciding) > 2 else "")
