"""``oxyclaim serve``: the desk in the browser, on a store that is made and filled where a demo is asked for."""

import errno
import os
import socket
import sys
import webbrowser
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread, Timer
from typing import TYPE_CHECKING

from oxyclaim.cli.doors import OK, telling
from oxyclaim.cli.file_keys import room_of
from oxyclaim.cli.payer_folder import existing_folder
from oxyclaim.cli.store_place import address_of, change, places, room_of
from oxyclaim.services.problems import BadInput, Problem

if TYPE_CHECKING:
    from oxyclaim.services.desk.opening import Opened
    from oxyclaim.web.office import Office

NOT_INSTALLED = "the desk needs more packages: pip install 'oxyclaim[web]'"
PACKAGES = (
    "fastapi",
    "uvicorn",
    "jinja2",
    "argon2",
    "pyotp",
    "fpdf",
    "multipart",
    "python_multipart",
    "sqlalchemy",
    "alembic",
)
"""What the desk stands on beside this program, as it is imported."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Addresses at which nobody but this machine asks; only there the desk goes without TLS."""
LOOK_EVERY = 60.0
"""Seconds between looks for cases that are to be judged."""
LOOK_AGAIN = 5.0
"""The same while a worker that is gone, or works elsewhere, still has a piece."""


def run(
    store: str | None,
    host: str,
    port: int,
    demo: bool,
    open_browser: bool,
    fees: Path | None,
    payers: Path | None,
    files: Path | None,
) -> int:
    """Serve until it is stopped. Returns the exit code."""
    with telling(False):
        if host not in LOOPBACK:
            message = "the desk answers on this machine alone so far; behind your own TLS proxy it does too"
            raise BadInput([Problem("open_to_others", message, path="--host", found=host, allowed=LOOPBACK)])
        door = _door(host, port)
        try:
            serve = _prepared(address_of(store), door, demo, open_browser, fees, payers, files)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in PACKAGES:
                raise
            raise BadInput([Problem("no_web_packages", NOT_INSTALLED)]) from None
    serve()
    return OK


def _door(host: str, port: int) -> socket.socket:
    """The port, held before anything is made or filled. Raises BadInput where it cannot be had."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        message = "cannot be had here; give another port, such as --port 8392"
        if error.errno == errno.EADDRINUSE:
            message = "is used by another program, perhaps by a desk that still runs; stop that, or give another port"
        raise BadInput([Problem("no_port", message, path="--port", found=str(port))]) from None


def _prepared(
    address: str,
    door: socket.socket,
    demo: bool,
    open_browser: bool,
    fees: Path | None,
    payers: Path | None,
    files: Path | None,
) -> Callable[[], None]:
    import uvicorn

    from oxyclaim.claims.fees import FeeStore
    from oxyclaim.claims.fees.store import default_folder
    from oxyclaim.services.desk.opening import open_desk
    from oxyclaim.services.rule_book import rule_book
    from oxyclaim.store.desk import SqlDesk
    from oxyclaim.web.app import make_app
    from oxyclaim.web.office import Office

    is_server = address.startswith(("postgres://", "postgresql://"))
    if demo and not is_server and not Path(address).exists():
        places().make(address, _now())
    desk = SqlDesk.at(address)
    folder = existing_folder(payers)
    room = room_of(address, files)
    office = Office(
        desk,
        lambda: rule_book(folder),
        _now,
        room_of(room, os.environ),
        FeeStore(fees or default_folder()),
        folder,
        demo=demo,
    )
    opened = open_desk(
        desk,
        office.rule_book(),
        office.today(),
        office.fees,
        change("serve", "first start", "import"),
        demo,
        office.room,
    )
    host, port = door.getsockname()[:2]
    here = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    _tell(opened, here, address)
    app = make_app(office)

    def serve() -> None:
        stop = Event()
        Thread(target=_judge, args=(office, opened.supplier_id, stop), daemon=True).start()
        if open_browser:
            Timer(1.0, webbrowser.open, [f"{here}/welcome/{opened.link}"]).start()
        try:
            config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
            uvicorn.Server(config).run(sockets=[door])
        finally:
            stop.set()
            desk.close()

    return serve


def _judge(office: "Office", supplier_id: str, stop: Event) -> None:
    """In the background: what a new day, another rule book or an import changes is judged again."""
    from oxyclaim.services.desk.judging import Worker, catch_up

    desk, worker = office.desk.of(supplier_id), Worker(f"desk {os.getpid()}", office.now)
    while not stop.is_set():
        wait = LOOK_EVERY
        try:
            catch_up(desk, office.rule_book(), office.today(), office.fees, worker)
            last = desk.last_judging()
            if last and last.failed:
                sys.stderr.write(f"judging in the background: {last.failed} cases failed; they are tried again\n")
            if last and not last.ended:
                wait = LOOK_AGAIN
        except Exception as error:
            sys.stderr.write(f"judging in the background: {type(error).__name__}; it is tried again\n")
        stop.wait(wait)


def _tell(opened: "Opened", here: str, address: str) -> None:
    lines = [f"The desk is at {here} (store: {address}). Stop it with Ctrl+C.", ""]
    if opened.filled:
        lines += [f"It holds {opened.filled} made-up patients.", ""]
    if opened.accounts:
        lines.append("Sign in (written here once, so note it down):")
        for each in opened.accounts:
            lines.append(f"  {each.account.role:<11} name {each.sign_in:<11} password {each.password}")
            lines.append(f"  {'':<11} for your authenticator app: {each.second_factor}")
        lines.append("")
    lines += [
        f"Or open this link within 15 minutes; it signs {opened.first} in once:",
        f"  {here}/welcome/{opened.link}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _now() -> datetime:
    return datetime.now(UTC)
