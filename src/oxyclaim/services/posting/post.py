"""Files of answers are posted: some files together, each whole or not at all, in one transaction."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from oxyclaim.remittance.ledger.kept import POSTED as ANSWER_POSTED
from oxyclaim.remittance.ledger.kept import SET_ASIDE, SUSPENDED
from oxyclaim.remittance.ledger.posting import post as posting
from oxyclaim.services.answers import head
from oxyclaim.services.ledger.kept import PAYMENTS, POSTED, KeptLedger, LedgerStore
from oxyclaim.services.posting.acknowledging import Strange, acknowledged, counts
from oxyclaim.services.posting.answer import PostAnswer, PostedFile, PostedPayment, PostRequest, Suspended
from oxyclaim.services.posting.batching import batches, numbered
from oxyclaim.services.posting.deciding import AGAIN, Decider, Decision
from oxyclaim.services.posting.depositing import read_bank, tie
from oxyclaim.services.posting.expected import take_in
from oxyclaim.services.posting.gathering import FileRead, Gathered, gather, in_order_of_signs, read_file, stands_alone
from oxyclaim.services.posting.retrying import try_again
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.reply_files import reply_files
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change
from oxyclaim.sources.packed import Source
from oxyclaim.sources.room import Room
from oxyclaim.x12.core.delimiters import UnreadableFile

TOGETHER = 200
"""Files that are posted in one transaction, at most."""
BYTES = 16_000_000
NOT_X12 = "is no answer of a payer (TA1, 999, 277CA or 835): {why}"
CLASHING = "claim {claim} stands in the ledger with another charge or other lines; each claim needs an id of its own"
NOT_POSTED = "nothing was posted"
SHOWN = 1000
"""Answers in suspense that are named; all are counted."""


@dataclass
class _Sums:
    files: list[PostedFile] = field(default_factory=list)
    states: dict[str, int] = field(default_factory=dict)
    suspense: int = 0
    claims: int = 0
    later: int = 0
    deposits: int = 0
    tied: int = 0
    problems: list[Problem] = field(default_factory=list)


def post(
    request: PostRequest, store: LedgerStore, where: str, book: RuleBook, change: Change,
    on_file: Callable[[int], None] = lambda count: None,
) -> PostAnswer:  # fmt: skip
    """Post files to the ledger of a store. ``on_file`` is told of files as they are done. Raises BadInput.

    A file that cannot be read stops none of the others.
    """
    with Room() as room:
        return _posted(request, store, where, book, change, room, on_file)


def _posted(
    request: PostRequest, store: LedgerStore, where: str, book: RuleBook, change: Change, room: Room,
    on_file: Callable[[int], None],
) -> PostAnswer:  # fmt: skip
    problems: list[Problem] = []
    files_given, claim_files = reply_files(request.files, room, problems), reply_files(request.claims, room, problems)
    deposits = [_bank(path, problems) for path in request.bank]
    if problems:
        raise BadInput(problems, NOT_POSTED)
    sums = _Sums()
    with ExitStack() as trial:
        # A trial is one transaction, so that each file meets what those before it would have left.
        one = trial.enter_context(store.ledger(change, keep=False)) if request.dry_run else None

        def step(does: Callable[[KeptLedger], None]) -> None:
            if one is not None:
                does(one)
                return
            with store.ledger(change) as ledger:
                does(ledger)

        step(lambda ledger: _begin(ledger, claim_files.sources, deposits, sums, where))
        for files in _together(files_given.sources, sums):
            step(lambda ledger, files=files: _post(ledger, files, sums))  # type: ignore[misc]
            on_file(len(files.files))
        step(lambda ledger: _end(ledger, sums))
        held = one if one is not None else trial.enter_context(store.ledger_as_it_is())
        suspended = _suspended(held)
    return _answer(request, where, book, sums, suspended)


def _bank(path: Path, problems: list[Problem]) -> pl.DataFrame:
    try:
        return read_bank(path)
    except BadInput as error:
        problems += error.problems
        return pl.DataFrame()


def _begin(
    ledger: KeptLedger, claim_files: Sequence[Source], deposits: Sequence[pl.DataFrame], sums: _Sums, where: str
) -> None:
    for hash, content, cases in ledger.claim_files():
        try:
            sums.claims += take_in(ledger, content, hash, cases)[0]
        except UnreadableFile as error:
            sums.problems.append(Problem("kept_file", f"a claim file of the store cannot be read: {error}", where))
    for source in claim_files:
        if source.why:
            sums.problems.append(Problem("cannot_unpack", source.why, source.name))
            continue
        try:
            new, clashing = take_in(ledger, source.path, source.own_name)
        except UnreadableFile as error:
            sums.problems.append(Problem("not_x12", f"is no claim file (837P): {error}", source.name))
            continue
        except OSError as error:
            sums.problems.append(Problem("cannot_read", f"cannot be read: {error.strerror}", source.name))
            continue
        sums.claims += new
        sums.problems += [Problem("claim_clash", CLASHING.format(claim=each), source.name) for each in clashing]
    for lines in deposits:
        sums.deposits += ledger.keep_bank_lines(lines)


def _together(sources: Sequence[Source], sums: _Sums) -> Iterator[Gathered]:
    """The files, read, in groups that are posted together."""
    files, size = list[FileRead](), 0
    for source in sources:
        if source.why:
            sums.problems.append(Problem("cannot_unpack", source.why, source.name))
            continue
        try:
            file = read_file(source.path, source.name)
        except OSError as error:
            sums.problems.append(Problem("cannot_read", f"cannot be read: {error.strerror}", source.name))
            continue
        if stands_alone(file):
            try:
                yield gather([file])
            except UnreadableFile as error:
                sums.problems.append(Problem("not_x12", NOT_X12.format(why=error), source.name))
            continue
        files.append(file)
        size += len(file.content)
        if len(files) >= TOGETHER or size >= BYTES:
            yield gather(in_order_of_signs(files))
            files, size = [], 0
    if files:
        yield gather(in_order_of_signs(files))


def _post(ledger: KeptLedger, gathered: Gathered, sums: _Sums) -> None:
    traces = gathered.payments["trace"].drop_nulls().unique().to_list()
    decider = Decider(ledger.payments(traces), ledger.bank_lines(), ledger.own_npis())
    last_payment, last_answer = ledger.ends()
    again = [ledger.has_reply(file.sha256) for file in gathered.files]
    decisions = decider.decide(gathered)
    for file in gathered.files:
        ledger.keep_reply(file.content)
    payments = _kept(gathered, decisions, last_payment + 1, ledger)
    ledger.keep_payments(payments.select(list(PAYMENTS)).cast(PAYMENTS))
    posted = numbered(payments.filter(pl.col("state") == POSTED), last_payment + 1)
    rows, strange = acknowledged(gathered, ledger)
    new = rows.filter(pl.col("file").is_in([place for place, was in enumerate(again) if not was]))
    ledger.keep_acknowledged(new.drop("file"))
    ledger.keep_numbers(new.select("number", "claim_id"), "277CA")
    sums.files += _files(
        gathered, decisions, again, counts(rows), strange, dict(posted.select("set", "payment").iter_rows())
    )
    for batch, kept_answers in batches(gathered, posted, last_answer + 1):
        found = posting(batch, ledger)
        ledger.keep_answers(kept_answers)
        ledger.keep_entries(found.entries)
        ledger.keep_states(found.states)
        told_numbers = batch.answers.select("answer", "number").join(
            found.states.filter(pl.col("state") == ANSWER_POSTED), on="answer"
        )
        ledger.keep_numbers(told_numbers.select("number", "claim_id"), "835")
        for state, times in found.states.group_by("state").len().iter_rows():
            sums.states[state] = sums.states.get(state, 0) + times
        sums.suspense += -int(found.entries["suspense"].sum())


def _kept(gathered: Gathered, decisions: Sequence[Decision], first: int, ledger: KeptLedger) -> pl.DataFrame:
    """The payments as they are kept, posted ones first; one that is held again is kept once."""
    hashes = dict(enumerate(file.sha256 for file in gathered.files))
    marked = gathered.payments.with_columns(
        state=pl.Series([each.state for each in decisions], dtype=pl.String),
        why=pl.Series([each.why for each in decisions], dtype=pl.String),
        content_sha256=pl.col("file").replace_strict(hashes, return_dtype=pl.String), payer="payer_id",
        place=pl.int_range(pl.len(), dtype=pl.Int64).over("file"),
    ).filter(pl.col("state") != AGAIN)  # fmt: skip
    before = ledger.payments(marked["trace"].drop_nulls().to_list()).select("content_sha256", "place", "state")
    key = ["content_sha256", "place", "state"]
    new = marked.filter(pl.col("state") == POSTED)
    held = marked.filter(pl.col("state") != POSTED).join(before, on=key, how="anti", maintain_order="left")
    return pl.concat([new, held]).with_columns(payment_id=pl.int_range(first, first + pl.len(), dtype=pl.Int64))


def _files(
    gathered: Gathered, decisions: Sequence[Decision], again: Sequence[bool], told: Mapping[int, tuple[int, int]],
    strange: Mapping[int, Strange], numbers: Mapping[int, int],
) -> Iterator[PostedFile]:  # fmt: skip
    by_file: dict[int, list[PostedPayment]] = {}
    places = zip(gathered.payments["file"], gathered.payments["set"], strict=True)
    for (file, number), payment, decision in zip(places, gathered.told, decisions, strict=True):
        by_file.setdefault(file, []).append(PostedPayment(
            payment.trace, payment.payer, payment.paid_on, payment.payment_cents, payment.claims, decision.state,
            decision.why, payment.differences, numbers.get(number),
        ))  # fmt: skip
    for place, file in enumerate(gathered.files):
        others = strange.get(place, Strange())
        yield PostedFile(
            file.name, file.sha256, again[place], tuple(by_file.get(place, ())), *told.get(place, (0, 0)),
            others.claims, tuple(dict.fromkeys(others.wholes)),
        )  # fmt: skip


def _end(ledger: KeptLedger, sums: _Sums) -> None:
    sums.later += try_again(ledger)
    sums.tied += tie(ledger)


def _suspended(ledger: KeptLedger) -> tuple[Suspended, ...]:
    rows = ledger.answers(SUSPENDED).head(SHOWN)
    return tuple(
        Suspended(
            row["answer_id"], row["state"], row["payer"], row["said_id"], row["number"], row["paid_cents"] or 0,
            row["claim_id"],
        )
        for row in rows.iter_rows(named=True)
    )  # fmt: skip


def _answer(
    request: PostRequest, where: str, book: RuleBook, sums: _Sums, suspended: tuple[Suspended, ...]
) -> PostAnswer:
    payments = [payment for file in sums.files for payment in file.payments]
    posted = [each for each in payments if each.state == POSTED]
    again = sum(each.state == AGAIN for each in payments)
    return PostAnswer(
        **head("posted", book, request.as_of), store=where, dry_run=request.dry_run, files=tuple(sums.files),
        posted=len(posted), again=again, held=len(payments) - len(posted) - again,
        posted_cents=sum(each.payment_cents or 0 for each in posted),
        matched=sums.states.get(ANSWER_POSTED, 0), suspended=sum(sums.states.get(state, 0) for state in SUSPENDED),
        set_aside=sums.states.get(SET_ASIDE, 0), suspense_cents=sums.suspense, claims_taken_in=sums.claims,
        found_later=sums.later, deposits_new=sums.deposits, deposits_tied=sums.tied, open_suspense=suspended,
        problems=tuple(sums.problems),
    )  # fmt: skip
