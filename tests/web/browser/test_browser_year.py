"""A made-up supplier's year, by the API and in a browser: in the end the desk says what the made-up payers know.

``OXYCLAIM_YEAR`` is the number of patients by the API; a tenth of them (three at least) are billed in the browser.
"""

import os
import sys
from collections import Counter
from pathlib import Path

import pytest
from desk_site import Site, serving
from playwright.sync_api import Browser
from simulated_year import TWICE, ByApi, Door, Year, open_office

from oxyclaim.services.desk.signing_in import welcome_link

PATIENTS = int(os.environ.get("OXYCLAIM_YEAR", "10"))
KINDS = ("charge", "paid", "contractual", "sequestration", "denied", "open")


class ByPages(Door):
    """Somebody who clicks: look-ups, the billing run, the replies."""

    def __init__(self, browser: Browser, site: Site, address: str):
        self.site, self.address = site, address
        self.page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        self.page.set_default_timeout(120_000)

    def _comes_in(self) -> None:
        """A week has gone by, and with it the session."""
        link = welcome_link(self.site.desk, self.site.accounts["manager"].account.account_id, self.site.clock())
        self.page.goto(f"{self.address}/welcome/{link}")

    def looked_up(self, patients: list[str]) -> None:
        self._comes_in()
        for patient in patients:
            self.page.goto(f"{self.address}/patients/{patient}/look-ups")
            self.page.get_by_role("button", name="All were looked up today, nothing found").click()
            self.page.get_by_text("Kept, with your name and the day.").wait_for()

    def send_again(self, claims: list[str]) -> None:
        for claim in claims:
            self.page.goto(f"{self.address}/denials")
            self.page.get_by_role("link", name=f"Act on claim {claim}", exact=True).click()
            again = self.page.locator("form", has=self.page.get_by_role("heading", name="Send again"))
            again.get_by_role("button", name="See what would go").click()
            again.get_by_text("would be written.").wait_for()
            if again.get_by_role("button", name="Write it").count():
                again.get_by_label("What was wrong").fill("turned down at the front end")
                again.get_by_role("button", name="Write it").click()
                self.page.get_by_text("The claim was written").wait_for()
            else:
                assert TWICE in again.inner_text()

    def bill(self, folder: Path) -> list[Path]:
        self.page.goto(f"{self.address}/billing")
        if self.page.get_by_role("button", name="Check what is picked").count():
            self.page.get_by_role("button", name="Check what is picked").click()
            self.page.get_by_role("button", name="Write 837P").click()
            self.page.get_by_text("written and kept").wait_for()
        files = []
        while (sent := self.page.get_by_role("button", name="Mark file").first).count():
            number = (sent.get_attribute("aria-label") or "").split()[2]
            with self.page.expect_download() as taken:
                self.page.get_by_role("link", name=f"Download file {number}").click()
            files.append(folder / f"claims-{number}.x12")
            taken.value.save_as(files[-1])
            sent.click()
            self.page.get_by_role("button", name=f"Mark file {number} sent").wait_for(state="detached")
        return files

    def post(self, files: list[Path], bank: list[Path]) -> None:
        self._comes_in()
        self.page.goto(f"{self.address}/replies")
        self.page.get_by_label("What payers answered").set_input_files(files)
        self.page.get_by_label("Deposits of the bank").set_input_files(bank)
        self.page.get_by_role("button", name="Post", exact=True).click()
        self.page.get_by_role("heading", name="These files").wait_for()


@pytest.mark.slow
def test_a_year_by_the_api(tmp_path: Path) -> None:
    site = open_office(tmp_path)
    year = Year(site, tmp_path, PATIENTS, "mixed", ByApi(site))
    year.run()
    agrees(year)


@pytest.mark.slow
def test_a_year_in_the_browser(browser: Browser, tmp_path: Path) -> None:
    site = open_office(tmp_path)
    with serving(site.app) as address:
        year = Year(site, tmp_path, max(3, PATIENTS // 10), "mixed", ByPages(browser, site, address))
        year.run()
    agrees(year)


def agrees(year: Year) -> None:
    """Claims, balances, deposits, months, states and the tasks that remain are those of the truth."""
    ask, truth = ByApi(year.site).ask, year.truth
    rows = ask("GET", "/ledger/balances", params={"by": "claim", "limit": 10_000}).json()["rows"]
    found = {row["key"]: {kind: row[kind] for kind in KINDS} | {"patient": row["patient_share"]} for row in rows}
    # What a front end turned down and went out anew is owed once, on the new claim.
    known = {
        each["claim_id"]: {
            kind: 0 if each["sent_again"] and each["state"] == "rejected" else each["balance"][kind]
            for kind in (*KINDS, "patient")
        }
        for each in truth["claims"]
    }
    assert found == known
    months = {(each["member"], line["service_date"]) for each in truth["claims"] for line in each["lines"]}
    assert len(months) > 8 * year.patients, "more than eight months of each patient went out"

    payments = [each for each in ask("GET", "/payments", params={"limit": 10_000}).json() if each["state"] == "posted"]
    assert sum(each["payment_cents"] for each in payments) == truth["totals"]["deposited"]

    refused = {
        each["claim_id"]
        for each in truth["claims"]
        if each["balance"]["denied"] > 0
        or any(line["patient_by_kind"]["other"] > 0 for line in each["lines"])  # denied, and left to the patient
        or (each["state"] in ("rejected", "silent") and not each["sent_again"])
    }
    tasks = ask("GET", "/denials").json()["tasks"]
    assert {line["claim_id"] for task in tasks for line in task["lines"]} == refused

    # Which of two lines that were paid as one holds the month is not said by the remittance.
    bundled = {
        claim["member"]
        for claim in truth["claims"] for line in claim["lines"] for said in line["by_payer"].values()
        if {"OA-94", "CO-97"} & said["adjusted"].keys()
    }  # fmt: skip
    paid: Counter[tuple[str, str]] = Counter()
    for version in year.own.store.latest():
        case = ask("GET", f"/patients/{year.site.handle(version.case_id)}").json()["case"]
        for each in case["history"]:
            paid[case["coverage"]["member_id"], each["code"]] += each["outcome"] == "paid"
    assert {key: count for key, count in paid.items() if count and key[0] not in bundled} == {
        (each["member"], each["code"]): len(each["paid"])
        for each in truth["months"]
        if each["paid"] and each["member"] not in bundled
    }
    assert year.own.store.check()[1] == []
    sent = truth["claims"]
    figures = {
        "patients": year.patients, "claims": len(sent), "lines": sum(len(each["lines"]) for each in sent),
        "claim files": year.claim_files, "payers' files": len(year.posted), "payments": len(payments),
        "sent anew": sum(bool(each["sent_again"]) for each in sent), "tasks that remain": len(tasks),
        "seconds": round(year.seconds),
    }  # fmt: skip
    sys.stdout.write(", ".join(f"{name}: {count:,}" for name, count in figures.items()) + "\n")
