"""Finding claim files."""

import re
from pathlib import Path

import pytest

from oxyclaim.bulk.claim_tables import Refused
from oxyclaim.bulk.inputs import Kind, found, kind_of


@pytest.fixture
def folder(tmp_path):
    for name in ("b.x12", "a.csv", "deep/c.837", "deep/.d.x12", ".hidden/e.x12", "notes.md", "Z.CSV.GZ"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("ISA")
    return tmp_path


def names(folder, *paths):
    return [str(path.relative_to(folder)) for path in found(paths)]


def test_a_folder_is_searched_with_all_folders_in_it(folder):
    assert names(folder, folder) == ["Z.CSV.GZ", "a.csv", "b.x12", "deep/c.837"]


def test_each_file_once_whatever_leads_to_it(folder):
    assert names(folder, folder / "b.x12", folder / "*.x12", folder, folder / "deep" / ".." / "a.csv") == [
        "Z.CSV.GZ", "a.csv", "b.x12", "deep/c.837",
    ]  # fmt: skip
    assert names(folder, folder / "**" / "*.837") == ["deep/c.837"]


def test_a_file_that_is_named_may_have_any_name(folder):
    assert names(folder, folder / "notes.md") == ["notes.md"]


@pytest.mark.parametrize("path", ["none.x12", "*.none", "empty"])
def test_a_path_that_leads_to_nothing_is_refused(folder, path):
    (folder / "empty").mkdir()
    with pytest.raises(Refused, match=path.replace("*", r"\*")):
        found([folder / path])


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", b"ISA*00*", Kind.X12),
        ("claims.csv", b"\xef\xbb\xbf \r\nISA*00*", Kind.X12),
        ("a.bin", b"PAR1....", Kind.PARQUET),
        ("a.CSV", b"claim_id,code\n", Kind.CSV),
        ("a.jsonl", b'{"claim_id": 1}\n', Kind.JSON_LINES),
    ],
)
def test_kinds(tmp_path, name, content, kind):
    path = tmp_path / name
    path.write_bytes(content)
    assert kind_of(path) is kind


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.x12", b"hello", "begins with ISA"),
        ("a.x12", b"", "empty"),
        ("a.parquet", b"hello", "no Parquet file"),
        ("a.csv.gz", b"hello", "cannot be opened"),
    ],
)
def test_what_is_none_is_refused(tmp_path, name, content, says):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refused, match=says):
        kind_of(path)
    with pytest.raises(Refused, match="cannot be opened"):
        kind_of(tmp_path / "missing")


@pytest.mark.parametrize(
    ("name", "begin", "what"),
    [
        ("a.837", b"\x1f\x8b\x08\x00", "is packed (gzip)"),
        ("a.x12", b"PK\x03\x04", "is a packed archive (zip)"),
        ("a.txt", "ISA*00*".encode("utf-16"), "is written in UTF-16"),
        ("b.txt", "ISA*00*".encode("utf-16-le"), "is written in UTF-16"),
        ("a.dat", b"%PDF-1.7", "is a PDF"),
    ],
)
def test_a_file_in_another_form_is_refused_with_what_it_is(tmp_path: Path, name: str, begin: bytes, what: str) -> None:
    path = tmp_path / name
    path.write_bytes(begin + b"\x00" * 200)
    with pytest.raises(Refused, match=re.escape(what)):
        kind_of(path)
