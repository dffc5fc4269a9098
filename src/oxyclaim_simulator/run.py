"""One run: claim files come in on a day, the payers answer up to another, and everything is written."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from oxyclaim_simulator import bank
from oxyclaim_simulator.door import Door
from oxyclaim_simulator.errors import CannotSimulate
from oxyclaim_simulator.fees import Fees, read_fees
from oxyclaim_simulator.finishing import Office
from oxyclaim_simulator.memory import Memory, dumped, load, read_people
from oxyclaim_simulator.payers import payer_of
from oxyclaim_simulator.placing import place, refuse
from oxyclaim_simulator.remitting import File, pay
from oxyclaim_simulator.scenarios import SCENARIOS, Scenario
from oxyclaim_simulator.submitted import Interchange, read
from oxyclaim_simulator.truth import truth

REPLIES = "replies"
"""The folder of the payers' files, within the one that is asked for."""
DAYS = 70
"""A run goes on so long where nothing else is said: ten weeks."""


@dataclass(frozen=True)
class AnswerRequest:
    """What to answer, and how.

    ``files``: 837P, received on ``received``; the payers go on until ``until`` (default: ten weeks). ``folder``: where
    the answers (``replies``) and the bank's lines go; ``state``: the memory between runs; ``truth``: the truth (both by
    default beside the folder). ``fees``: a price table (CSV); ``people``: eligibility by member id (JSON).
    ``deductible_met``: nobody owes a deductible any more.
    """

    files: Sequence[Path]
    folder: Path
    received: date
    until: date | None = None
    scenario: str = "usual"
    seed: int = 1
    state: Path | None = None
    truth: Path | None = None
    fees: Path | None = None
    people: Path | None = None
    deductible_met: bool = False


@dataclass(frozen=True)
class Simulated:
    """What was done: files by kind, claims by state, payments, deposits and open debts (cents), and where it all is."""

    scenario: str
    seed: int
    first_day: date
    last_day: date
    claim_files: int
    claims: dict[str, int]
    replies: dict[str, int]
    payments: int
    deposited_cents: int
    debts_open_cents: int
    folder: str
    state: str
    truth: str
    files: tuple[str, ...] = field(default=())


def answer(request: AnswerRequest) -> Simulated:
    """Answer claim files. Raises CannotSimulate with every problem; then nothing was written."""
    scenario = scenario_named(request.scenario)
    batches = _read_all(request.files)
    fees = replace(read_fees(request.fees) if request.fees else Fees(), deductible_met=request.deductible_met)
    people = read_people(request.people) if request.people else {}
    state = request.state or beside(request.folder, "state")
    target = request.truth or beside(request.folder, "truth")
    memory = load(state)
    until = request.until or request.received + timedelta(days=DAYS)
    _check_days(memory, request.received, until, bool(batches))
    memory.people |= people
    before = len(memory.deposits), len(memory.records)
    office = Office(memory, fees, scenario, request.seed)
    written = _through(office, memory.day or request.received - timedelta(days=1), until, {request.received: batches})
    memory.day = until
    memory.files += [each.written for each in written]
    deposits = memory.deposits[before[0] :]
    files = {request.folder / REPLIES / each.written.name: each.text.encode("latin-1") for each in written}
    files[request.folder / f"bank-{request.received}-{until}.csv"] = bank.lines(deposits).encode()
    files[target] = as_json(truth(memory))
    files[state] = dumped(memory)
    inputs = [*request.files, *(each for each in (request.fees, request.people) if each)]
    refuse(request.folder, files, (target, state), inputs)
    place(request.folder, files)
    return Simulated(
        scenario.name, request.seed, request.received, until, len(batches),
        dict(sorted(Counter(each.state for each in memory.records[before[1] :]).items())),
        dict(sorted(Counter(each.written.kind for each in written).items())),
        len(deposits), sum(each.cents for each in deposits), sum(each.open for each in memory.debts),
        str(request.folder), str(state), str(target),
        tuple(path.relative_to(request.folder).as_posix() for path in files if path not in (target, state)),
    )  # fmt: skip


def scenario_named(name: str) -> Scenario:
    """The scenario. Raises CannotSimulate with the names there are."""
    if name not in SCENARIOS:
        raise CannotSimulate([("--scenario", f"{name!r} is none; there are: {', '.join(SCENARIOS)}")])
    return SCENARIOS[name]


def beside(folder: Path, what: str) -> Path:
    """The file of this kind that stands beside the folder, so that whoever reads the folder does not meet it."""
    return folder.with_name(f"{folder.name}.{what}.json")


def as_json(facts: dict[str, Any]) -> bytes:
    """The truth as the bytes of a file: JSON with a line for each claim, debt, deposit, month and file."""
    return (
        "{\n" + ",\n".join(f"{json.dumps(name)}: {_listed(value)}" for name, value in facts.items()) + "\n}\n"
    ).encode()


def _listed(value: object) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(json.dumps, value)) + "\n]"
    return json.dumps(value)


def _read_all(paths: Sequence[Path]) -> list[Interchange]:
    problems: list[tuple[str, str]] = []
    found: list[Interchange] = []
    for path in paths:
        try:
            found += read(path)
        except OSError as error:
            problems.append((str(path), f"cannot be read: {(error.strerror or str(error)).lower()}"))
        except (ValueError, KeyError, IndexError) as error:
            reason = str(error) if isinstance(error, ValueError) else "a segment stands outside its loop"
            problems.append((str(path), f"is no 837P that the payer can read: {reason}"))
    if problems:
        raise CannotSimulate(problems)
    return found


def _check_days(memory: Memory, received: date, until: date, has_files: bool) -> None:
    if until < received:
        raise CannotSimulate([("--until", f"{until} is before the day the files come in, {received}")])
    if memory.day and (received <= memory.day if has_files else until <= memory.day):
        raise CannotSimulate([("--from", f"the payers' memory has come to {memory.day}; give a later day")])


def _through(office: Office, after: date, until: date, batches: dict[date, list[Interchange]]) -> list[File]:
    """Live the days after one and up to another."""
    written: list[File] = []
    day = after
    while day < until:
        day += timedelta(days=1)
        written += one_day(office, day, batches.get(day, []))
    return written


def one_day(office: Office, day: date, batches: Sequence[Interchange]) -> list[File]:
    """What happens on one day: files come in, what is due is done, payers whose weekday it is pay."""
    written = [file for batch in batches for file in Door(office).take(batch, day)]
    office.act(day)
    waiting = {each.payer for each in office.memory.waiting} | {
        each.payer for each in office.memory.debts if each.refund
    }
    for payer in sorted(waiting):
        if payer_of(payer, "").weekday == day.weekday():
            written += pay(office.memory, payer_of(payer, ""), day, office.scenario, office.seed)
    return written
