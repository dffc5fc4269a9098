"""Compare the verdicts of the frozen cases with the recorded ones, record them, or make other cases.

Example: python -m verdicts compare
"""

import json
import sys
from collections import Counter
from typing import Annotated

import typer
import yaml

from oxyclaim.engine.words import Kind
from oxyclaim.policy import load
from verdicts.comparison import compare, told
from verdicts.frozen import CASES, UnreadableCase, answer, freeze, frozen_cases, frozen_texts, judged, record, recorded
from verdicts.summary import VERDICTS

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False, rich_markup_mode=None)

SAME, DIFFERENT, BAD_INPUT = 0, 1, 2
GROUPS_SHOWN = 25


@app.command(name="compare")
def compare_with_record(
    all_groups: Annotated[bool, typer.Option("--all", help="Show every group of changes.")] = False,
) -> None:
    """Say what differs from the record: exit code 0 if nothing does, 1 otherwise.

    Example: python -m verdicts compare
    """
    verdicts = judged(frozen_cases(), load())
    comparison = compare(recorded(), verdicts)
    counts = Counter(line.verdict for line in verdicts)
    print(f"{len(verdicts):,} lines: " + ", ".join(f"{counts[word]:,} {word}" for word in VERDICTS))
    deciding = {rule for line in verdicts for rule in answer(line).rules.split()}
    silent = [rule.id for rule in load().rules if rule.kind is Kind.VERDICT and rule.id not in deciding]
    if silent:
        print(f"No line is decided by: {', '.join(silent)}")
    if not comparison.changes:
        print("All are as recorded.")
        return
    print(f"{comparison.same:,} lines are as recorded, {len(comparison.changes):,} are not:\n")
    print("\n".join(told(comparison, verdicts, len(comparison.changes) if all_groups else GROUPS_SHOWN)))
    print("\nAll groups: python -m verdicts compare --all. A case as a file: python -m verdicts show CASE.")
    print("If the changes are meant: make verdicts-record, and commit verdicts/ with what caused them.")
    sys.exit(DIFFERENT)


@app.command(name="record")
def record_answers() -> None:
    """Record today's answers, whole or not at all; commit the record with what changed them.

    Example: python -m verdicts record
    """
    verdicts = judged(frozen_cases(), load())
    record([answer(line) for line in verdicts])
    print(f"Recorded {len(verdicts):,} lines; the counts are in verdicts/summary.md.")


@app.command(name="new")
def new_cases(
    count: Annotated[int, typer.Option(help="How many cases.", min=1)] = 4_000,
    first: Annotated[int, typer.Option(help="The first case's number; others give other cases.", min=0)] = 0,
) -> None:
    """Replace the frozen cases by newly generated ones, then record their answers.

    Example: python -m verdicts new --count 4000 --first 10000
    """
    print(f"Wrote {freeze(range(first, first + count)):,} cases to verdicts/{CASES.name}.")
    record_answers()


@app.command()
def show(case_id: Annotated[str, typer.Argument(metavar="CASE", help="A case's id, for example G12.")]) -> None:
    """Print a frozen case as a case file, to be looked at or checked.

    Example: python -m verdicts show G12 > case.yaml
    """
    found = [case for case in map(json.loads, frozen_texts()) if case["case_id"] == case_id]
    if not found:
        print(f"No frozen case is called {case_id}.", file=sys.stderr)
        sys.exit(BAD_INPUT)
    print(yaml.safe_dump(found[0], sort_keys=False), end="")


if __name__ == "__main__":
    try:
        app()
    except UnreadableCase as problem:
        print(f"Cannot judge: {problem}.", file=sys.stderr)
        sys.exit(BAD_INPUT)
