"""A thing is done once for each key; two who save at once lose nothing; problems come all at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from api_program import facts, problems, program
from desk_site import Site

from oxyclaim.store.programs import SqlPrograms

START = date(2026, 11, 10)


def test_the_same_key_and_call_is_answered_once_and_done_once(own_site: Site) -> None:
    ask = program(own_site)
    body = {"case": {name: value for name, value in facts("x", START).items() if name != "case_id"}}
    key = {"Idempotency-Key": "intake-1"}
    first = ask.post("/patients", json=body, headers=key)
    assert (first.status_code, first.headers["etag"]) == (201, '"1"')
    again = ask.post("/patients", json=body, headers=key)
    assert (again.status_code, again.json(), again.headers["etag"]) == (201, first.json(), '"1"')
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert again.headers["location"] == first.headers["location"] == f"/api/v1/patients/{first.json()['id']}"
    other = {"case": {**body["case"], "claim_note": "ANOTHER"}}
    assert problems(ask.post("/patients", json=other, headers=key), 422)["type"].endswith("key_reused")
    assert problems(ask.post("/webhooks", json={"url": "", "kinds": []}, headers=key), 422)["type"].endswith(
        "key_reused"
    )
    problems(ask.post("/patients", json=body, headers={"Idempotency-Key": ""}), 422)
    stranger = program(own_site)
    assert stranger.post("/patients", json=other, headers=key).status_code == 201, "keys are each token's own"


def test_a_call_that_failed_leaves_its_key_free(own_site: Site) -> None:
    ask, key = program(own_site), {"Idempotency-Key": "second"}
    problems(ask.post("/patients", json={"case": {"nonsense": 1}}, headers=key), 422)
    assert ask.post("/patients", json={"case": facts("AFTER-ALL", START)}, headers=key).status_code == 201


def test_a_call_that_is_being_worked_on_is_not_begun_again_and_one_that_was_cut_off_is(
    own_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask, key = program(own_site, quiet=True), {"Idempotency-Key": "cut-off"}
    case = facts("CUT-OFF", START)

    def end_answer(*_: object) -> None:
        raise RuntimeError("the program is cut off before it can note the answer")

    with monkeypatch.context() as patch:
        patch.setattr(SqlPrograms, "end_answer", end_answer)
        assert ask.post("/patients", json={"case": case}, headers=key).status_code == 500
    waiting = problems(ask.post("/patients", json={"case": case}, headers=key), 409)
    assert waiting["type"].endswith("in_work")
    own_site.clock.on(minutes=11)
    answers = [ask.post("/patients", json={"case": case}, headers=key) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200], "the case was saved before that"
    assert answers[0].json()["version"] == 1


def test_many_at_once_with_one_key_do_it_once(own_site: Site) -> None:
    ask, key = program(own_site), {"Idempotency-Key": "many"}
    body = {"case": {name: value for name, value in facts("many", START).items() if name != "case_id"}}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: ask.post("/patients", json=body, headers=key), range(8)))
    assert {each.status_code for each in answers} <= {201, 409}
    ids = {each.json()["id"] for each in answers if each.status_code == 201}
    assert len(ids) == 1


def test_a_file_sent_twice_is_the_same_call_whatever_the_boundary(own_site: Site) -> None:
    ask, key = program(own_site), {"Idempotency-Key": "a-file"}
    first = ask.post("/scrubs", files={"files": ("c.x12", b"ISA")}, headers=key)
    again = ask.post("/scrubs", files={"files": ("c.x12", b"ISA")}, headers=key)
    assert (first.status_code, again.json()["id"]) == (202, first.json()["id"])
    problems(ask.post("/scrubs", files={"files": ("c.x12", b"ISB")}, headers=key), 422)


def test_who_saves_says_on_which_version_it_stands(own_site: Site) -> None:
    ask, case = program(own_site), facts("TWO-AT-ONCE", START)
    made = ask.post("/patients", json={"case": case, "reason": "intake"})
    at = f"/patients/{made.json()['id']}"
    problems(ask.put(at, json={"case": case}), 428)
    for wrong in ("x", '"0"', '"2"', "*", '"99999999999"'):
        assert problems(ask.put(at, json={"case": case}, headers={"If-Match": wrong}), 412), wrong
    changed = {**case, "claim_note": "FIRST"}
    saved = ask.put(at, json={"case": changed, "reason": "a note"}, headers={"If-Match": made.headers["etag"]})
    assert (saved.status_code, saved.headers["etag"], saved.json()["case"]["claim_note"]) == (200, '"2"', "FIRST")
    late = ask.put(at, json={"case": {**case, "claim_note": "LATE"}}, headers={"If-Match": '"1"'})
    assert problems(late, 412)["type"].endswith("later_version")
    assert late.headers["etag"] == '"2"'
    assert ask.get(at, headers={"If-None-Match": '"2"'}).status_code == 304
    assert ask.get(at, headers={"If-None-Match": '"1"'}).json()["case"]["claim_note"] == "FIRST"
    rows = ask.get(f"{at}/versions").json()
    assert [(each["version"], each["reason"], each["origin"]) for each in rows] == [
        (2, "a note", "person"), (1, "intake", "person"),
    ]  # fmt: skip
    assert ask.get(f"{at}/versions/1").json()["case"] == made.json()["case"]
    other = {**case, "case_id": "ANOTHER"}
    assert (
        problems(ask.put(at, json={"case": other}, headers={"If-Match": '"2"'}), 422)["problems"][0]["path"]
        == "case_id"
    )


def test_twenty_savers_at_once_lose_no_change(own_site: Site) -> None:
    ask, case = program(own_site), facts("TWENTY", START)
    made = ask.post("/patients", json={"case": case})
    at = f"/patients/{made.json()['id']}"

    def save(number: int) -> int:
        body = {"case": {**case, "claim_note": f"NOTE {number}"}}
        return ask.put(at, json=body, headers={"If-Match": '"1"'}).status_code

    with ThreadPoolExecutor(5) as pool:
        codes = list(pool.map(save, range(10)))
    assert sorted(set(codes)) == [200, 412]
    assert codes.count(200) == 1
    assert ask.get(at).json()["version"] == 2


def test_the_same_case_again_changes_nothing_and_another_with_its_id_is_refused(own_site: Site) -> None:
    ask, case = program(own_site), facts("AGAIN", START)
    assert ask.post("/patients", json={"case": case}).status_code == 201
    again = ask.post("/patients", json={"case": case})
    assert (again.status_code, again.json()["version"]) == (200, 1)
    other = problems(ask.post("/patients", json={"case": {**case, "claim_note": "OTHER"}}), 409)
    assert other["problems"][0]["code"] == "case_exists"


def test_everything_that_is_wrong_is_told_at_once(own_site: Site) -> None:
    ask, case = program(own_site), facts("WRONG", START)
    case["tests"][0]["spo2_percent"] = 870
    case["orders"][0]["order_date"] = "2026-02-30"
    told = problems(ask.post("/patients", json={"case": case}), 422)
    assert {each["path"].partition("[")[0] for each in told["problems"]} == {"tests", "orders"}
    assert all(each["code"] and each["message"] for each in told["problems"])
    shape = problems(ask.post("/check", json={"cases": [], "as_of": "soon", "x": 1}), 422)
    assert {each["path"] for each in shape["problems"]} == {"cases", "as_of", "x"}
    assert problems(ask.post("/check", content="{", headers={"content-type": "application/json"}), 400)
    assert problems(ask.post("/check", content="cases", headers={"content-type": "text/plain"}), 415)
    assert problems(ask.delete("/patients"), 405)
