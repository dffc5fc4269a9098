"""However many processes share a scrub, what it says is the same to the byte. All claims are made up."""

import gzip
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from x12_files import DAY, MEMBER, Claim, Line, group, interchange, professional, transaction

from bench.claim_files import write_claims
from oxyclaim.bulk.processes import ProcessEnded, Processes
from oxyclaim.bulk.stages import Settings
from oxyclaim.case.days import add_months
from oxyclaim.cli.main import app
from tests.sampling import one_in

RUN = CliRunner()
AS_OF = date(2026, 3, 10)
PIECE = 4_000
"""Bytes of a piece: half a dozen claims."""
EXCLUDING = "E1390:RR:N1:N2"


def claims_of(count: int, service: str = "E1390:RR:N1") -> list[Claim]:
    """Claims of a patient each, every third with a line that is rejected."""
    return [
        Claim(
            f"C{number}",
            [Line(EXCLUDING if number % 3 == 0 else service), Line("E0431:RR:N1", "59", DAY)],
            member=f"{MEMBER[:-3]}A{number % 50:02d}",
        )
        for number in range(count)
    ]


def wrong(text: str, *changes: tuple[str, str]) -> str:
    """With faults in it; each must change something."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def inputs(folder: Path) -> list[Path]:
    """Files of every kind: see the comment of each."""
    made: dict[str, str | bytes] = {}
    # Envelopes over many pieces, each count wrong; what a level or an envelope rejects spans pieces.
    for name, old, new in (
        ("se", "SE*", "SE*9"), ("ge", "GE*1", "GE*7"), ("iea", "IEA*1", "IEA*3"),
        ("biller", "N4*SPRINGFIELD*IL*627011234", "N4*SPRINGFIELD*XX*627011234"),
        ("level", "HL*1**20*1", "HL*4**20*1"),
    ):  # fmt: skip
        made[f"{name}.x12"] = wrong(interchange(group(professional(*claims_of(16)))), (old, new))
    # Nothing ends; a second interchange begins inside the first.
    cut_off = interchange(group(professional(*claims_of(12))))
    made["open.x12"] = cut_off[: cut_off.rindex("SE*")] + interchange(group(professional(*claims_of(12)))).replace(
        "000000001", "000000002"
    )
    # The same months again, of other equipment beside, and once more in the same file, behind a cut.
    twice = [*claims_of(14), *(replace(each, id=f"X{each.id}") for each in claims_of(14))]
    later = [replace(each, lines=[Line("E1392:RR:N1", "210.5", DAY + timedelta(9))]) for each in claims_of(9)]
    made["twice.x12"] = interchange(group(professional(*twice, *later)))
    # Other kinds of claims beside, and a file of nothing else, which is refused at its end.
    other = transaction(
        ["BHT*0019*00*X*20260305*1200*CH", "HL*1**20*1", *["HL*2*1*22*0", "CLM*I1*100***11:A:1*Y*A*Y*Y"] * 200],
        version="005010X223A2",
    )
    made["beside.x12"] = interchange(group(other, control="2", version="005010X223A2"), group(professional(*twice[:9])))
    made["refused.x12"] = interchange(group(other, version="005010X223A2"))
    # Small files that are read together, one of them damaged; packed ones; a table.
    for number in range(4):
        made[f"small{number}.x12"] = interchange(group(professional(Claim(f"S{number}"))))
    made["small2.x12"] = made["small2.x12"][:60]
    made["packed.x12.gz"] = gzip.compress(interchange(group(professional(*claims_of(20)))).encode(), mtime=0)
    made["table.csv"] = (Path(__file__).parents[2] / "examples" / "claims.csv").read_bytes()
    for name, text in made.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    write_claims(folder / "many.x12", 60, faults=0.6)
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return inputs(tmp_path_factory.mktemp("claims"))


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three years of rent before."""
    path = tmp_path_factory.mktemp("earlier") / "earlier.x12"
    months = [
        replace(each, id=f"E{each.id}{month}", lines=[Line(day=add_months(DAY, -month))])
        for each in claims_of(3, "E1390:RR")
        for month in range(1, 38)
    ]
    path.write_text(interchange(group(professional(*months))))
    return path


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of which every file has several, and which are worth a process each."""
    monkeypatch.setattr("oxyclaim.services.scrub.Settings", partial(Settings, piece=PIECE, worth=1))
    monkeypatch.setattr("oxyclaim.bulk.files.SMALL", 3_000)


def said(
    folder: Path, files: list[Path], jobs: int, monkeypatch: pytest.MonkeyPatch, *options: object
) -> dict[str, bytes]:
    """All that a scrub says and writes, by name, written into a folder of its own."""
    folder.mkdir()
    monkeypatch.chdir(folder)
    answer = RUN.invoke(app, ["scrub", "--as-of", str(AS_OF), "--jobs", str(jobs), *map(str, [*options, *files])])
    assert answer.exit_code == 2, answer.output
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    return {"said": answer.stdout.encode(), **{path.name: path.read_bytes() for path in folder.iterdir()}}


@pytest.mark.parametrize("jobs", [2, pytest.param(8, marks=pytest.mark.slow)])
def test_one_and_several_processes_say_the_same(
    jobs: int, tmp_path: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch, small_pieces: None
) -> None:
    options = ("--format", "json", "-o", "found.csv", "--report", "report.html", "--xlsx", "report.xlsx")
    one, several = (said(tmp_path / str(each), files, each, monkeypatch, *options) for each in (1, jobs))
    assert set(one) == {"said", "found.csv", "report.html", "report.xlsx"}
    assert b"is billed twice in these files" in one["found.csv"]
    assert one["found.csv"].count(b"claims are rejected for it") > 4
    assert several == one


@pytest.mark.parametrize("kept", one_in(2, [True, False]), ids=["a folder", "files"])
def test_with_a_history_too(
    tmp_path: Path, files: list[Path], earlier: Path, kept: bool, monkeypatch: pytest.MonkeyPatch, small_pieces: None
) -> None:
    history = earlier
    if kept:
        history = tmp_path / "history"
        assert (
            RUN.invoke(app, ["history", "add", str(earlier), "-o", str(history), "--as-of", str(AS_OF)]).exit_code == 0
        )
    some = [path for path in files if path.stem in ("ge", "twice", "refused", "level", "table", "packed.x12")]
    runs = [
        said(tmp_path / str(jobs), some, jobs, monkeypatch, "--history", history, "-o", "found.parquet")
        for jobs in (1, 2)
    ]
    assert runs[1] == runs[0]


# How a run ends


class Fails:
    """What another process does with a task."""

    def __init__(self, what: str):
        self._what = what

    def __call__(self, task: int) -> int:
        if task == 3 and self._what == "raises":
            raise ValueError(f"task {task}")
        if task == 3 and self._what == "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.01)
        return task * 10


class Echo:
    """Gives back what it is given."""

    def __init__(self, what: None):
        pass

    def __call__(self, task: bytes) -> bytes:
        return task


def test_answers_come_in_the_order_of_the_tasks() -> None:
    with Processes[int, int](2, Fails, "not") as processes:
        assert list(processes.answers(range(20))) == [n * 10 for n in range(20)]


def test_large_tasks_and_large_answers_do_not_block_each_other() -> None:
    """More than a pipe holds, both ways."""
    tasks = [bytes(3_000_000)] * 12
    with Processes[bytes, bytes](2, Echo, None) as processes:
        assert list(processes.answers(tasks)) == tasks


def test_a_task_that_cannot_be_sent_is_told() -> None:
    with Processes[Any, Any](2, Echo, None) as processes, pytest.raises(Exception, match="pickle"):
        list(processes.answers([b"a", lambda: None]))


def test_an_error_of_a_task_is_raised_in_its_turn_and_all_processes_end() -> None:
    with Processes[int, int](2, Fails, "raises") as processes:
        answers = processes.answers(range(20))
        assert [next(answers) for _ in range(3)] == [0, 10, 20]
        with pytest.raises(ValueError, match="task 3") as error:
            next(answers)
    assert "in another process" in error.value.__notes__[0]
    assert not any(process.is_alive() for process in processes.started)


def test_a_process_that_is_killed_is_told_with_what_to_do() -> None:
    with Processes[int, int](2, Fails, "dies") as processes, pytest.raises(ProcessEnded, match=r"signal 9.*--jobs 1"):
        list(processes.answers(range(20)))
    assert not any(process.is_alive() for process in processes.started)


def descendants(process: int) -> list[int]:
    """The processes that one has started, by their numbers."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(path.read_text().rsplit(")", 1)[1].split()[1]) == process:
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


