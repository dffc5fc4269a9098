"""A desk to try pages on: an SQLite store with the demo's patients and two suppliers, on a day that does not move."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from oxyclaim.services.desk.demo.filling import demo_cases
from oxyclaim.services.desk.judging import catch_up
from oxyclaim.services.desk.opening import open_desk
from oxyclaim.services.desk.secrets import code_at
from oxyclaim.services.desk.signing_in import NewAccount, add_account
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.store.kept import Change
from oxyclaim.store import SqlPlaces
from oxyclaim.store.desk import Folder, SqlDesk
from oxyclaim.web.app import make_app
from oxyclaim.web.office import Office

START = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
BASE = "http://127.0.0.1"


@dataclass
class Clock:
    """The time that the desk sees; tests move it on."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def on(self, **times: float) -> None:
        self.at += timedelta(**times)


@dataclass
class Site:
    """The application, its store, its clock, and who may sign in."""

    app: FastAPI
    desk: SqlDesk
    office: Office
    clock: Clock
    accounts: dict[str, NewAccount]
    address: str
    last: dict[str, datetime] = field(default_factory=dict)

    def guest(self) -> TestClient:
        """A browser in which nobody is signed in."""
        return TestClient(self.app, base_url=BASE, follow_redirects=False, headers={"sec-fetch-site": "same-origin"})

    def signed_in(self, role: str = "manager") -> TestClient:
        """A browser in which somebody with this role is signed in, by the form."""
        browser = self.guest()
        while self.clock() - self.last.get(role, START - timedelta(days=1)) < timedelta(seconds=31):
            self.clock.on(seconds=31)
        self.last[role] = self.clock()
        answer = sign_in(browser, self.accounts[role], self.clock())
        assert answer.status_code == 303, answer.text
        return browser

    def handle(self, case_id: str, supplier: str = "own") -> str:
        """The id by which pages name a case."""
        return self.desk.of(supplier).handles([case_id])[case_id]


def token_of(browser: TestClient, path: str = "/") -> str:
    """What a post of this browser must hold."""
    found = re.search(r'name="token" value="([^"]+)"', browser.get(path).text)
    assert found, path
    return found[1]


def sign_in(browser: TestClient, account: NewAccount, at: datetime, **other: str):
    """Send the form."""
    data = {
        "token": token_of(browser, "/login"), "name": account.sign_in, "password": account.password,
        "code": code_at(account.second_factor, at),
    }  # fmt: skip
    return browser.post("/login", data=data | other)


def make_site(folder: Path) -> Site:
    """A desk of its own; its store is filled with the demo."""
    address = str(folder / "desk.db")
    SqlPlaces().make(address, START)
    desk = SqlDesk(SqlPlaces().open(address))
    clock = Clock()
    book = rule_book()
    office = Office(desk, lambda: book, clock, Folder(folder / "files"))
    change = Change("test", START, "first entry", "import")
    opened = open_desk(desk, book, office.today(), None, change, demo=True)
    desk.add_supplier("other", "Another supplier", START)
    desk.of("other").store.take_in(demo_cases(book, office.today())[:2], change)
    catch_up(desk.of("other"), book, office.today(), None)
    accounts = {each.account.role: each for each in opened.accounts}
    accounts["stranger"] = add_account(desk, "other", "stranger", "Stan Stranger", "manager", START)
    return Site(make_app(office), desk, office, clock, accounts, address)


def copied(site: Site, folder: Path) -> Site:
    """The same desk once more, on a copy of its store, at the beginning of its time."""
    address = str(folder / "desk.db")
    SqlPlaces().copy_out(site.address, address)
    desk, clock = SqlDesk.at(address), Clock()
    office = replace(site.office, desk=desk, now=clock, room=Folder(folder / "files"))
    return Site(make_app(office), desk, office, clock, site.accounts, address)


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The application on a port of its own; its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
