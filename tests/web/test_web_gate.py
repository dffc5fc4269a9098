"""May we deliver? What a later paper can no longer cure is said before the equipment leaves."""

from datetime import date

import pytest
from desk_site import Site

from oxyclaim.case.models import Case
from oxyclaim.services.desk.delivering import may_deliver
from oxyclaim.services.desk.demo.filling import demo_cases
from oxyclaim.services.rule_book import rule_book

TODAY = date(2026, 11, 20)


def case(change: str) -> Case:
    """The demo's first patient with this change, nothing delivered yet."""
    from oxyclaim.services.desk.demo.scenarios import SCENARIOS  # noqa: PLC0415

    number = next(place for place, each in enumerate(SCENARIOS) if each.change.__name__ == change and each.month == 1)
    found = demo_cases(rule_book(), TODAY)[number]
    items = [each.model_copy(update={"device": each.device.model_copy(update={"delivered": None})})
             for each in found.items]  # fmt: skip
    return found.model_copy(update={"items": items, "deliveries": None})


def asked(change: str):
    found = case(change)
    return may_deliver(found, found.items[0].service_date, rule_book())


def test_with_all_papers_here_it_may_leave_and_the_slip_may_come_later() -> None:
    answer = asked("nothing")
    assert answer.may
    assert all("proof of delivery" in " ".join(each.title for each in gate.later).casefold() for gate in answer.gates)


@pytest.mark.parametrize(
    ("change", "is_open", "said"),
    [
        ("no_order_not_delivered", True, "written order before delivery"),
        ("order_unsigned", True, "written order before delivery"),
        ("test_told_only", True, "only reported"),
        ("evaluation_open", True, "evaluation"),
        ("saturation_too_high", False, "91 %"),
        ("order_after_delivery", True, "written order before delivery"),
    ],
)
def test_what_must_be_there_first_is_said(change: str, is_open: bool, said: str) -> None:
    answer = asked(change)
    assert not answer.may
    assert {gate.is_open for gate in answer.gates} == {is_open}
    assert all(any(said in finding.sentence for finding in gate.first) for gate in answer.gates)


@pytest.mark.parametrize("change", ["no_order_not_delivered", "order_unsigned", "order_after_delivery"])
def test_what_must_be_there_first_is_not_told_as_what_may_come_later(change: str) -> None:
    for gate in asked(change).gates:
        first = {reason.sentence for finding in gate.first for reason in finding.reasons}
        later = [finding for finding in gate.later if finding.reasons]
        assert later
        assert not [finding.title for finding in later if {reason.sentence for reason in finding.reasons} <= first]


def test_only_the_portable_unit_must_stay_where_the_test_was_taken_asleep() -> None:
    answer = asked("tested_asleep")
    assert [gate.may for gate in answer.gates] == [True, False]


def test_what_was_delivered_is_not_asked_about() -> None:
    assert may_deliver(demo_cases(rule_book(), TODAY)[0], TODAY, rule_book()) is None


def test_the_page_says_not_yet_and_what_comes_first_and_asks_about_another_day(site: Site) -> None:
    browser = site.signed_in("intake")
    address = f"/patients/{site.handle('DEMO-020')}"
    page = browser.get(address).text
    assert "<b>Not yet</b>: this comes first" in page
    gate = page[page.index('id="gate"') : page.index("</section>", page.index('id="gate"'))]
    assert gate.count("obtain the complete, signed standard written order") == 1, "once for both lines"
    assert "for E1392 the same" in gate
    assert "before the claim" not in gate.casefold()
    assert "wanted before the delivery, planned for" in page
    part = browser.get(f"{address}/gate?deliver=2026-12-24").text
    assert "<html" not in part
    assert "12/24/2026" in part
    ready = browser.get(f"/patients/{site.handle('DEMO-022')}").text
    assert "<b>Yes</b>" in ready
    assert "May we deliver" not in browser.get(f"/patients/{site.handle('DEMO-001')}").text


def test_a_day_that_is_none_is_not_an_error(site: Site) -> None:
    browser = site.signed_in("intake")
    assert browser.get(f"/patients/{site.handle('DEMO-020')}/gate?deliver=tomorrow").status_code == 200


def test_the_tabs_of_a_patient_say_what_they_are_for(site: Site) -> None:
    browser = site.signed_in("compliance")
    address = f"/patients/{site.handle('DEMO-017')}"
    papers = browser.get(f"{address}/papers").text
    assert "the practitioner&#39;s signature" in papers
    assert "Standard written order (SWO)" in papers
    file = browser.get(f"{address}/file").text
    assert "86 %" in file
    rental = browser.get(f"/patients/{site.handle('DEMO-006')}/rental").text
    assert "23 of 36 months paid" in rental
    assert rental.count('<g class="month paid') == 46 + 1, "46 months and the legend"
    history = browser.get(f"{address}/history").text
    assert "looked at the papers" in history
    assert "Version 1" in history
