"""Claim files packed, in archives, in folders of them and at addresses. All claims are made up."""

import gzip
import json
import os
import signal
import stat
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import fsspec
import polars as pl
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bench import claim_files
from oxyclaim.bulk.inputs import counts
from oxyclaim.cli.main import app
from oxyclaim.sources.packed import Source, unpacked
from oxyclaim.sources.remote import address_of, told
from oxyclaim.sources.room import Limits, Room

AS_OF = date(2026, 3, 10)
RUN = CliRunner()


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("claims") / "claims.x12"
    claim_files.write_claims(path, 60, faults=0.5)
    return path.read_bytes()


def packed(folder: Path, name: str, data: bytes) -> Path:
    """A file whose packing is told by its name."""
    path = folder / name
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(data))
    elif name.endswith(".zst"):
        # Two frames one behind the other, as tools append them.
        half, pack = len(data) // 2, zstandard.ZstdCompressor().compress
        path.write_bytes(pack(data[:half]) + pack(data[half:]))
    elif name.endswith(".zip"):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("one.x12", data)
    else:
        path.write_bytes(data)
    return path


def scrubbed(*arguments: object, code: int = 1) -> tuple[dict[str, Any], pl.DataFrame]:
    """The answer and the findings."""
    out = Path(str(arguments[0])).parent / "found.parquet" if "://" not in str(arguments[0]) else Path("found.parquet")
    ran = RUN.invoke(app, ["scrub", "--as-of", str(AS_OF), "--format", "json", "-o", str(out), *map(str, arguments)])
    assert ran.exit_code == code, ran.output
    found = pl.read_parquet(out)
    out.unlink()
    assert "oxyclaim-" not in ran.output, "no temporary path is told"
    assert not found.filter(pl.any_horizontal(pl.col(pl.String).str.contains("oxyclaim-"))).height
    return json.loads(ran.stdout), found


def without_name(found: pl.DataFrame, name: str) -> pl.DataFrame:
    assert set(found["file"]) == {name}
    return found.with_columns(file=pl.lit(""), message=pl.col("message").str.replace_all(name, "", literal=True))


@pytest.mark.parametrize(
    ("name", "told_as"),
    [("b.x12.gz", "b.x12.gz"), ("b.gz", "b.gz"), ("b.x12.zst", "b.x12.zst"), ("b.zip", "b.zip/one.x12")],
)
def test_packed_or_not_the_findings_are_the_same(tmp_path: Path, claims: bytes, name: str, told_as: str) -> None:
    plain, expected = scrubbed(packed(tmp_path, "a.x12", claims))
    answer, found = scrubbed(packed(tmp_path, name, claims))
    expected = without_name(expected, str(tmp_path / "a.x12"))
    assert expected.height > 10
    assert without_name(found, str(tmp_path / told_as)).equals(expected)
    for key in ("claims", "lines", "at_risk_cents", "forecast", "files"):
        assert answer[key] == plain[key]


@given(st.binary(max_size=3000), st.integers(1, 5))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_packed_comes_out_as_it_was(tmp_path: Path, data: bytes, times: int) -> None:
    data = b"ISA" + data * times
    for name in ("a.x12.gz", "a.x12.zst", "a.zip"):
        with Room() as room:
            path = packed(tmp_path, name, data)
            (source,) = unpacked(Source(str(path), path, path.name, path), room, counts)
            assert source.path.read_bytes() == data
            assert not source.why


def test_an_archive_of_several_is_told_member_by_member(tmp_path: Path, claims: bytes) -> None:
    path = tmp_path / "claims.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("two.x12", "deep/one.x12", "readme.md", "__MACOSX/._one.x12", "../evil.x12"):
            archive.writestr(name, claims)
        archive.writestr("three.837.gz", gzip.compress(claims))
        archive.writestr("wide.x12", claims.decode("latin-1").encode("utf-16"))
        archive.writestr("inner.zip", path.read_bytes() if path.exists() else b"PK\x03\x04")
    answer, found = scrubbed(path, code=2)
    read = {f"{path}/{name}" for name in ("two.x12", "deep/one.x12", "../evil.x12", "three.837.gz")}
    assert set(found.filter(pl.col("rule") != "FILE")["file"]) == read
    assert answer["files"] == 6
    assert answer["unreadable"][f"{path}/wide.x12"] == "is written in UTF-16; save it as UTF-8 or plain ASCII"
    assert "within an archive" in answer["unreadable"][f"{path}/inner.zip"]
    assert answer["lines"]["found"] == 4 * scrubbed(packed(tmp_path, "a.x12", claims))[0]["lines"]["found"]
    assert not (tmp_path.parent / "evil.x12").exists()


