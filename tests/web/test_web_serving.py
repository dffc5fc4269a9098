"""The command starts the desk on a store of its own, and says who may sign in."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

import oxyclaim

PATIENCE = 60
SOURCE = {"PYTHONPATH": str(Path(oxyclaim.__file__).parents[1])}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from oxyclaim.cli.main import run; run()", "serve", *arguments]


@pytest.mark.slow
def test_a_demo_is_made_filled_and_served(tmp_path: Path) -> None:
    store, port = tmp_path / "desk.db", free_port()
    started = subprocess.Popen(
        command("--demo", "--store", str(store), "--port", str(port)),
        stdout=subprocess.PIPE, text=True, env=os.environ | SOURCE | {"HOME": str(tmp_path)},
    )  # fmt: skip
    try:
        assert started.stdout
        said = ""
        for line in started.stdout:
            said += line
            if "/welcome/" in line:
                break
        assert "41 made-up patients" in said
        assert re.search(r"manager +name manager +password \S{19}", said)
        page = _page(f"http://127.0.0.1:{port}/login")
        assert "<h1>Sign in</h1>" in page
    finally:
        started.terminate()
        started.wait(PATIENCE)


def _page(address: str) -> str:
    for _ in range(PATIENCE * 10):
        try:
            with urllib.request.urlopen(address) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.1)
    pytest.fail("it does not answer")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("--host", "0.0.0.0", "--demo"), "on this machine alone", marks=pytest.mark.slow),
        (("--store", "nowhere.db"), "holds no store"),
    ],
)
def test_what_it_cannot_serve_is_told(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    ran = subprocess.run(
        command(*arguments), capture_output=True, text=True, cwd=tmp_path, env=os.environ | SOURCE, check=False
    )
    assert (ran.returncode, said in ran.stderr) == (2, True), ran.stderr


def test_a_port_that_is_taken_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = subprocess.run(
            command("--demo", "--store", "desk.db", "--port", port), capture_output=True, text=True, cwd=tmp_path,
            env=os.environ | SOURCE, check=False,
        )  # fmt: skip
    assert ran.returncode == 2
    assert f"--port {port}" in ran.stderr or port in ran.stderr
    assert "is used by another program" in ran.stderr
    assert "give another port" in ran.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_an_installed_package_has_every_page_of_the_checkout(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(root)], check=True
    )
    (wheel,) = tmp_path.glob("oxyclaim-*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("web", "services/desk"):
        files = [path for path in (root / "src" / "oxyclaim" / folder).rglob("*") if path.is_file()]
        wanted = {path.relative_to(root / "src").as_posix() for path in files if "__pycache__" not in path.parts}
        assert wanted <= packed, wanted - packed