LISTENS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
"""As in a terminal; what a job in the background starts would ignore interrupts."""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks the kernel which processes there are")
@pytest.mark.parametrize(("ends", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_no_process_is_left_when_a_run_is_interrupted_or_killed(
    tmp_path: Path, ends: signal.Signals, code: int
) -> None:
    path = tmp_path / "claims.x12"
    write_claims(path, 30_000, faults=0)
    settings = "partial(Settings, piece=200_000, worth=1)"
    program = (
        f"{LISTENS}; from functools import partial; import oxyclaim.services.scrub as door; "
        "from oxyclaim.bulk.stages import Settings; from oxyclaim.cli.main import run; "
        f"door.Settings = {settings}; run()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, "scrub", str(path), "--jobs", "2", "-o", str(tmp_path / "found.csv")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    started: list[int] = []
    while len(started) < 2 and process.poll() is None:
        started = descendants(process.pid)
        time.sleep(0.02)
    time.sleep(0.2)
    # As a terminal does: all processes of the run are told.
    os.killpg(process.pid, ends) if ends is signal.SIGINT else process.send_signal(ends)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == code
    assert b"Traceback" not in errors
    gone(started)
    assert not (tmp_path / "found.csv").exists()


BEGINS = f"""
{LISTENS}
import os, threading, time
from oxyclaim.bulk.processes import Processes
def begin(what):
    return print
def interrupts():
    time.sleep(WAITS)
    os.killpg(0, signal.SIGINT)
if __name__ == "__main__":
    try:
        threading.Thread(target=interrupts, daemon=True).start()
        with Processes(3, begin, None):
            time.sleep(30)
    except KeyboardInterrupt:
        raise SystemExit(130)
"""


@pytest.mark.parametrize("waits", [0.001, 0.005, 0.02])
def test_an_interrupt_while_processes_begin_is_not_lost(tmp_path: Path, waits: float) -> None:
    program = tmp_path / "begins.py"
    program.write_text(BEGINS.replace("WAITS", str(waits)))
    asked = [sys.executable, program]
    run = subprocess.run(asked, capture_output=True, start_new_session=True, timeout=60, check=False)
    assert run.returncode == 130
    assert b"Traceback" not in run.stderr


def gone(processes: list[int]) -> None:
    until = time.monotonic() + 20
    alive: Any = processes
    while alive and time.monotonic() < until:
        alive = [each for each in processes if Path(f"/proc/{each}").exists() and not zombie(each)]
        time.sleep(0.05)
    assert not alive


def zombie(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True
