"""The server is killed while people save, upload papers and write claim files: nothing that was acknowledged is lost or
doubled.

``OXYCLAIM_KILLS`` says how often; the test is slow, since each start loads the rule book.
"""

import hashlib
import io
import os
import random
import re
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from PIL import Image
from test_web_serving import SOURCE, command, free_port

from oxyclaim.store import SqlPlaces
from oxyclaim.store.desk import SqlDesk

KILLS = int(os.environ.get("OXYCLAIM_KILLS", "6"))


class Browser:
    """Somebody who is signed in by the server's link."""

    def __init__(self, link: str):
        self.base = link.partition("/welcome")[0]
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        for _ in range(300):
            try:
                page = self.get(link.removeprefix(self.base))
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        self.token = re.search(r'name="token" value="([^"]+)"', page)[1]

    def get(self, path: str) -> str:
        return self.take(path).decode()

    def take(self, path: str) -> bytes:
        with self._opener.open(self.base + path, timeout=60) as answer:
            content: bytes = answer.read()
            return content

    def post(self, path: str, *pairs: tuple[str, str]) -> str:
        body = urllib.parse.urlencode([("token", self.token), *pairs]).encode()
        with self._opener.open(self.base + path, body, timeout=60) as answer:
            return answer.read().decode()

    def upload(self, name: str, content: bytes) -> str:
        """A paper goes into the inbox."""
        line = b"\r\n--paper--of--a--test"
        parts = (
            f'\r\nContent-Disposition: form-data; name="token"\r\n\r\n{self.token}'.encode(),
            f'\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode() + content,
        )
        body = (b"".join(line + part for part in parts) + line + b"--\r\n")[2:]
        headers = {"Content-Type": "multipart/form-data; boundary=paper--of--a--test"}
        request = urllib.request.Request(self.base + "/documents", body, headers)
        with self._opener.open(request, timeout=60) as answer:
            return answer.read().decode()


def start(store: Path) -> tuple[subprocess.Popen[str], str]:
    """A server, and its link."""
    server = subprocess.Popen(
        command("--demo", "--store", str(store), "--port", str(free_port())),
        stdout=subprocess.PIPE, text=True, env=os.environ | SOURCE,
    )  # fmt: skip
    assert server.stdout
    for line in server.stdout:
        if "/welcome/" in line:
            return server, line.strip()
    raise AssertionError("it did not start")


def paper(number: int) -> bytes:
    """A made-up paper, another for each number."""
    made = io.BytesIO()
    Image.new("L", (40, 40), number % 256).resize((40 + number // 256, 40)).save(made, "PNG")
    return made.getvalue()


def work(browser: Browser, handle: str, cases: list[str], numbers: range, kept: list[str], papers: list[str]) -> None:
    """Save, upload and write claims until the server is gone; what it acknowledged is noted."""
    try:
        for number in numbers:
            member = f"1A{number % 10}{number // 10 % 10}A00AA{number // 100 % 100:02}"
            browser.post(f"/patients/{handle}/events/member", ("member_id", member))
            kept.append(member)
            if number % 3 == 0:
                browser.post("/billing/write", *(("case", each) for each in cases))
            content = paper(number)
            browser.upload(f"{number}.png", content)
            papers.append(hashlib.sha256(content).hexdigest())
    except (OSError, urllib.error.URLError, ConnectionError):
        return


@pytest.mark.slow
def test_what_a_killed_server_was_judging_is_judged_by_the_next(tmp_path: Path) -> None:
    store = tmp_path / "desk.db"
    server, link = start(store)
    Browser(link)
    server.send_signal(signal.SIGKILL)
    server.wait()
    opened = SqlDesk.at(str(store))
    own, chance = opened.of("own"), random.Random(3)
    day, book = own.states()[0].as_of, own.states()[0].rule_book
    for _ in range(3):
        own.put_states([each.case_id for each in own.store.latest()], [])
        assert len(own.behind(day, book, 99)) == 41
        server, _ = start(store)
        time.sleep(chance.uniform(0.0, 1.5))
        server.send_signal(signal.SIGKILL)
        server.wait()
    server, _ = start(store)
    ends = time.monotonic() + 90
    while own.behind(day, book, 1) and time.monotonic() < ends:
        time.sleep(0.5)
    server.terminate()
    server.wait()
    assert own.behind(day, book, 99) == []
    opened.close()


@pytest.mark.slow
def test_what_was_acknowledged_is_there_after_every_kill(tmp_path: Path) -> None:
    store, chance, kept, papers = tmp_path / "desk.db", random.Random(7), list[str](), list[str]()
    for turn in range(KILLS):
        server, link = start(store)
        browser = Browser(link)
        handles = re.findall(r'href="/patients/([\w-]{12})"', browser.get("/patients?state=ready"))
        every = re.findall(r'href="/patients/([\w-]{12})"', browser.get("/patients"))
        numbers = range(1 + 200 * turn, 200 * (turn + 1))
        worker = threading.Thread(target=work, args=(browser, every[0], handles[:2], numbers, kept, papers))
        worker.start()
        time.sleep(chance.uniform(0.3, 2.0))
        server.send_signal(signal.SIGKILL)
        server.wait()
        worker.join(90)
        opened = SqlPlaces().open(str(store))
        assert opened.check()[1] == []
        opened.close()
    desk = SqlDesk.at(str(store))
    own = desk.of("own")
    case_id = own.case_of(every[0])
    texts = [each.text for each in own.store.versions(case_id)]
    assert [member for member in dict.fromkeys(kept) if not any(member in text for text in texts)] == []
    numbers_given = [file.control_number for file in own.claim_files()]
    assert len(numbers_given) == len(set(numbers_given))
    sent = [(line.case_id, line.code, line.service_date) for line in own.store.sent_lines()]
    assert len(sent) == len(set(sent)), "a month goes out once"
    assert kept
    waiting = {document.content_sha256: document.document_id for document, _ in own.documents(None)}
    assert len(waiting) == len(own.documents(None)), "a paper is taken in once"
    assert set(papers) <= set(waiting)
    assert papers
    desk.close()
    server, link = start(store)
    browser = Browser(link)
    assert [
        sha256 for sha256 in papers
        if hashlib.sha256(browser.take(f"/documents/{waiting[sha256]}/original")).hexdigest() != sha256
    ] == []  # fmt: skip
    server.terminate()
    server.wait()
