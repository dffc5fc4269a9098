"""What a new day changes is judged again in the background, with progress; of a worker that is gone others go on."""

from datetime import timedelta

import pytest
from desk_site import Site

from oxyclaim.services.desk import judging
from oxyclaim.services.desk.judging import LEASE, Worker, catch_up


class Killed(BaseException):
    """The process is gone, in the midst of it."""


def test_a_worker_that_is_gone_leaves_its_piece_to_the_next_and_nothing_is_judged_twice(
    own_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, own, book = own_site, own_site.desk.of("own"), own_site.office.rule_book()
    tomorrow = site.office.today() + timedelta(days=1)
    monkeypatch.setattr(judging, "TOGETHER", 20)
    real, done = judging.judge, list[str]()

    def judge(desk, ids, *rest):
        if done:
            raise Killed
        done.extend(ids)
        return real(desk, ids, *rest)

    monkeypatch.setattr(judging, "judge", judge)
    with pytest.raises(Killed):
        catch_up(own, book, tomorrow, None, Worker("first", site.clock))
    told = own.last_judging()
    assert (told.done, told.cases, told.ended) == (20, 41, None)
    manager = site.signed_in("manager")
    page = manager.get("/").text
    assert "Patients are being judged again: 20 of 41 are done" in page
    assert 'value="20"' in manager.get("/settings").text

    seen = list[str]()
    monkeypatch.setattr(judging, "judge", lambda desk, ids, *rest: (seen.extend(ids), real(desk, ids, *rest)))
    second = Worker("second", site.clock)
    assert catch_up(own, book, tomorrow, None, second) == 1, "the piece of the first is still its own"
    site.clock.on(seconds=LEASE.total_seconds() + 1)
    assert catch_up(own, book, tomorrow, None, second) == 20
    assert len(done) + len(seen) == 41
    assert not set(done) & set(seen)
    assert own.behind(tomorrow, book.hash, 1) == []
    assert own.last_judging().ended
    assert catch_up(own, book, tomorrow, None, second) == 0
    assert "being judged again" not in site.signed_in("manager").get("/").text


def test_a_piece_that_cannot_be_judged_is_told_and_tried_again(own_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site, own, book = own_site, own_site.desk.of("own"), own_site.office.rule_book()
    later, real = site.office.today() + timedelta(days=2), judging.judge

    def broken(*given):
        raise RuntimeError("a patient's name")

    monkeypatch.setattr(judging, "judge", broken)
    assert catch_up(own, book, later, None, Worker("one", site.clock)) == 0
    assert own.last_judging().failed == 41
    assert "41 could not be judged" in site.signed_in("manager").get("/").text
    assert "a patient" not in "".join(problem for _, problem in own.store.job_problems(own.last_judging().job_id))
    monkeypatch.setattr(judging, "judge", real)
    assert catch_up(own, book, later, None, Worker("one", site.clock)) == 41
