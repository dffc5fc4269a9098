"""Tokens, keys and the outbox on the command line, and what a kill leaves of a document."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from oxyclaim.cli.main import app
from oxyclaim.services.outgoing import put_out, settle
from oxyclaim.services.problems import BadInput
from oxyclaim.services.programs.tokens import token_hash
from oxyclaim.services.store.kept import Change
from oxyclaim.store import SqlPlaces
from oxyclaim.store.desk import OutboxFolder, SqlDesk

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
PDF = b"%PDF-1.7 made up"
EXAMPLES = Path(__file__).parents[2] / "examples"


def run(*words: object, code: int = 0):
    result = CliRunner().invoke(app, [str(each) for each in words])
    assert result.exit_code == code, result.output
    return result


def answer(*words: object) -> dict:
    return json.loads(run(*words, "--format", "json").output)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    address = tmp_path / "desk.db"
    SqlPlaces().make(str(address), NOW)
    run("store", "import", EXAMPLES / "01-clinic-test.yaml", "--store", address)
    return address


def test_a_token_is_made_listed_replaced_and_revoked(store: Path):
    at = ("--store", store)
    made = answer("store", "token", "make", "billing", "--scope", "judge", "--scope", "scrub", *at)
    programs = SqlDesk.at(str(store)).programs
    assert programs.token(token_hash(made["secret"])).scopes == ("judge", "scrub")
    shown = run("store", "token", "make", "other", "--scope", "judge", *at).output
    assert "oxy_" in shown
    assert "shown once" in shown
    listed = run("store", "token", "list", *at).output
    assert "billing" in listed
    assert made["secret"] not in listed
    anew = answer("store", "token", "replace", made["token"]["token_id"], *at)
    assert (anew["token"]["name"], anew["token"]["scopes"]) == ("billing", ["judge", "scrub"])
    gone = answer("store", "token", "revoke", made["token"]["token_id"], *at)
    assert [each["name"] for each in gone["tokens"] if each["ended_at"]] == ["billing"]
    assert "no such token" in run("store", "token", "revoke", made["token"]["token_id"], *at, code=2).stderr
    wrong = run("store", "token", "make", "", "--scope", "all", "--until", "2020-01-01", *at, code=2).stderr
    assert all(each in wrong for each in ("say which program", "no such scope", "has passed"))
    rotated = answer("store", "keys", "rotate", *at)
    assert {each["name"] for each in rotated["tokens"]} == {"billing", "other"}
    assert "sessions ended" in run("store", "keys", "rotate", *at).output


def test_a_document_is_put_into_the_outbox_under_a_number(store: Path, tmp_path: Path):
    at = ("--store", store)
    letter = tmp_path / "Letter about Anna Example.pdf"
    letter.write_bytes(PDF)
    told = ("--kind", "letter", "--reader", "practitioner")
    run("store", "outbox", "add", letter, *told, "--case", "NY-2025-0117", "--by", "Ann", *at)
    (row,) = answer("store", "outbox", "list", *at)["documents"]
    assert (row["name"], row["case_id"], row["author"]) == ("000001-letter-practitioner.pdf", "NY-2025-0117", "Ann")
    assert (Path(f"{store}.outbox") / row["name"]).read_bytes() == PDF
    assert "000001-letter-practitioner.pdf" in run("store", "outbox", "list", *at).output
    letter.write_bytes(b"MZ")
    wrong = run("store", "outbox", "add", letter, "--kind", "x", "--reader", "y", "--case", "NO", *at, code=2).stderr
    assert all(each in wrong for each in ("no PDF", "no such kind", "no such reader", "no such case"))
    assert len(answer("store", "outbox", "list", *at)["documents"]) == 1
    assert SqlPlaces().open(str(store)).check()[1] == []


class Killed(OutboxFolder):
    """An outbox whose program is killed before the file has its name."""

    def show(self, hidden: str, name: str) -> None:
        raise KeyboardInterrupt


def test_after_a_kill_a_document_is_there_whole_or_not_at_all(store: Path, tmp_path: Path):
    desk, change = SqlDesk.at(str(store)).of("own"), Change("ann", NOW, "x")
    with pytest.raises(KeyboardInterrupt):
        put_out(desk, Killed(tmp_path / "out"), PDF, "packet", "payer", change)
    outbox = OutboxFolder(tmp_path / "out")
    outbox.lay_down(PDF + b"?", f"{'0' * 64}.x.pdf")  # killed before its row was written
    assert [each.name for each in (tmp_path / "out").iterdir()] == [".being-written"]
    assert settle(desk, outbox) == 2
    assert outbox.take("000001-packet-payer.pdf") == PDF
    assert outbox.waiting() == []
    assert settle(desk, outbox) == 0
    with pytest.raises(BadInput):
        put_out(desk, outbox, b"", "packet", "payer", change)
    assert outbox.take("../desk.db") is None
