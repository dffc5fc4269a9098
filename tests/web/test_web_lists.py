"""Filters of the list of patients stand in the address and are saved by each person; pictures beside figures."""

import re

from desk_site import Site, token_of
from starlette.testclient import TestClient


def views(browser: TestClient, **data: str):
    return browser.post("/patients/views", data={"token": token_of(browser), **data})


def test_a_view_is_saved_for_the_person_alone_and_taken_away(own_site: Site) -> None:
    biller, intake = own_site.signed_in("biller"), own_site.signed_in("intake")
    saved = views(biller, name="Held <mine>", state="waiting for papers", verdict="hold", owner="intake", do="save")
    address = "/patients?state=waiting+for+papers&verdict=hold&owner=intake"
    assert saved.headers["location"] == address
    page = biller.get("/patients").text
    assert 'href="/patients?state=waiting+for+papers&amp;verdict=hold&amp;owner=intake">Held &lt;mine&gt;</a>' in page
    assert "Held" not in intake.get("/patients").text
    assert len(re.findall(r'<td><a href="/patients/', biller.get(address).text)) > 0
    assert views(biller, name="Held <mine>", state="ready", do="drop").status_code == 303
    assert "Held" not in biller.get("/patients").text


def test_a_view_without_a_name_or_a_filter_is_refused(own_site: Site) -> None:
    browser = own_site.signed_in("biller")
    assert "Give the view a name" in views(browser, state="ready", do="save").text
    assert "Choose a state, a verdict or an owner first" in views(browser, name="All", state="none", do="save").text
    for number in range(20):
        assert views(browser, name=f"View {number}", state="ready", do="save").status_code == 303
    assert "20 views are kept" in views(browser, name="One more", state="ready", do="save").text
    assert views(browser, name="View 3", state="not due", do="save").status_code == 303


def test_a_manager_sees_money_by_state_and_papers_by_age_as_bars_and_figures(site: Site) -> None:
    page = site.signed_in("manager").get("/").text
    lines = sum(each.lines for each in site.desk.of("own").state_counts())
    money, ages = re.findall(r'<table class="bars">(.*?)</table>', page, re.S)
    told = [int(each) for each in re.findall(r'<td class="number">(\d+)</td>', money)]
    assert sum(told) == lines
    waiting = next(each for each in site.desk.of("own").state_counts() if each.state == "waiting for papers")
    assert sum(int(each) for each in re.findall(r'<td class="number">(\d+)</td>', ages)) == waiting.lines
    widths = [int(each) for each in re.findall(r'class="part" width="(\d+)"', money)]
    assert max(widths) == 1000
    assert money.count("<svg") == money.count("<tr>") - 1
    assert '<table class="bars">' not in site.signed_in("biller").get("/").text
