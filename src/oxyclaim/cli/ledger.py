"""``oxyclaim ledger``."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from oxyclaim.cli.doors import NOT_ALL, OK, by_options, show, telling, write_json
from oxyclaim.cli.store_place import change, opened
from oxyclaim.services.ledger import asking, entering, opening
from oxyclaim.services.ledger import history as of_cases
from oxyclaim.services.ledger.answer import By, EnteredAnswer
from oxyclaim.services.ledger.appealing import Appealed, enter_appeal
from oxyclaim.services.ledger.patience import Patience
from oxyclaim.services.ledger.sheets import cents_of, day_of
from oxyclaim.services.ledger.tables import write_balances
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views import ledger as views


def balances(by: By, most: int | None, output: Path | None, store: str | None, as_json: bool, as_of: date) -> int:
    """Show balances. Returns the exit code."""
    with telling(as_json), opened(store) as kept:
        answer = asking.balances(kept, kept.where, by, rule_book(), as_of, None if output else most)
        if output:
            write_balances(answer, output)
        write_json(answer) if as_json else show(views.balances(answer))
    return OK


def work(silent: list[str], store: str | None, as_json: bool, as_of: date) -> int:
    """Show what wants a person. Returns the exit code."""
    with telling(as_json), opened(store) as kept:
        answer = asking.work(kept, kept.where, rule_book(), as_of, Patience.from_texts(silent))
        write_json(answer) if as_json else show(views.work(answer))
    return OK


def enter(
    kind: entering.Kind, amount: str, on: str | None, claim_id: str | None, payer: str | None, reference: str | None,
    reason: str, by: str | None, store: str | None, as_json: bool, as_of: date,
) -> int:  # fmt: skip
    """Make an entry by hand. Returns the exit code."""
    with telling(as_json), opened(store) as kept, by_options({"on": "--date"}):
        entry = entering.Entry(kind, _cents(amount), _day(on, as_of), claim_id, payer, reference)
        _tell(entering.enter(kept, kept.where, entry, rule_book(), change(by, reason), as_of), as_json)
    return OK


def appealed(
    claim_id: str, line_id: str | None, level: str, lost: bool, on: str | None, reason: str, by: str | None,
    store: str | None, as_json: bool, as_of: date,
) -> int:  # fmt: skip
    """Enter an appeal, or that it was lost. Returns the exit code."""
    options = {"level": "--level", "on": "--date", "line": "--line"}
    with telling(as_json), opened(store) as kept, by_options(options):
        sent = Appealed(claim_id, level, _day(on, as_of), (line_id,) if line_id else (), lost)
        _tell(enter_appeal(kept, kept.where, sent, rule_book(), change(by, reason), as_of), as_json)
    return OK


def match(answer: int, claim_id: str, by: str | None, store: str | None, as_json: bool, as_of: date) -> int:
    """Say whose an answer is. Returns the exit code."""
    with telling(as_json), opened(store) as kept:
        who = change(by, f"matched to {claim_id}")
        _tell(entering.match(kept, kept.where, answer, claim_id, rule_book(), who, as_of), as_json)
    return OK


def undo(payment: int, reason: str, by: str | None, store: str | None, as_json: bool, as_of: date) -> int:
    """Take a payment back. Returns the exit code."""
    with telling(as_json), opened(store) as kept:
        _tell(entering.undo(kept, kept.where, payment, rule_book(), change(by, reason), as_of), as_json)
    return OK


def history(cases: Sequence[str], write: bool, by: str | None, store: str | None, as_json: bool, as_of: date) -> int:
    """Bring answers into the cases' history. Returns the exit code."""
    with telling(as_json), opened(store) as kept:
        who = change(by, "months from remittances", "posting")
        answer = of_cases.history(kept, kept.where, rule_book(), who, as_of, write=write, case_ids=cases)
        write_json(answer) if as_json else show(views.history(answer))
    return NOT_ALL if answer.problems or any(each.what == "disagrees" for each in answer.months) else OK


def open_with(path: Path, by: str | None, store: str | None, as_json: bool, as_of: date) -> int:
    """Take opening balances in. Returns the exit code."""
    with telling(as_json), opened(store) as kept:
        who = change(by, "opening balances", "import")
        _tell(opening.open_ledger(kept, kept.where, path, rule_book(), who, as_of), as_json)
    return OK


def _tell(answer: EnteredAnswer, as_json: bool) -> None:
    write_json(answer) if as_json else show(views.entered(answer))


def _cents(text: str) -> int:
    try:
        return cents_of(text)
    except ValueError as error:
        raise BadInput([Problem("amount", str(error), path="amount", found=text)]) from None


def _day(text: str | None, otherwise: date) -> date:
    if text is None:
        return otherwise
    try:
        return day_of(text)
    except ValueError as error:
        raise BadInput([Problem("day", str(error), path="--date", found=text)]) from None
