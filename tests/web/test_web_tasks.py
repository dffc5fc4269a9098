"""Tasks come from what is open and go with it; people give them to somebody, put them off, and say something."""

import re

from desk_site import Site, token_of
from starlette.testclient import TestClient

from oxyclaim.services.desk.judging import judge
from oxyclaim.services.desk.tasks import told


def post(browser: TestClient, site: Site, case_id: str, **data: str):
    task = site.desk.of("own").tasks(case_id)[0]
    address = f"/patients/{site.handle(case_id)}/tasks"
    return browser.post(address, data={"token": token_of(browser), "question": task.question, "who": task.who, **data})


def again(site: Site, case_id: str) -> None:
    judge(site.desk.of("own"), [case_id], site.office.rule_book(), site.office.today(), None)


def test_what_is_open_is_a_task_once_and_what_is_ready_has_none(own_site: Site) -> None:
    own = own_site.desk.of("own")
    tasks = own.tasks("DEMO-011")
    assert [(task.who, told(task).owner) for task in tasks] == [("the biller", "biller")]
    assert told(tasks[0]).codes == ("E1390", "E1392"), "one task for both lines"
    assert own.tasks("DEMO-001") == []
    assert {told(task).owner for task in own.tasks("DEMO-039")} == {"compliance"}
    again(own_site, "DEMO-011")
    assert own.tasks("DEMO-011") == tasks


def test_a_task_is_given_to_somebody_who_sees_it_and_others_do_not(own_site: Site) -> None:
    site, manager = own_site, own_site.signed_in("manager")
    address = f'href="/patients/{site.handle("DEMO-018")}"'
    assert address in site.signed_in("intake").get("/").text
    for task in site.desk.of("own").tasks("DEMO-018"):
        data = {"token": token_of(manager), "question": task.question, "who": task.who, "do": "assign",
                "assigned": "Basil Biller"}  # fmt: skip
        assert manager.post(f"/patients/{site.handle('DEMO-018')}/tasks", data=data).status_code == 303
    assert address not in site.signed_in("intake").get("/").text
    assert address in site.signed_in("biller").get("/").text
    assert post(manager, site, "DEMO-018", do="assign", assigned="Nobody").status_code == 422


def test_a_task_is_put_off_with_a_reason_and_comes_back_on_its_day(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("biller")
    wrong = post(browser, site, "DEMO-012", do="put off", until="2026-01-01", reason="")
    assert wrong.status_code == 422
    assert "Give a later day." in wrong.text
    assert "Say why." in wrong.text
    for task in site.desk.of("own").tasks("DEMO-012"):
        data = {"token": token_of(browser), "question": task.question, "who": task.who, "do": "put off",
                "until": "2026-11-23", "reason": "patient is away"}  # fmt: skip
        assert browser.post(f"/patients/{site.handle('DEMO-012')}/tasks", data=data).status_code == 303
    address = f'href="/patients/{site.handle("DEMO-012")}/look-ups"'
    assert address not in browser.get("/").text
    assert "patient is away" in browser.get(f"/patients/{site.handle('DEMO-012')}").text
    before = site.clock.at
    site.clock.on(days=3)
    assert address in site.signed_in("biller").get("/").text
    site.clock.at = before


def test_what_was_said_of_a_task_stays_when_the_case_is_judged_again_and_goes_with_the_finding(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    assert post(browser, site, "DEMO-017", do="comment", text="faxed <b>again</b>").status_code == 303
    again(site, "DEMO-017")
    page = browser.get(f"/patients/{site.handle('DEMO-017')}").text
    assert "faxed &lt;b&gt;again&lt;/b&gt;" in page
    typed = {"token": token_of(browser), "how": "document", "document_id": "SWO", "orders.SWO-1.signed": "yes"}
    assert browser.post(f"/patients/{site.handle('DEMO-017')}/intake/order", data=typed).status_code == 303
    assert site.desk.of("own").tasks("DEMO-017") == []
    assert not re.search(r'<article class="task"', browser.get(f"/patients/{site.handle('DEMO-017')}").text)


def test_people_add_a_task_which_stays_when_the_case_is_judged_again_until_it_is_done(own_site: Site) -> None:
    site, biller, browser = own_site, own_site.signed_in("biller"), own_site.signed_in("intake")
    address, own = f"/patients/{site.handle('DEMO-003')}", site.desk.of("own")

    def send(**data: str):
        return browser.post(f"{address}/tasks", data={"token": token_of(browser), **data})

    wanted = {"do": "add", "what": "Ask for the new address", "whom": "the daughter", "owner": "biller"}
    assert send(**wanted, due="2026-11-25").status_code == 303
    again(site, "DEMO-003")
    (task,) = own.tasks("DEMO-003")
    assert (task.added_by, task.who, str(task.due)) == ("Iris Intake", "the daughter", "2026-11-25")
    assert "Ask for the new address" in biller.get("/").text
    for data, said in (
        (wanted, "This task is there already"),
        (wanted | {"what": " "}, "Say what is to be done"),
        (wanted | {"owner": "king"}, "Say which role sees to it"),
        (wanted | {"due": "soon"}, "Give a day, or none"),
    ):
        answer = send(**data)
        assert (answer.status_code, said in answer.text) == (422, True), said
    assert send(question=task.question, who=task.who, do="close", why="").status_code == 303
    assert "Ask for the new address" not in biller.get("/").text
    assert own.tasks("DEMO-003")[0].state == "done"


def test_what_cannot_be_had_is_closed_with_why_and_stays_so_until_somebody_opens_it(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    assert "Say why it cannot be had" in post(browser, site, "DEMO-018", do="close", why=" ").text
    before = len(site.desk.of("own").tasks("DEMO-018"))
    assert post(browser, site, "DEMO-018", do="close", why="the practice was closed").status_code == 303
    again(site, "DEMO-018")
    tasks = site.desk.of("own").tasks("DEMO-018")
    assert len(tasks) == before
    closed = told(tasks[0])
    assert (closed.is_closed, closed.closed[1:]) == (True, ("Iris Intake", "the practice was closed"))
    manager = site.signed_in("manager")
    assert "the practice was closed" in manager.get("/?show=cannot+be+had").text
    assert "the practice was closed" not in manager.get("/").text
    assert site.desk.of("own").states(["DEMO-018"])[0].verdict == "hold", "the engine says so still"
    assert post(browser, site, "DEMO-018", do="reopen").status_code == 303
    assert not told(site.desk.of("own").tasks("DEMO-018")[0]).is_closed


def test_after_ten_days_without_anybodys_doing_a_task_is_the_managers(own_site: Site) -> None:
    site, before = own_site, own_site.clock.at
    own, address = site.desk.of("own"), f'href="/patients/{site.handle("DEMO-019")}"'
    waiting = [each for each in map(told, own.tasks("DEMO-019")) if each.is_waiting(site.office.today())]
    assert waiting
    assert not any(each.is_overlooked(site.office.today()) for each in waiting)
    site.clock.on(days=10)
    again(site, "DEMO-019")
    page = site.signed_in("manager").get("/?show=untouched").text
    assert address in page
    assert re.search(r"untouched for 1\d days", page)
    assert address not in site.signed_in("intake").get("/?show=untouched").text.partition("Your tasks")[0]
    for task in own.tasks("DEMO-019"):
        data = {"token": token_of(browser := site.signed_in("intake")), "question": task.question, "who": task.who}
        browser.post(f"/patients/{site.handle('DEMO-019')}/tasks", data={**data, "do": "comment", "text": "called"})
    assert address not in site.signed_in("manager").get("/?show=untouched").text
    site.clock.at = before
