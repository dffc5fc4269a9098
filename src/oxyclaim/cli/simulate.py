"""``oxyclaim simulate``: the one place that knows the payer simulator."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from oxyclaim.cli.doors import OK, counting, expanded, show, telling, write_json
from oxyclaim.services.answers import plain
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.simulated import scenarios, simulated
from oxyclaim.services.targets import NOT_WRITTEN
from oxyclaim.views.simulated import listing, view
from oxyclaim_simulator import SCENARIOS, AnswerRequest, CannotSimulate, LifeRequest, Simulated, answer, live

MANY_PATIENTS = 50
"""So many take more than a second."""


def run(as_json: bool, as_of: date, **asked: Any) -> int:
    """Answer claim files; ``asked`` are the fields of the simulator's AnswerRequest. Returns the exit code."""
    with telling(as_json), _in_our_words():
        _tell(answer(AnswerRequest(**asked | {"files": expanded(asked["files"])})), as_json, as_of)
    return OK


def run_life(as_json: bool, as_of: date, **asked: Any) -> int:
    """Let patients live; ``asked`` are the fields of the simulator's LifeRequest. Returns the exit code."""
    with telling(as_json), _in_our_words():
        request, days = LifeRequest(**asked), 0

        def on_progress(done: int, _total: int) -> None:
            nonlocal days
            advance(done - days)
            days = done

        many = 1 if request.patients >= MANY_PATIENTS else request.days + 1
        with counting("Living", request.days, many) as advance:
            done = live(request, on_progress)
        _tell(done, as_json, as_of)
    return OK


def list_scenarios(as_json: bool, as_of: date) -> int:
    """What can happen. Returns the exit code."""
    found = scenarios({each.name: each.says for each in SCENARIOS.values()}, rule_book(), as_of)
    write_json(found) if as_json else show(listing(found))
    return OK


def _tell(done: Simulated, as_json: bool, as_of: date) -> None:
    facts = {name: getattr(done, name) for name in done.__dataclass_fields__}
    told = simulated(facts, rule_book(), as_of)
    write_json(plain(told)) if as_json else show(view(told))


@contextmanager
def _in_our_words() -> Iterator[None]:
    """The simulator's problems as those of every command."""
    try:
        yield
    except CannotSimulate as error:
        problems = (
            Problem("cannot_simulate", what, path=where)
            if where.startswith("--")
            else Problem("cannot_simulate", what, where)
            for where, what in error.problems
        )
        raise BadInput(problems, NOT_WRITTEN) from None
