"""Programs that write in a store while others do, or until they are killed. Each tells what was kept for it."""

import os
from multiprocessing.connection import Connection

from filled_stores import BY_ANN, IMPORTED, NOW, claim_file_of, verdict_of, with_payer_name

from oxyclaim.case.canonical import case_of
from oxyclaim.case.models import Case
from oxyclaim.store import SqlPlaces


def named(case: Case, case_id: str) -> Case:
    """The case under another id."""
    return case.model_copy(update={"case_id": case_id})


def write_until_killed(address: str, told: Connection, text: str, run: int) -> None:
    """Versions of one case, numbers, verdicts and claim files, each told once it is kept."""
    store = SqlPlaces().open(address)
    case = named(case_of(text), "KILLED")
    version = max((each.version for each in store.versions("KILLED")), default=0)
    while True:
        version = store.save(with_payer_name(case, f"RUN {run} {version}"), version, BY_ANN).version
        told.send(("case", version))
        (number,) = store.take_numbers("interchange", "SENDER", 1, NOW, "a claim file")
        told.send(("number", number))
        (verdict,) = store.keep_verdicts([verdict_of(case, version, f'"{run} {number}"')], BY_ANN)
        told.send(("verdict", verdict))
        (claim,) = store.keep_claims(
            claim_file_of(case, number, version), [verdict_of(case, version, f'"{run} {number}"')], BY_ANN
        )
        told.send(("claim file", claim))


ENOUGH = 4
"""Turns that each program takes at least, however slow the machine is."""


def write_for(address: str, told: Connection, text: str, writer: int, seconds: float) -> None:
    """Saves, imports and numbers at once with another such program."""
    from time import monotonic  # noqa: PLC0415

    store = SqlPlaces().open(address)
    case, end, turn = case_of(text), monotonic() + seconds, 0
    while monotonic() < end or turn < ENOUGH:
        turn += 1
        numbers = store.take_numbers("interchange", "SENDER", 3, NOW, "a test")
        mine = named(case, f"W{writer}-{turn}")
        store.take_in([mine, named(case, f"BOTH-{turn}")], IMPORTED)
        saved = store.save(with_payer_name(mine, f"TURN {turn}"), 1, BY_ANN)
        ids = store.keep_claims(
            claim_file_of(mine, numbers[0], saved.version), [verdict_of(mine, saved.version)], BY_ANN
        )
        told.send((numbers, saved, ids))
    told.send(None)
    told.close()
    os._exit(0)
