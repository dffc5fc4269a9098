"""Papers lie encrypted on the disk where there is a key; keys can be changed, and what was changed is not given out."""

import base64
from pathlib import Path

import pytest

from oxyclaim.cli.file_keys import NAME, room_of
from oxyclaim.services.problems import BadInput

ONE, TWO = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))
PAPER = b"%PDF-1.7 a made-up paper of Dolores Haverstock " * 50


def only_file(folder: Path) -> Path:
    (path,) = (each for each in folder.rglob("*") if each.is_file())
    return path


def test_a_paper_is_encrypted_and_comes_back(tmp_path: Path) -> None:
    room = room_of(tmp_path, {NAME: ONE})
    sha256 = room.put(PAPER)
    assert room.put(PAPER) == sha256
    written = only_file(tmp_path).read_bytes()
    assert b"Haverstock" not in written
    assert room.get(sha256) == PAPER
    for other in ({NAME: TWO}, {}):
        with pytest.raises(KeyError):
            room_of(tmp_path, other).get(sha256)


def test_a_new_key_seals_and_the_old_one_still_opens(tmp_path: Path) -> None:
    plain = room_of(tmp_path, {}).put(b"kept before there was a key")
    old = room_of(tmp_path, {NAME: ONE}).put(PAPER)
    both = room_of(tmp_path, {NAME: f"{TWO}, {ONE}"})
    new = both.put(b"another paper")
    assert [both.get(each) for each in (plain, old, new)] == [b"kept before there was a key", PAPER, b"another paper"]
    assert room_of(tmp_path, {NAME: TWO}).get(new) == b"another paper"


@pytest.mark.parametrize("place", [0, 8, 16, 28, 40, -1])
def test_a_byte_changed_on_the_disk_is_found(tmp_path: Path, place: int) -> None:
    room = room_of(tmp_path, {NAME: ONE})
    sha256 = room.put(PAPER)
    path = only_file(tmp_path)
    written = bytearray(path.read_bytes())
    written[place] ^= 1
    path.write_bytes(bytes(written))
    with pytest.raises(KeyError):
        room.get(sha256)


def test_a_file_under_another_papers_name_is_not_given_out(tmp_path: Path) -> None:
    room = room_of(tmp_path, {NAME: ONE})
    one, two = room.put(PAPER), room.put(b"another")
    (tmp_path / one[:2] / one).write_bytes((tmp_path / two[:2] / two).read_bytes())
    with pytest.raises(KeyError):
        room.get(one)


@pytest.mark.parametrize("key", ["secret", "x" * 44, base64.b64encode(b"short").decode(), f"{ONE},", "é"])
def test_a_key_that_is_none_is_told_without_being_shown(tmp_path: Path, key: str) -> None:
    with pytest.raises(BadInput) as error:
        room_of(tmp_path, {NAME: key})
    assert "32 bytes as base64" in str(error.value.problems[0])
    assert key not in str(error.value.problems[0])
