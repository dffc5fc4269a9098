"""What compliance sees to, on made-up patients: months no longer carried, reviews, a sample."""

import re
from pathlib import Path

import pytest
from desk_site import Site, copied, token_of
from made_up_payers import answered, bill_all, post_files

from oxyclaim.case.canonical import case_of
from oxyclaim.services.desk.judging import judge
from oxyclaim.services.desk.tasks import OVERPAID
from oxyclaim.services.store.kept import Change


def test_a_month_that_was_paid_and_is_no_longer_carried_is_told_with_the_duty(template: Site, tmp_path: Path):
    site = copied(template, tmp_path)
    own, book = site.desk.of("own"), site.office.rule_book()
    line = next(each for each in own.states(state="not to bill", most=500) if each.payer == "medicare"
                and each.verdict == "not covered")  # fmt: skip
    head = own.head(line.case_id)
    case = case_of(head.text)
    month = {
        "code": line.code, "service_date": line.service_date.isoformat(), "kind": "rental", "outcome": "paid",
        "paid": 31.2, "supplier": "own", "payer": "medicare",
    }  # fmt: skip
    plain = case.model_dump(mode="json", exclude_none=True)
    changed = type(case).model_validate(plain | {"history": [*plain.get("history", []), month]})
    own.store.take_in([changed], Change("test", site.clock(), "a paid month", "person"))
    judge(own, [line.case_id], book, site.office.today(), None)
    tasks = [task for task in own.tasks() if task.question == OVERPAID]
    page = site.signed_in("compliance").get("/compliance").text
    assert "60 days" in page
    assert [task.case_id for task in tasks] == [line.case_id]
    assert "31.20 dollars paid" in page


def test_a_sample_is_picked_again_by_its_number(template: Site, tmp_path: Path):
    site = copied(template, tmp_path)
    browser = site.signed_in("manager")
    assert "No claim was written yet" in browser.get("/compliance").text
    handles = re.findall(r'name="case" value="([\w-]+)"', browser.get("/billing").text)
    browser.post("/billing/write", data={"token": token_of(browser), "case": handles})
    one, again = (browser.get("/compliance?seed=7").text for _ in range(2))
    assert one == again
    assert browser.get("/compliance?seed=x").status_code == 200
    assert site.signed_in("intake").get("/compliance").status_code == 403
    reviews = site.desk.of("own").states(state="to decide")
    assert all(site.handle(each.case_id) in one for each in reviews)


def test_that_a_month_was_paid_is_no_reason_to_doubt_it(
    template: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("oxyclaim.services.desk.judging.open_next_months", lambda *_: [])
    site = copied(template, tmp_path)
    bill_all(site)
    files, _ = answered(site, tmp_path)
    site.clock.on(days=20)
    assert post_files(site.signed_in("biller"), files).status_code == 200
    own = site.desk.of("own")
    paid = [each for each in own.states(most=500) if each.state == "paid"]
    assert paid
    assert all(each.verdict != "billable" for each in paid), "it is not to be billed again"
    page = site.signed_in("compliance").get("/compliance").text
    assert "A month is paid once" not in page
    shown = re.search(r"the verdict would be another one now <small>(\d+) line", page)
    assert shown
    assert shown[1] == "0"
