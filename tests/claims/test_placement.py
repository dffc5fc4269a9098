"""The target is either the complete, valid new file, or what it was before."""

import os
from pathlib import Path

import pytest
from claim_cases import CREATED, make_claim

from oxyclaim.claims import ClaimError, ControlNumbers, write_claims
from oxyclaim.claims.placement import placed


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "claims.837"
    path.write_text("as before")
    return path


def assert_untouched(target: Path) -> None:
    assert target.read_text() == "as before"
    assert list(target.parent.iterdir()) == [target]


def test_a_valid_file_takes_the_targets_place(target: Path) -> None:
    write_claims([make_claim()], target, created=CREATED, numbers=ControlNumbers(1))
    assert target.read_text().startswith("ISA*")
    assert list(target.parent.iterdir()) == [target]
    assert target.stat().st_mode & 0o077 == 0


def test_what_pyx12_refuses_is_not_written(
    target: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    claims = [make_claim(case_id="C-1"), make_claim(case_id="C-2")]
    claims[1].case.patient.address.__dict__["state"] = "QQ"  # the reader of cases refuses it
    with pytest.raises(ClaimError) as raised:
        write_claims(claims, target, created=CREATED, numbers=ControlNumbers(1))
    assert raised.value.problems == ("case C-2: segment 33 (N402): is not a valid code",)
    assert_untouched(target)
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


@pytest.mark.parametrize("error", [RuntimeError("stop"), KeyboardInterrupt()])
def test_an_interruption_while_validating_leaves_nothing(target: Path, error: BaseException) -> None:
    def interrupt(done: int, total: int) -> None:
        raise error

    with pytest.raises(type(error)):
        write_claims([make_claim()], target, created=CREATED, numbers=ControlNumbers(1), on_progress=interrupt)
    assert_untouched(target)


def test_a_failing_replace_leaves_nothing(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"), placed(target) as part:
        part.write_text("new")
    assert_untouched(target)


def test_a_target_in_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_claims([make_claim()], tmp_path / "none" / "claims.837", created=CREATED, numbers=ControlNumbers(1))


def test_progress_ends_with_all_claims(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    claims = [make_claim(case_id=f"C-{n}") for n in range(30)]
    path = tmp_path / "claims.837"
    write_claims(
        claims,
        path,
        created=CREATED,
        numbers=ControlNumbers(1),
        on_progress=lambda done, all_: seen.append((done, all_)),
    )
    assert seen == sorted(seen)
    assert seen[-1] == (30, 30)
    assert any(0 < done < 30 for done, _ in seen)
