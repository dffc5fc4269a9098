"""``oxyclaim claim``."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from oxyclaim.claims.fees import FeeStore
from oxyclaim.cli.case_input import cases_given
from oxyclaim.cli.doors import ended, show, telling, write_json
from oxyclaim.services.claim import NOT_WRITTEN, ClaimRequest, write_claim
from oxyclaim.services.store.claiming import write_kept_claim
from oxyclaim.services.store.kept import Change
from oxyclaim.services.targets import refuse_claim_target
from oxyclaim.views.claim import view

MANY_CLAIMS = 100
"""So many claims take more than a second to validate."""


def run(
    paths: Sequence[Path],
    target: Path,
    as_json: bool,
    as_of: date,
    formal_denial: bool,
    control_number: int | None,
    test: bool,
    payers_folder: Path | None,
    store: str | None,
    fees: FeeStore,
    kept_by: Change,
    profile: Path | None = None,
) -> int:
    """Read, ask, show. Any problem with the input writes nothing. Returns the exit code.

    ``store``: where the cases are, if not in files; there the file is kept too, in the name of ``kept_by``.
    ``profile``: the file that fills what the cases leave out.
    """
    with telling(as_json), cases_given(paths, payers_folder, profile, store) as given:
        refuse_claim_target(target, given.inputs)
        cases, book = given.whole(NOT_WRITTEN).cases, given.book
        now = datetime.now()  # noqa: DTZ005 (a file's time is the sender's local time)
        request = ClaimRequest(cases, target, as_of, now, control_number, formal_denial, True if test else None)
        with bar(len(cases)) as on_progress:
            if given.store is None:
                answer = write_claim(request, book, on_progress)
            else:
                answer = write_kept_claim(
                    request, given.store, given.versions, book, kept_by, fees=fees, payers=payers_folder,
                    profile=given.profile, on_progress=on_progress,
                )  # fmt: skip
        write_json(answer) if as_json else show(view(answer))
    return ended(answer.is_fine)


@contextmanager
def bar(claims: int) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on the error stream, where there are many claims."""
    if claims < MANY_CLAIMS:
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Writing and validating claims", total=claims)
        yield lambda done, total: progress.update(task, completed=done, total=total)
