"""Deciding with a progress bar for anything that takes more than a second."""

from collections.abc import Sequence
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict

MANY = 200


def decided(cases: Sequence[Case], catalogue: Catalogue, as_of: date) -> list[LineVerdict]:
    """The verdicts of all lines."""
    if len(cases) < MANY:
        return list(decide(cases, catalogue, as_of))
    from rich.console import Console
    from rich.progress import Progress

    lines = sum(len(case.items) for case in cases)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Checking lines", total=lines)
        verdicts = []
        for verdict in decide(cases, catalogue, as_of):
            verdicts.append(verdict)
            progress.advance(task)
    return verdicts
