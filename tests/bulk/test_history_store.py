"""Earlier claims that are kept: found again as if their files had been given, and not read whole. All are made up."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner
from x12_files import MEMBER, Claim, Line, write

from oxyclaim.bulk import history_store
from oxyclaim.bulk.history_store import BUCKETS, MANIFEST, MOST_PARTS, SECRET, opened
from oxyclaim.bulk.keys import beneficiary, beneficiary_text
from oxyclaim.case.days import add_months
from oxyclaim.cli.main import app
from oxyclaim.x12.claim_837p.schema import CLAIMS

AS_OF = date(2026, 3, 10)
RUN = CliRunner()


def ran(*arguments: object, code: int | None = None) -> Any:
    dated = [] if arguments[:2] == ("history", "show") else ["--as-of", str(AS_OF)]
    result = RUN.invoke(app, [*map(str, arguments), *dated])
    assert code is None or result.exit_code == code, result.output
    return result


def added(folder: Path, *files: Path) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(ran("history", "add", *files, "-o", folder, "--format", "json", code=0).stdout)
    return answer


def scrubbed(*arguments: object) -> tuple[dict[str, Any], pl.DataFrame]:
    out = Path(str(arguments[0])).parent / "found.parquet"
    answer = json.loads(ran("scrub", *arguments, "-o", out, "--format", "json").stdout)
    found = pl.read_parquet(out).sort(pl.all())
    out.unlink()
    return answer, found


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Two files of earlier months, and one of today with some of the same patients; most have no gap and no fault."""
    folder = tmp_path_factory.mktemp("runs")
    old, older, new = folder / "old.x12", folder / "older.x12", folder / "new.x12"
    for path, first in ((older, date(2023, 1, 10)), (old, date(2024, 7, 10))):
        days = [add_months(first, number) for number in range(19)]
        write(path, *(Claim(f"{n}-{day}", [Line(day=day)], f"1EG4TE5MK{n:02}") for n in range(20) for day in days[-n:]))
    today = [Claim(f"T{n}", [Line(), Line("E1392:RR:N1", "210.5")], f"1EG4TE5MK{n:02}") for n in range(30)]
    write(new, *today, Claim("T99", member="1EG4TE5MK01"))
    return old, older, new


def test_findings_are_those_that_the_files_give(tmp_path: Path, runs: tuple[Path, Path, Path]) -> None:
    old, older, new = runs
    folder = tmp_path / "history"
    expected, rows = scrubbed(new, "--history", old, "--history", older)
    assert expected["history_lines"] > 400
    assert not scrubbed(new)[1].equals(rows), "a history decides something here"
    answer = added(folder, old, older)
    assert [each["added"] for each in answer["files"]] == [True, True]
    found, kept = scrubbed(new, "--history", folder)
    assert kept.equals(rows)
    assert {**found, "findings_file": ""} == {**expected, "findings_file": ""}
    mixed, half = scrubbed(new, "--history", added(tmp_path / "one", older)["folder"], "--history", old)
    assert half.equals(rows)
    assert mixed["history_lines"] == expected["history_lines"]


def test_a_history_that_grows_is_the_same_whatever_the_steps(
    tmp_path: Path, runs: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_store, "MOST_PARTS", 2)
    monkeypatch.setattr(history_store, "SPILL_LINES", 500)
    old, older, new = runs
    parts = []
    for number in range(4):
        parts.append(write(tmp_path / f"{number}.x12", Claim(f"P{number}", [Line(day=date(2025, 1 + number, 9))])))
        added(tmp_path / "slow", parts[-1])
    added(tmp_path / "slow", old)
    added(tmp_path / "slow", older)
    added(tmp_path / "once", *parts, old, older)
    assert scrubbed(new, "--history", tmp_path / "slow")[1].equals(scrubbed(new, "--history", tmp_path / "once")[1])
    assert all(len(names) <= 3 for names in opened(tmp_path / "slow").contents.parts.values())
    named = sum(map(len, opened(tmp_path / "slow").contents.parts.values()))
    assert len(list((tmp_path / "slow").glob("*/*.parquet"))) == named, "what was merged is gone"
    assert MOST_PARTS > 2


