"""A made-up supplier's year: patients come, months are billed each week, made-up payers answer, and answers are posted.

The office has two doors: the pages in a browser, or the API. All people, payers and prices are made up.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from api_program import program
from desk_site import Clock, Site

from oxyclaim.services.desk.demo.file_of import complete_file
from oxyclaim.services.desk.demo.people import person
from oxyclaim.services.desk.judging import catch_up
from oxyclaim.services.desk.opening import open_desk
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.store.kept import Change
from oxyclaim.store import SqlPlaces
from oxyclaim.store.desk import Folder, SqlDesk
from oxyclaim.web.app import make_app
from oxyclaim.web.office import Office
from oxyclaim_simulator import AnswerRequest, answer

BEGINS = datetime(2026, 1, 7, 15, tzinfo=UTC)
WEEK = timedelta(days=7)
SEEN_AGAIN = timedelta(days=170)
"""How long after a visit the patient sees the practitioner again."""
TWICE = "a claim is corrected once"
"""Why a claim is not sent again: its second one was called a duplicate, so that the first one waits once more."""
WAITS = ("waiting for look-ups", "waiting for papers")


class Door(ABC):
    """How the office does its work."""

    @abstractmethod
    def looked_up(self, patients: list[str]) -> None:
        """All look-ups before billing were made today for these patients, and nothing was found."""

    @abstractmethod
    def send_again(self, claims: list[str]) -> None:
        """Write anew the claims that were turned down unjudged, after looking at what would go; but for ``TWICE``."""

    @abstractmethod
    def bill(self, folder: Path) -> list[Path]:
        """Bill all that is ready, and send what is written; the claim files."""

    @abstractmethod
    def post(self, files: list[Path], bank: list[Path]) -> None:
        """Post what payers answered, beside what came to the bank."""


class ByApi(Door):
    """Another program, with a token."""

    def __init__(self, site: Site):
        self.http, self.site = program(site), site

    def ask(self, method: str, path: str, **sent: Any) -> Any:
        answered = self.http.request(method, path, **sent)
        assert answered.status_code < 300, answered.text
        return answered

    def looked_up(self, patients: list[str]) -> None:
        day = self.site.office.today().isoformat()
        for patient in patients:
            kept = self.ask("GET", f"/patients/{patient}")
            case = kept.json()["case"]
            asked = case["checks"][0]["asked"]
            case["checks"] = [
                {"date": day, "source": "payer_system", "asked": asked},
                {"date": day, "source": "patient", "asked": ["stay", "address"]},
            ]
            body = {"case": case, "reason": "look-ups"}
            self.ask("PUT", f"/patients/{patient}", json=body, headers={"If-Match": kept.headers["ETag"]})

    def send_again(self, claims: list[str]) -> None:
        for claim in claims:
            tried = self.ask("POST", "/claims/again", json={"claim": claim, "dry_run": True}).json()
            if tried["goes"]:
                self.ask("POST", "/claims/again", json={"claim": claim, "reason": "turned down at the front end"})
            else:
                assert all(TWICE in each for each in tried["why_not"]), tried

    def bill(self, folder: Path) -> list[Path]:
        ready = self.ask("GET", "/lines", params={"state": "ready", "limit": 5000}).json()
        patients = sorted({each["patient"] for each in ready})
        if patients:
            written = self.ask("POST", "/claims", json={"patients": patients}).json()
            assert (written["batch"]["refused"], written["batch"]["set_aside"]) == ([], [])
        files = []
        for each in self.ask("GET", "/claims", params={"to_send": True}).json():
            number = each["claim_file_id"]
            files.append(folder / f"claims-{number:03}.x12")
            files[-1].write_bytes(self.ask("GET", f"/claims/{number}/file").content)
            self.ask("POST", f"/claims/{number}/sent")
        return files

    def post(self, files: list[Path], bank: list[Path]) -> None:
        sent = [("files", each) for each in files] + [("bank", each) for each in bank]
        self.ask("POST", "/replies", files=[(field, (path.name, path.read_bytes())) for field, path in sent])


@dataclass
class Year:
    """A desk without a demo, in which ``patients`` start their rentals over the first quarter; ``scenario`` says what
    payers do."""

    site: Site
    folder: Path
    patients: int
    scenario: str
    door: Door
    truth: dict[str, Any] = field(default_factory=dict)
    claim_files: int = 0
    posted: list[Path] = field(default_factory=list)
    seconds: float = 0
    to_be_seen: dict[str, date] = field(default_factory=dict)

    @cached_property
    def api(self) -> ByApi:
        """The door by which patients come in and are seen, whatever the office does its work by."""
        return self.door if isinstance(self.door, ByApi) else ByApi(self.site)

    def run(self, weeks: int = 52) -> None:
        """Live through the year, and three more months in which the payers finish."""
        begun = perf_counter()
        coming = list(self._people())
        waiting: list[Path] = []
        for week in range(weeks + 12):
            today = self.site.office.today()
            for case_id, starts in [each for each in coming if each[1] < today]:
                self._comes(case_id, starts, today)
                coming.remove((case_id, starts))
            catch_up(self.own, self.site.office.rule_book(), today, None)
            self._visits(today)
            self._post(waiting)
            files: list[Path] = []
            if week < weeks:
                self.door.looked_up(self._waits(today))
                self.door.send_again(self._turned_down())
                files = self.door.bill(self.folder)
            self.claim_files += len(files)
            waiting = self._answered(files, week, today)
            self.site.clock.on(days=7)
        self._post(waiting)
        catch_up(self.own, self.site.office.rule_book(), self.site.office.today(), None)
        self.seconds = perf_counter() - begun

    @property
    def own(self):
        return self.site.desk.of("own")

    def _people(self) -> Iterator[tuple[str, date]]:
        for number in range(self.patients):
            yield f"YEAR-{number:04}", BEGINS.date() + timedelta(days=91 * number // self.patients)

    def _comes(self, case_id: str, starts: date, today: date) -> None:
        number = int(case_id[-4:])
        facts = json.loads(
            json.dumps(complete_file(case_id, person(number, Random(number)), starts, 1, today), default=str)
        )
        self.api.ask("POST", "/patients", json={"case": facts, "reason": "referral"})
        seen = [date.fromisoformat(each["date"]) for each in facts.get("follow_ups") or ()]
        self.to_be_seen[case_id] = max(seen, default=starts - SEEN_AGAIN + timedelta(days=25)) + SEEN_AGAIN

    def _visits(self, today: date) -> None:
        """Patients see the practitioner once and again, and the record says that they need and use the oxygen."""
        for case_id in [each for each, day in self.to_be_seen.items() if day <= today]:
            self.to_be_seen[case_id] = today + SEEN_AGAIN
            patient = self.site.handle(case_id)
            kept = self.api.ask("GET", f"/patients/{patient}")
            case = kept.json()["case"]
            name = f"VISIT-{today}"
            case["documents"].append({"id": name, "kind": "progress_note", "date": str(today), "on_file": True})
            case["follow_ups"] = [*(case.get("follow_ups") or ()), {
                "id": name, "document": name, "page": 1, "date": str(today), "source": "medical_record",
                "shows_need": True, "shows_use": True,
            }]  # fmt: skip
            body = {"case": case, "reason": "a visit"}
            self.api.ask("PUT", f"/patients/{patient}", json=body, headers={"If-Match": kept.headers["ETag"]})

    def _waits(self, today: date) -> list[str]:
        cases = {
            each.case_id for each in self.own.states(most=10_000) if each.state in WAITS and each.service_date <= today
        }
        return [self.site.handle(case_id) for case_id in sorted(cases)]

    def _post(self, came: list[Path]) -> None:
        bank = [each for each in came if each.suffix == ".csv"]
        files = [each for each in came if each.suffix != ".csv"]
        if files:
            self.door.post(files, bank)
            self.posted += files

    def _turned_down(self) -> list[str]:
        """The claims whose tasks say that they were turned down before anybody judged them."""
        tasks = self.api.ask("GET", "/denials", params={"kind": "rejected"}).json()["tasks"]
        return sorted({line["claim_id"] for task in tasks for line in task["lines"] if line["state"] == "open"})

    def _answered(self, files: list[Path], week: int, today: date) -> list[Path]:
        folder = self.folder / f"week-{week:02}"
        answer(AnswerRequest(
            files=files, folder=folder, received=today, until=today + WEEK - timedelta(days=1),
            scenario=self.scenario, seed=week, state=self.folder / "payers.json", truth=self.folder / "truth.json",
            deductible_met=True,
        ))  # fmt: skip
        self.truth = json.loads((self.folder / "truth.json").read_text())
        deposits = [each for each in folder.glob("bank-*.csv") if len(each.read_text().splitlines()) > 1]
        came = [folder / "replies" / each["name"] for each in self.truth["files"]]
        return [*(each for each in came if each.exists()), *deposits]


def open_office(folder: Path) -> Site:
    """A desk without any patient on the first day of the year."""
    address, clock, book = str(folder / "desk.db"), Clock(BEGINS), rule_book()
    SqlPlaces().make(address, BEGINS)
    desk = SqlDesk(SqlPlaces().open(address))
    office = Office(desk, lambda: book, clock, Folder(folder / "files"))
    opened = open_desk(desk, book, office.today(), None, Change("test", BEGINS, "first entry", "import"))
    return Site(make_app(office), desk, office, clock, {each.account.role: each for each in opened.accounts}, address)
