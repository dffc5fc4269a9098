"""``oxyclaim import``."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from oxyclaim.case.models import Case
from oxyclaim.cli.doors import BAD_INPUT, OK, counting, ended, expanded, show, telling, write_json
from oxyclaim.cli.profile_place import used
from oxyclaim.cli.progress import working
from oxyclaim.cli.store_place import change, opened
from oxyclaim.services.importing import Imported, ImportRequest, import_export, propose_map
from oxyclaim.services.importing.answer import ImportAnswer, Placed
from oxyclaim.services.importing.placing import place, refuse
from oxyclaim.services.importing.storing import into_store
from oxyclaim.services.importing.worklist import worklist
from oxyclaim.services.rule_book import RuleBook, rule_book
from oxyclaim.services.targets import refuse_targets, writing
from oxyclaim.views.importing import proposed, view

MANY_CASES = 200


def run(
    files: Sequence[Path],
    mapping: Path,
    target: Path | None,
    store: str | None,
    worklist_to: Path | None,
    dry: bool,
    over: bool,
    by: str | None,
    as_json: bool,
    as_of: date,
    payers_folder: Path | None,
    profile: Path | None = None,
) -> int:
    """Read, make cases, judge, write, show. Returns the exit code."""
    with telling(as_json):
        files = expanded(files)
        book = rule_book(payers_folder)
        mine = used(profile, book)
        inputs = [*files, mapping, *([mine.path] if mine.path else [])]
        if target is not None:
            refuse(target, inputs)
        if worklist_to is not None:
            refuse_targets([worklist_to], inputs)
        with working("Reading and judging") as on_case:
            imported = import_export(ImportRequest(files, mapping, as_of, mine.profile), book, on_case)
        answer = imported.answer if dry else _placed(imported, target, store, over, by, book)
        if worklist_to is not None:
            with writing(worklist_to) as part:
                part.write_text(worklist(answer.gaps), encoding="utf-8-sig", newline="")
            answer = replace(answer, worklist=str(worklist_to))
        write_json(answer) if as_json else show(view(answer))
    code = ended(answer.is_fine)
    return BAD_INPUT if answer.rows_set_aside else code


def _placed(
    imported: Imported, target: Path | None, store: str | None, over: bool, by: str | None, book: RuleBook
) -> ImportAnswer:
    cases: Sequence[Case] = imported.cases
    if store is not None:
        with opened(store) as kept:
            placed: Placed = into_store(cases, kept, change(by, "imported from another system", "import"), over)
    else:
        assert target is not None
        with counting("Writing cases", len(cases), MANY_CASES) as on_case:
            placed, _ = place(cases, target, over=over, on_case=on_case)
    return replace(imported.answer, placed=placed)


def propose(files: Sequence[Path], target: Path | None, as_json: bool, as_of: date) -> int:
    """Propose a mapping. Returns the exit code."""
    with telling(as_json):
        answer = propose_map(expanded(files), target, rule_book(), as_of)
        if as_json:
            write_json(answer)
        elif target is None:
            sys.stdout.write(answer.mapping)
        else:
            show(proposed(answer))
    return OK
