"""Case files are taken into a store; the same files once more change nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from oxyclaim.case import problems as of_files
from oxyclaim.case.files import CaseFile
from oxyclaim.case.reader import Found, SourcedCase, iter_cases
from oxyclaim.case.sourced import unknown_payer
from oxyclaim.services.answers import Head, head
from oxyclaim.services.problems import Problem, of_case_files
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change, Store

TOGETHER = 500
"""Cases that are taken in together, in one transaction."""
CLASH = (
    "{case_id} was changed in the store (version {version}) since its file was taken in; "
    "--over takes the file all the same, as a later version"
)


@dataclass(frozen=True, kw_only=True)
class StoreImported(Head):
    """How many cases were read, and what became of them: ``new``, ``changed``, ``same``, ``older`` than the store's.

    ``problems``: what could not be read, or was changed in the store; such cases were left as they are.
    """

    store: str
    read: int
    new: int
    changed: int
    same: int
    older: int
    problems: tuple[Problem, ...] = ()


@dataclass
class _Count:
    new: int = 0
    changed: int = 0
    same: int = 0
    older: int = 0
    clash: int = 0


def import_cases(
    files: Sequence[CaseFile],
    store: Store,
    book: RuleBook,
    change: Change,
    *,
    over: bool = False,
    problems: Iterable[Problem] = (),
    on_bytes: Callable[[int], None] = lambda count: None,
) -> StoreImported:
    """Take in every case of these files. ``on_bytes`` is told how many more bytes have been read.

    ``problems``: what is wrong with the paths. Cases go in together in portions; what was taken in before an
    interruption is there, and the same call once more goes on from there.
    """
    told, count = list(problems), _Count()
    for portion in _portions(iter_cases(files, on_bytes), TOGETHER):
        sourced, wrong = _sound(portion, book)
        told += of_case_files(wrong)
        cases = [each.case for each in sourced]
        for each, saved in zip(sourced, store.take_in(cases, change, over) if cases else (), strict=True):
            setattr(count, saved.how, getattr(count, saved.how) + 1)
            if saved.how == "clash":
                message = CLASH.format(case_id=saved.case_id, version=saved.version)
                told.append(Problem("changed_in_store", message, str(each.path), each.line))
    return StoreImported(
        **head("store_imported", book, change.at.date()),
        store=store.where,
        read=count.new + count.changed + count.same + count.older + count.clash,
        new=count.new,
        changed=count.changed,
        same=count.same,
        older=count.older,
        problems=tuple(told),
    )


def _sound(found: Iterable[Found], book: RuleBook) -> tuple[list[SourcedCase], list[of_files.Problem]]:
    sound: list[SourcedCase] = []
    wrong: list[of_files.Problem] = []
    for one in found:
        stranger = unknown_payer(one, book.payers) if isinstance(one, SourcedCase) else one
        if stranger is None and isinstance(one, SourcedCase):
            sound.append(one)
        elif stranger is not None:
            wrong.append(stranger)
    return sound, wrong


def _portions(found: Iterable[Found], size: int) -> Iterator[list[Found]]:
    rest = iter(found)
    while portion := list(islice(rest, size)):
        yield portion
