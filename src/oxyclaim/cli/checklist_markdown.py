"""The checklist as Markdown."""

from collections.abc import Iterator, Sequence
from datetime import date

from oxyclaim.cli.checklist_words import counts, kept, lines_of, rules_of, wanted_shows, where
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.standing import Standing
from oxyclaim.policy.checklist import SUPPLIED_BY, Checklist, Entry


def markdown(checklists: Sequence[Checklist], catalogue: Catalogue, as_of: date) -> str:
    """All checklists, each with a table and, below it, what is wrong with what is not on file."""
    parts = [line for checklist in checklists for line in _case(checklist)]
    return "\n".join([*parts, f"Rule book {catalogue.hash}, as of {as_of.isoformat()}.", ""])


def _case(checklist: Checklist) -> Iterator[str]:
    yield f"## Case {checklist.case_id}: {counts([checklist])}\n"
    for line in checklist.lines:
        yield f"- line {line.line}, {line.code}, {line.service_date.isoformat()}: {line.verdict}"
    yield "\n| standing | paper or fact | from | lines | on file as |\n|---|---|---|---|---|"
    for entry in checklist.entries:
        cells = (entry.standing, entry.title, SUPPLIED_BY[entry.supplied_by], lines_of(entry), where(entry))
        yield f"| {' | '.join(_cell(cell) for cell in cells)} |"
    for item in checklist.not_needed:
        yield f"| not needed | {_cell(f'{item.title}: {item.why}')} | | | |"
    yield ""
    for entry in checklist.entries:
        if entry.standing != Standing.ON_FILE:
            yield from _details(entry)
    for other in checklist.others:
        yield f"- Besides, line {other.line}, {other.rule} {other.effect}: {other.sentence}"
    yield f"\n{kept(checklist)}\n"


def _details(entry: Entry) -> Iterator[str]:
    yield f"- **{entry.title}** ({entry.standing}; lines {lines_of(entry)})"
    yield from (f"  - {sentence}" for sentence in entry.lacks)
    if entry.only_if:
        yield f"  - wanted only if the rule applies: {entry.only_if}"
    if wanted := wanted_shows(entry):
        yield f"  - must show: {'; '.join(wanted)}"
    yield from (f"  - what helps: {r.action} ({r.who}); it helps {r.helps}" for r in entry.remedies)
    yield f"  - when: {entry.by}"
    yield f"  - rule: {rules_of(entry)}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
