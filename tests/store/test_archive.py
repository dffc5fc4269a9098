"""A whole backup: there whole or not at all; restored and the inbox posted again, the ledger is the same."""

import json
import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from oxyclaim.cli.main import app
from oxyclaim.services.ledger.asking import balances, work
from oxyclaim.services.posting import PostRequest, post
from oxyclaim.services.problems import BadInput
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.running.archive import Where, check_archive, make_archive, restore_archive
from oxyclaim.services.store.kept import Change
from oxyclaim.store import SqlPlaces
from oxyclaim.store.desk import Folder
from oxyclaim_simulator import LifeRequest, live

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
BY = Change("ann", NOW, "backup")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Claim files and replies of some made-up patients."""
    folder = tmp_path_factory.mktemp("lived")
    live(LifeRequest(folder=folder / "years", patients=4, months=4))
    return folder / "years"


def desk(folder: Path, name: str) -> Where:
    return Where(str(folder / f"{name}.db"), folder / f"{name}-papers", folder / f"{name}-outbox")


def posted(where: Where, replies: list[Path], claims: list[Path]) -> None:
    store = SqlPlaces().open(where.store)
    post(PostRequest(replies, DAY, claims), store, "store", rule_book(), Change("ann", NOW, "posted", "import"))
    store.close()


def ledger(where: Where) -> tuple[object, ...]:
    store = SqlPlaces().open(where.store)
    told = [balances(store, "", by, rule_book(), DAY) for by in ("claim", "patient", "payer", "day")]
    waiting = work(store, "", rule_book(), DAY)
    assert store.check()[1] == []
    store.close()
    return tuple((each.rows, each.sum, each.money) for each in told), len(waiting.suspense), len(waiting.held)


def test_restored_from_last_night_and_the_inbox_posted_again_the_ledger_is_the_same(lived: Path, tmp_path: Path):
    claims, replies = sorted((lived / "claims").iterdir()), sorted((lived / "replies").iterdir())
    half = len(replies) // 2
    where = desk(tmp_path, "desk")
    SqlPlaces().make(where.store, NOW)
    paper = Folder(where.papers).put(b"%PDF-1 a made-up paper")
    posted(where, replies[:half], claims)
    made = make_archive(SqlPlaces(), where, tmp_path / "night", BY, rule_book(), DAY)
    assert (made.papers, made.made_by) == (1, "ann")
    posted(where, replies[half:], [])
    whole = ledger(where)

    again = desk(tmp_path, "again")
    restored = restore_archive(SqlPlaces(), tmp_path / "night", again, rule_book(), DAY)
    assert restored.manifest_sha256 == made.manifest_sha256
    assert ledger(again) != whole
    posted(again, replies, claims)  # the whole inbox, also what had been posted before
    assert ledger(again) == whole
    assert Folder(again.papers).get(paper) == b"%PDF-1 a made-up paper"


@pytest.fixture
def small(tmp_path: Path) -> Where:
    where = desk(tmp_path, "small")
    SqlPlaces().make(where.store, NOW)
    Folder(where.papers).put(b"one")
    Folder(where.papers).put(b"two")
    where.outbox.mkdir()
    (where.outbox / "000001-letter-payer.pdf").write_bytes(b"%PDF")
    (where.outbox / ".being-written").mkdir()
    (where.outbox / ".being-written" / "x.pdf").write_bytes(b"%PDF half")
    return where


def test_a_backup_is_checked_file_by_file(small: Where, tmp_path: Path):
    folder = tmp_path / "backup"
    made = make_archive(SqlPlaces(), small, folder, BY, rule_book(), DAY)
    assert (made.files, made.papers, made.outgoing) == (4, 2, 1)
    assert check_archive(SqlPlaces(), folder, rule_book(), DAY) == made
    assert folder.stat().st_mode & 0o077 == 0
    with pytest.raises(BadInput, match="there already"):
        make_archive(SqlPlaces(), small, folder, BY, rule_book(), DAY)
    papers = sorted((folder / "papers").rglob("*.*")) or [
        each for each in (folder / "papers").rglob("*") if each.is_file()
    ]
    for spoil in (
        lambda: papers[0].write_bytes(b"other"),
        papers[0].unlink,
        lambda: (folder / "papers" / "strange").write_bytes(b""),
        lambda: (folder / "manifest.json").write_text("{}"),
        (folder / "manifest.json").unlink,
        lambda: (folder / "store.db").write_bytes((folder / "store.db").read_bytes()[:-1]),
    ):
        kept = tmp_path / "kept"
        shutil.copytree(folder, kept)
        spoil()
        with pytest.raises(BadInput):
            check_archive(SqlPlaces(), folder, rule_book(), DAY)
        with pytest.raises(BadInput):
            restore_archive(SqlPlaces(), folder, desk(tmp_path, "never"), rule_book(), DAY)
        assert not list(tmp_path.glob("never*"))
        shutil.rmtree(folder)
        kept.rename(folder)


def test_nothing_is_overwritten_by_a_restore(small: Where, tmp_path: Path):
    make_archive(SqlPlaces(), small, tmp_path / "backup", BY, rule_book(), DAY)
    for there in ("store", "papers"):
        where = desk(tmp_path, there)
        if there == "store":
            Path(where.store).write_bytes(b"somebody's")
        else:
            where.papers.mkdir()
            (where.papers / "mine").write_bytes(b"mine")
        with pytest.raises(BadInput, match="there already"):
            restore_archive(SqlPlaces(), tmp_path / "backup", where, rule_book(), DAY)
        assert not where.outbox.exists()
    assert Path(desk(tmp_path, "store").store).read_bytes() == b"somebody's"
    assert not desk(tmp_path, "store").papers.exists()


class Killed(Exception):
    pass


@pytest.mark.parametrize("at", range(7))
def test_a_backup_that_is_cut_off_leaves_nothing_by_its_name(
    small: Where, tmp_path: Path, at: int, monkeypatch: pytest.MonkeyPatch
):
    turns = 0
    real = os.fsync

    def fsync(descriptor: int) -> None:
        nonlocal turns
        turns += 1
        if turns > at:
            raise Killed
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(Killed):
        make_archive(SqlPlaces(), small, tmp_path / "backup", BY, rule_book(), DAY)
    assert not (tmp_path / "backup").exists()


def test_a_paper_that_was_changed_is_not_backed_up_as_if_it_were_whole(small: Where, tmp_path: Path):
    paper = next(each for each in small.papers.rglob("*") if each.is_file())
    paper.write_bytes(b"changed")
    with pytest.raises(BadInput, match="its hash is another"):
        make_archive(SqlPlaces(), small, tmp_path / "backup", BY, rule_book(), DAY)
    assert not (tmp_path / "backup").exists()


def test_the_commands(small: Where, tmp_path: Path):
    def run(*words: object) -> dict:
        made = CliRunner().invoke(app, ["store", "archive", *map(str, words), "--format", "json"])
        assert made.exit_code == 0, made.output
        return json.loads(made.output)

    at = ("--store", small.store, "--files", small.papers, "--outbox", small.outbox)
    made = run("make", tmp_path / "b", *at)
    assert run("check", tmp_path / "b") == made
    new = desk(tmp_path, "new")
    run("restore", tmp_path / "b", "--store", new.store, "--files", new.papers, "--outbox", new.outbox)
    told = CliRunner().invoke(app, ["store", "archive", "check", str(tmp_path / "b")]).output
    assert made["manifest_sha256"] in told
    assert sorted(each.name for each in new.outbox.iterdir()) == ["000001-letter-payer.pdf"]


@pytest.mark.slow
def test_a_backup_of_postgresql_is_restored_there(lived: Path, tmp_path: Path, postgresql: str):
    where = Where(postgresql, tmp_path / "papers", tmp_path / "outbox")
    SqlPlaces().make(where.store, NOW)
    posted(where, sorted((lived / "replies").iterdir()), sorted((lived / "claims").iterdir()))
    make_archive(SqlPlaces(), where, tmp_path / "b", BY, rule_book(), DAY)
    again = desk(tmp_path, "file")
    restore_archive(SqlPlaces(), tmp_path / "b", again, rule_book(), DAY)
    assert ledger(again) == ledger(where)
