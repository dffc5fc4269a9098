"""Whom a rule holds, on its page; and money and denials by practitioner, on the reports."""

import csv
import io
from pathlib import Path

from desk_site import Site, copied
from made_up_payers import answered, bill_all, post_files

from oxyclaim.services.desk.judging import check_one
from oxyclaim.services.desk.money import account_of
from oxyclaim.services.desk.patient import patient_now


def test_the_page_of_a_rule_names_the_patients_whom_it_holds(site: Site):
    own, book, today = site.desk.of("own"), site.office.rule_book(), site.office.today()
    waiting = own.states(state="waiting for papers")[0]
    case = patient_now(own, waiting.case_id, site.office.rule_book, today, None).case
    (line,) = [
        each for each in check_one(own, case, book, today).cases[0].lines if each.line_number == waiting.line_number
    ]
    browser = site.signed_in("intake")
    for finding in line.findings:
        page = browser.get(f"/rules/{finding.rule}").text
        assert f'href="/patients/{site.handle(waiting.case_id)}"' in page.partition("whom it holds")[2]
    fine = own.states(verdict="billable")[0]
    held = own.states(rule=line.findings[0].rule, most=500)
    assert (fine.case_id, fine.line_number) not in {(each.case_id, each.line_number) for each in held}
    assert own.states(rule="%") == [], "a rule is named whole"
    stranger = site.signed_in("stranger").get(f"/rules/{line.findings[0].rule}").text
    assert site.handle(waiting.case_id) not in stranger
    assert browser.get("/rules/NO-SUCH").status_code == 404


def test_money_and_denials_by_practitioner_are_those_of_their_patients(template: Site, tmp_path: Path):
    site = copied(template, tmp_path)
    bill_all(site)
    files, _ = answered(site, tmp_path, "denied-need")
    site.clock.on(days=40)
    browser, own = site.signed_in("manager"), site.desk.of("own")
    post_files(browser, files)
    whole = browser.get("/reports").text.partition('id="practitioners"')[2]
    rows = list(csv.DictReader(io.StringIO(browser.get("/reports/practitioners.csv").text)))
    assert len(rows) > 1
    by_case = {each.case_id: each.practitioner for each in own.ordered()}
    charged: dict[str, int] = {}
    denied: dict[str, int] = {}
    for case_id, who in by_case.items():
        account = account_of(own, case_id)
        charged[who] = charged.get(who, 0) + account.charge
        denied[who] = denied.get(who, 0) + account.denied
    for row in rows:
        who = row["practitioner"]
        assert who in whole
        assert round(float(row["charged"]) * 100) == charged[who]
        assert round(float(row["denied"]) * 100) == denied[who]
    assert sum(int(row["lines_denied"]) for row in rows) == sum(int(row["lines"]) for row in rows)
    papers = own.states(state="waiting for papers", most=500)
    assert sum(int(row["lines_waiting"]) for row in rows) == len(papers)
    none = browser.get("/reports/practitioners.csv?first=2020-01-01&last=2020-12-31").text
    assert all(row["claims"] == "0" for row in csv.DictReader(io.StringIO(none)))
    site.desk.close()