def test_the_same_file_twice_changes_nothing(tmp_path: Path, runs: tuple[Path, Path, Path]) -> None:
    folder = tmp_path / "history"
    first = added(folder, runs[0])
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    copy = tmp_path / "another-name.x12"
    copy.write_bytes(runs[0].read_bytes())
    again = added(folder, copy, runs[0])
    assert [each["added"] for each in again["files"]] == [False, False]
    assert (again["lines"], again["months"]) == (first["lines"], first["months"])
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_only_the_buckets_of_those_who_are_billed_are_opened(
    tmp_path: Path, runs: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "history"
    months = [Line(day=add_months(date(2025, 2, 10), number)) for number in range(12)]
    earlier = write(tmp_path / "mine.x12", *(Claim(f"M{n}", [line]) for n, line in enumerate(months)))
    added(folder, runs[0], earlier)
    own = write(tmp_path / "a.x12", Claim("A"), Claim("B", member="1EG4TE5MK88"))
    seen: list[Path] = []

    def noting(read: Any) -> Any:
        def noted(paths: Any, **options: Any) -> Any:
            seen.extend(Path(each) for each in (paths if isinstance(paths, list) else [paths]))
            return read(paths, **options)

        return noted

    for name in ("scan_parquet", "read_parquet"):
        monkeypatch.setattr(pl, name, noting(getattr(pl, name)))
    answer = json.loads(ran("scrub", own, "--history", folder, "--format", "json").stdout)
    assert answer["history_lines"] == opened(folder).months
    opened_buckets = {each.parent.name for each in seen if folder in each.parents}
    store = opened(folder)
    texts = pl.DataFrame({"member_id": [MEMBER, "1EG4TE5MK88"], "filing_indicator": "MB", "payer_id": "17013"})
    buckets = store.keys.of(texts.select(beneficiary_text()).to_series()) % BUCKETS
    assert opened_buckets <= {f"bucket={number:03}" for number in buckets}
    assert 1 <= len(opened_buckets) <= 2
    assert len(list(folder.glob("bucket=*"))) > 5


def test_what_lasts_tells_apart_what_the_hash_of_a_run_does() -> None:
    members, kinds, payers = ["1EG4-TE5-MK73", "1eg4te5mk73", " - ", "X", None], ["MB", "CI", None], ["1", "2", None]
    rows = [{"member_id": m, "filing_indicator": k, "payer_id": p} for m in members for k in kinds for p in payers]
    claims = pl.DataFrame(rows, schema={name: CLAIMS[name] for name in rows[0]})
    both = claims.select(beneficiary(), beneficiary_text())
    assert both["beneficiary"].is_null().equals(both["beneficiary_text"].is_null())
    assert both.n_unique() == both["beneficiary"].n_unique() == both["beneficiary_text"].n_unique()


def test_nobody_can_be_read_from_it(tmp_path: Path) -> None:
    folder = tmp_path / "history"
    added(folder, write(tmp_path / "a.x12", Claim("ACCOUNT-7")))
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for private in (MEMBER, "QUIXOTE", "ZEBULON", "19500203", "ACCOUNT-7", "1234567893"):
        assert private.encode() not in content
    assert os.stat(folder / SECRET).st_mode & 0o077 == 0
    assert os.stat(folder).st_mode & 0o077 == 0
    other = tmp_path / "other"
    added(other, tmp_path / "a.x12")
    rows = [pl.read_parquet(next(each.glob("*/*.parquet")), hive_partitioning=False) for each in (folder, other)]
    assert rows[0]["beneficiary"][0] != rows[1]["beneficiary"][0], "each history has a secret of its own"


def test_all_files_or_none(tmp_path: Path) -> None:
    good, bad = write(tmp_path / "a.x12", Claim("A")), tmp_path / "b.x12"
    bad.write_text("ISA but no more")
    folder = tmp_path / "history"
    assert f"{bad}: " in ran("history", "add", good, bad, "-o", folder, code=2).output
    assert not folder.exists()
    added(folder, good)
    before = (folder / MANIFEST).read_bytes()
    more = write(tmp_path / "c.x12", Claim("C", [Line(day=date(2026, 1, 10))]))
    ran("history", "add", more, bad, "-o", folder, code=2)
    assert (folder / MANIFEST).read_bytes() == before
    assert len(list(folder.glob("*/*.parquet"))) == 1


def test_a_disk_that_is_full_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "history"
    added(folder, write(tmp_path / "a.x12", Claim("A")))
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(history_store.json, "dumps", full)
    more = write(tmp_path / "c.x12", Claim("C", [Line(day=date(2026, 1, 10))]))
    assert "cannot be written" in ran("history", "add", more, "-o", folder, code=2).output
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def spoil_secret(folder: Path) -> None:
    (folder / SECRET).write_text("00" * 32)


def open_secret(folder: Path) -> None:
    (folder / SECRET).chmod(0o644)


def lose_secret(folder: Path) -> None:
    (folder / SECRET).unlink()


def spoil_contents(folder: Path) -> None:
    (folder / MANIFEST).write_text("{}")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (spoil_secret, "has another secret than its lines were kept with"),
        (open_secret, "that others may read"),
        (lose_secret, "lacks its file secret"),
        (spoil_contents, "has a history.json that cannot be read"),
    ],
)
def test_a_history_that_cannot_be_used_is_told(tmp_path: Path, spoil: Any, says: str) -> None:
    own, folder = write(tmp_path / "a.x12", Claim("A")), tmp_path / "history"
    added(folder, own)
    spoil(folder)
    for command in (("scrub", own, "--history", folder), ("history", "show", folder)):
        assert says in " ".join(ran(*command, code=2).output.split())


def test_folders_that_are_none_are_refused(tmp_path: Path) -> None:
    own = write(tmp_path / "a.x12", Claim("A"))
    assert "with other files in it" in ran("history", "add", own, "--to", tmp_path, code=2).output
    assert "is no folder" in ran("history", "add", own, "--to", own, code=2).output
    assert "does not exist" in ran("history", "add", own, "--to", tmp_path / "no" / "deep", code=2).output
    assert "holds no history" in ran("history", "show", tmp_path, code=2).output
    assert [each.name for each in tmp_path.iterdir()] == ["a.x12"]


def test_what_is_in_it_is_shown(tmp_path: Path, runs: tuple[Path, Path, Path]) -> None:
    folder = tmp_path / "history"
    added(folder, runs[0])
    answer = json.loads(ran("history", "show", folder, "--format", "json", code=0).stdout)
    assert answer["claims"] == answer["months"] > 200
    assert answer["parts"] == len(list(folder.glob("*/*.parquet")))
    text = ran("history", "show", folder, code=0).output
    assert "1 file of earlier claims" in " ".join(text.split())
    assert f"{answer['months']:,}  months of oxygen" in text