@pytest.mark.parametrize(
    ("name", "spoil", "says"),
    [
        ("b.x12.gz", lambda data: data[: len(data) // 2], "breaks off and cannot be unpacked (gzip)"),
        ("b.x12.gz", lambda data: data[:40] + b"\x00" * 30 + data[70:], "is damaged and cannot be unpacked (gzip)"),
        ("b.x12.zst", lambda data: data[: len(data) // 2], "breaks off and cannot be unpacked (zstd)"),
        ("b.x12.zst", lambda data: data[:6] + b"\xff" * 40 + data[46:], "is damaged and cannot be unpacked (zstd)"),
        ("b.zip", lambda data: data[: len(data) // 2], "is damaged and cannot be unpacked (zip)"),
        ("b.zip", lambda data: data[:80] + b"\x00" * 30 + data[110:], "is damaged and cannot be unpacked (zip)"),
    ],
)
def test_what_is_broken_is_told_and_counted_and_the_others_go_on(
    tmp_path: Path, claims: bytes, name: str, spoil: Any, says: str
) -> None:
    good = packed(tmp_path, "a.x12", claims)
    broken = packed(tmp_path, name, claims)
    broken.write_bytes(spoil(broken.read_bytes()))
    answer, found = scrubbed(good, broken, code=2)
    ((where, why),) = answer["unreadable"].items()
    assert where.startswith(str(broken))
    assert says in why
    assert answer["files"] == 2
    assert found.filter(pl.col("rule") == "FILE")["file"].to_list() == [where]
    assert answer["claims"] == scrubbed(good)[0]["claims"]


@pytest.mark.parametrize("name", ["bomb.x12.gz", "bomb.x12.zst", "bomb.zip"])
def test_a_bomb_is_told_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path, name, b"ISA" + b"*" * 8_000_000)
    with Room(Limits(free=1_000_000)) as room:
        (source,) = unpacked(Source(str(path), path, path.name, path), room, counts)
        assert "more than 300 times as large" in source.why
        assert source.path.stat().st_size == 0


def test_what_would_fill_the_disk_is_told(tmp_path: Path, claims: bytes) -> None:
    path = packed(tmp_path, "a.x12.gz", claims)
    with Room(Limits(left=1 << 62)) as room:
        (source,) = unpacked(Source(str(path), path, path.name, path), room, counts)
        assert "the disk for temporary files" in source.why


def test_unpacked_files_are_the_owners_alone_and_gone_at_the_end(tmp_path: Path, claims: bytes) -> None:
    path = packed(tmp_path, "secret-name.x12.gz", claims)
    with Room() as room:
        (source,) = unpacked(Source(str(path), path, path.name, path), room, counts)
        assert stat.S_IMODE(source.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(source.path.parent.stat().st_mode) == 0o700
        assert "secret" not in str(source.path)
        folder = source.path.parent
    assert not folder.exists()


def test_a_run_that_is_asked_to_end_leaves_nothing_unpacked(tmp_path: Path) -> None:
    path, room = tmp_path / "claims.x12", tmp_path / "room"
    room.mkdir()
    claim_files.write_claims(path, 4_000)
    pack = packed(tmp_path, "claims.x12.gz", path.read_bytes())
    code = "from oxyclaim.cli.main import run; run()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "scrub", str(pack)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"TMPDIR": str(room)},
    )  # fmt: skip
    while process.poll() is None and not any(room.rglob("*.x12")):
        time.sleep(0.005)
    process.send_signal(signal.SIGTERM)
    assert process.wait() in (128 + signal.SIGTERM, 0, 1)
    assert not list(room.iterdir())


def test_folders_hold_packed_files_too(tmp_path: Path, claims: bytes) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.x12", "b.X12.GZ".lower(), "c.zip", "d.837.zst", "notes.gz"):
        packed(folder, name, claims)
    answer, found = scrubbed(folder)
    assert answer["files"] == 4, "a packed file in a folder counts by the end of its own name"
    assert {Path(each).name for each in found["file"]} == {"a.x12", "b.x12.gz", "one.x12", "d.837.zst"}


def test_an_earlier_file_may_be_packed(tmp_path: Path, claims: bytes) -> None:
    own, earlier = packed(tmp_path, "a.x12", claims), packed(tmp_path, "old.x12", claims)
    _, expected = scrubbed(own, "--history", earlier)
    answer, found = scrubbed(own, "--history", packed(tmp_path, "old.x12.gz", claims))
    assert found.equals(expected)
    assert answer["history_lines"] > 0
    broken = tmp_path / "broken.x12.gz"
    broken.write_bytes(gzip.compress(claims)[:200])
    ran = RUN.invoke(app, ["scrub", str(own), "--history", str(broken)])
    assert ran.exit_code == 2
    assert "broken.x12.gz: breaks off" in ran.output


@pytest.mark.parametrize("address", ["memory://bucket/{}", "file://{}"])
def test_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, claims: bytes, address: str) -> None:
    monkeypatch.chdir(tmp_path)
    _, expected = scrubbed(packed(tmp_path, "a.x12", claims))
    expected = without_name(expected, str(tmp_path / "a.x12"))
    where = address.format("claims" if "memory" in address else tmp_path / "claims")
    for name in ("one.x12", "two.zip", "three.txt.gz", "notes.md"):
        with fsspec.open(f"{where}/{name}", "wb", auto_mkdir=True) as file:
            file.write(packed(tmp_path, name, claims).read_bytes())
    answer, found = scrubbed(where)
    assert set(found["file"]) == {f"{where}/one.x12", f"{where}/two.zip/one.x12", f"{where}/three.txt.gz"}
    assert answer["files"] == 3
    _, one = scrubbed(f"{where}/one.x12")
    assert without_name(one, f"{where}/one.x12").equals(expected)
    _, some = scrubbed(f"{where}/*.x12")
    assert set(some["file"]) == {f"{where}/one.x12"}
    ran = RUN.invoke(app, ["scrub", f"{where}/none.x12"])
    assert ran.exit_code == 2
    assert f"{where}/none.x12: leads to no claim file" in ran.output


def test_a_store_whose_library_is_missing_names_the_package() -> None:
    ran = RUN.invoke(app, ["scrub", "s3://bucket/claims"])
    assert ran.exit_code == 2
    assert "s3://bucket/claims: needs one more package: pip install 'oxyclaim[remote]' s3fs" in ran.output


def test_an_address_is_told_without_its_secrets() -> None:
    address = address_of(Path("https://somebody:word@example.test/in/a.x12?sig=SECRET"))
    assert address == "https://somebody:word@example.test/in/a.x12?sig=SECRET"
    assert told(address) == "https://example.test/in/a.x12"
    assert address_of(Path("claims/a.x12")) is None
    assert address_of(Path("file:///tmp/a.x12")) == "file:///tmp/a.x12"


def test_corrected_files_of_an_archive_have_its_members_names(tmp_path: Path, claims: bytes) -> None:
    out = tmp_path / "out"
    wrong = claims.replace(b"SE*", b"SE*9", 1)
    path = packed(tmp_path, "b.zip", wrong)
    gz = packed(tmp_path, "c.x12.gz", wrong)
    ran = RUN.invoke(app, ["fix", str(path), str(gz), "-o", str(out), "--as-of", str(AS_OF), "--format", "json"])
    answer = json.loads(ran.stdout)
    assert [each["file"] for each in answer["files"]] == [f"{path}/one.x12", str(gz)]
    assert sorted(each.name for each in out.iterdir()) == ["c.x12", "one.x12"]
    plain = RUN.invoke(
        app, ["fix", str(packed(tmp_path, "p.x12", wrong)), "-o", str(tmp_path / "p2.x12"), "--as-of", str(AS_OF)]
    )
    assert plain.exit_code == 1
    assert (out / "one.x12").read_bytes() == (tmp_path / "p2.x12").read_bytes() == (out / "c.x12").read_bytes()
