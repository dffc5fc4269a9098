"""What a command writes never takes the place of what it reads, of a link, a folder or a device."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from oxyclaim.claims import placement
from oxyclaim.cli.main import app
from oxyclaim.services.problems import BadInput
from oxyclaim.services.targets import refuse_claim_target, refuse_target, refuse_targets, targets_in, writing

EXAMPLES = Path(__file__).parents[2] / "examples"
EVERY_WRITING_COMMAND = {
    "checklist": "10-half-the-papers.yaml",
    "authorization": "25-authorization.yaml",
    "claim": "01-clinic-test.yaml",
    "due": "24-three-years.yaml",
    "calendar": "24-three-years.yaml",
    "scrub": "claims.csv",
}
"""The command, and an input with which it writes something."""
SUFFIX = {"calendar": ".svg", "scrub": ".csv", "due": ".csv"}
"""By which a command knows what to write; of the others .pdf."""


def codes(raised: pytest.ExceptionInfo[BadInput]) -> list[str]:
    return [problem.code for problem in raised.value.problems]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text("case_id: A\n")
    return path


def test_a_new_file_and_a_plain_old_one_may_be_written(tmp_path: Path, case: Path) -> None:
    old = tmp_path / "old.pdf"
    old.write_text("as before")
    refuse_targets([old, tmp_path / "new.pdf"], [case, "standard input"])


def a_link(folder: Path) -> Path:
    (folder / "elsewhere").write_text("somebody's")
    path = folder / "link.pdf"
    path.symlink_to(folder / "elsewhere")
    return path


def a_dangling_link(folder: Path) -> Path:
    path = folder / "link.pdf"
    path.symlink_to(folder / "nowhere")
    return path


def a_pipe(folder: Path) -> Path:
    path = folder / "pipe"
    os.mkfifo(path)
    return path


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (a_link, "target_is_link"),
        (a_dangling_link, "target_is_link"),
        (lambda folder: folder, "target_is_folder"),
        (lambda folder: Path(os.devnull), "target_is_device"),
        (a_pipe, "target_is_device"),
        (lambda folder: folder / "none" / "out.pdf", "no_folder"),
    ],
)
def test_what_is_no_plain_file_is_refused(tmp_path: Path, make: Callable[[Path], Path], code: str) -> None:
    with pytest.raises(BadInput) as raised:
        refuse_target(make(tmp_path))
    assert codes(raised) == [code]


def test_an_input_is_refused_by_whatever_name(tmp_path: Path, case: Path) -> None:
    hard = tmp_path / "hard.yaml"
    os.link(case, hard)
    (tmp_path / "sub").mkdir()
    for name in (case, hard, tmp_path / "sub" / ".." / "case.yaml"):
        with pytest.raises(BadInput) as raised:
            refuse_target(name, [case])
        assert codes(raised) == ["target_is_input"]


def test_all_problems_are_told_at_once(tmp_path: Path, case: Path) -> None:
    with pytest.raises(BadInput) as raised:
        refuse_targets([case, tmp_path, tmp_path / "a.pdf", tmp_path / "A.pdf"], [case])
    assert sorted(set(codes(raised))) == ["doubled_target", "target_is_folder", "target_is_input"]


def test_a_folder_of_targets_names_what_would_be_doubled(tmp_path: Path) -> None:
    assert targets_in(tmp_path, ["A/1", "B"], ".pdf") == [tmp_path / "A_1.pdf", tmp_path / "B.pdf"]
    with pytest.raises(BadInput) as raised:
        targets_in(tmp_path, ["A/1", "A_1"], ".pdf")
    assert codes(raised) == ["doubled_target"]


def test_a_full_device_is_told_in_a_sentence_and_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(placement, "_to_disk", full)
    target = tmp_path / "out.pdf"
    target.write_text("as before")
    with pytest.raises(BadInput) as raised, writing(target) as part:
        part.write_text("new")
    assert str(raised.value) == f"{target}: cannot be written: no space left on device"
    assert target.read_text() == "as before"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("command", EVERY_WRITING_COMMAND)
def test_no_command_writes_over_what_it_reads_over_a_link_or_a_folder(tmp_path: Path, command: str) -> None:
    example = EXAMPLES / EVERY_WRITING_COMMAND[command]
    path = tmp_path / example.name
    path.write_bytes(before := example.read_bytes())
    suffix = SUFFIX.get(command, ".pdf")
    same, link, folder = (tmp_path / f"{name}{suffix}" for name in ("same", "link", "folder"))
    os.link(path, same)
    link.symlink_to(path)
    folder.mkdir()
    for target, told in ((same, "is one of the files to be read"), (link, "is a link"), (folder, "is a folder")):
        arguments = [command, str(path), "--output", str(target), "--as-of", "2026-03-01"]
        arguments += ["--format", "csv"] if command == "due" else []
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 2, result.output
        assert told in " ".join(result.output.split()), result.output
        assert path.read_bytes() == before
        assert link.is_symlink()


def test_a_claim_file_takes_the_place_of_none_but_a_claim_file(tmp_path: Path):
    for content, is_refused in (
        (b"SQLite format 3\0", True),
        (b"profile_version: 1", True),
        (b"", False),
        (b"ISA*00", False),
    ):
        target = tmp_path / "claim.x12"
        target.write_bytes(content)
        if is_refused:
            with pytest.raises(BadInput, match="no claim file"):
                refuse_claim_target(target)
        else:
            refuse_claim_target(target)
        assert target.read_bytes() == content
