"""Which denials are open work, by cause, with owner, day and money?"""

import polars as pl

from oxyclaim.remittance.ledger.kept import SUSPENDED
from oxyclaim.services.answers import head
from oxyclaim.services.denials.answer import Counted, DenialWork, DenialWorkRequest, Task
from oxyclaim.services.denials.foretelling import Verdicts
from oxyclaim.services.denials.gathering import Frames, frames_of
from oxyclaim.services.denials.grouping import tasks_of
from oxyclaim.services.denials.papers import with_papers
from oxyclaim.services.denials.working import work_lines
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Store

NO_FEES = (
    "No line in the ledger has an expected amount: money at stake is the charge, and nothing can be told to be "
    "underpaid. Amounts are expected of claims that went out from the store with fee files loaded (Settings in the "
    "desk, or `oxyclaim fees --help`)."
)

IN_SUSPENSE = (
    "Answers in suspense: {count}. What they deny is not here before they have their claims; `oxyclaim ledger work` "
    "lists them."
)


def denial_work(request: DenialWorkRequest, store: Store, book: RuleBook) -> DenialWork:
    """Every line that was denied, turned down or paid too low and is not settled, as tasks."""
    with store.ledger_as_it_is() as ledger:
        frames = frames_of(ledger)
        waiting = len(ledger.answers(SUSPENDED))
        judged = _judged_of_work(frames)
        verdicts = Verdicts(ledger.results_of(judged["verdict_id"].unique().to_list()), book)
    lines = work_lines(frames, verdicts, request.as_of, book)
    tasks = tasks_of(lines, book)
    shown = with_papers([task for task in tasks if _wanted(task, request)], judged, store, book, request.as_of)
    of_claims = frames.entries.filter(pl.col("claim_id").is_not_null())
    looked_at = len(frames.stand.filter(frames.stand["line_id"].is_not_null())) + len(frames.following)
    of_lines = sum(line.line_id is not None for line in lines)
    notes = [NO_FEES] if frames.judged["expected_cents"].is_null().all() else []
    notes += [IN_SUSPENSE.format(count=waiting)] if waiting else []
    return DenialWork(
        **head("denial_work", book, request.as_of), store=store.where, tasks=shown, left_out=len(tasks) - len(shown),
        stake_cents=sum(task.stake_cents for task in shown),
        counted=Counted(
            looked_at, of_lines, looked_at - of_lines, int(of_claims["denied"].sum()),
            sum(line.denied_cents for line in lines),
            sum(line.patient_cents for line in lines),
        ),
        notes=tuple(notes),
    )  # fmt: skip


def _judged_of_work(frames: Frames) -> pl.DataFrame:
    """What was judged of claims that are denied or turned down."""
    denied = frames.stand.filter((pl.col("denied") > 0) | (pl.col("to_patient") > 0)).select("claim_id")
    ids = pl.concat([denied, frames.rejected.select("claim_id")]).unique()
    return frames.judged.join(ids, on="claim_id", how="semi")


def _wanted(task: Task, request: DenialWorkRequest) -> bool:
    if request.payer and request.payer.casefold() not in (task.payer or "").casefold():
        return False
    if request.kind and task.kind != request.kind:
        return False
    if request.claims is not None and not any(line.claim_id in request.claims for line in task.lines):
        return False
    return request.due_by is None or (task.due is not None and task.due <= request.due_by)
