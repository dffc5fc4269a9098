"""``oxyclaim serve``: the desk in the browser, on a store that is made and filled where a demo is asked for."""

import os
import sys
import webbrowser
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread, Timer
from typing import TYPE_CHECKING

from oxyclaim.cli.doors import OK, telling
from oxyclaim.cli.outbox import outbox_of
from oxyclaim.cli.payer_folder import existing_folder
from oxyclaim.cli.store_place import address_of, change, is_server, places
from oxyclaim.services.problems import BadInput, Problem

if TYPE_CHECKING:
    from oxyclaim.services.desk.opening import Opened
    from oxyclaim.web.office import Office

NOT_INSTALLED = "the desk needs more packages: pip install 'oxyclaim[web]'"
PACKAGES = ("fastapi", "uvicorn", "jinja2", "argon2", "pyotp", "multipart", "python_multipart", "sqlalchemy", "alembic")
"""What the desk stands on beside this program, as it is imported."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Addresses at which nobody but this machine asks; only there the desk goes without TLS."""
TURN_EVERY = 2.0
"""Seconds between looks for work that other programs have left."""
OUTBOX = "OXYCLAIM_OUTBOX"
"""A setting: the folder for what goes out."""
INSIDE = "OXYCLAIM_HOOKS_INSIDE"
"""A setting: webhooks may go to addresses of a private network."""
LOOK_EVERY = 60.0
"""Seconds between looks for cases that are to be judged."""


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
        try:
            serve = _prepared(address_of(store), host, port, demo, open_browser, fees, payers, files)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in PACKAGES:
                raise
            raise BadInput([Problem("no_web_packages", NOT_INSTALLED)]) from None
    serve()
    return OK


def _prepared(
    address: str,
    host: str,
    port: int,
    demo: bool,
    open_browser: bool,
    fees: Path | None,
    payers: Path | None,
    files: Path | None,
) -> Callable[[], None]:
    import uvicorn

    from oxyclaim.claims.fees import FeeStore
    from oxyclaim.claims.fees.store import default_folder, user_data
    from oxyclaim.services.desk.opening import open_desk
    from oxyclaim.services.outgoing import settle
    from oxyclaim.services.rule_book import rule_book
    from oxyclaim.store.desk import Folder, OutboxFolder, SqlDesk
    from oxyclaim.web.app import make_app
    from oxyclaim.web.office import Office

    is_database = is_server(address)
    if demo and not is_database and not Path(address).exists():
        places().make(address, _now())
    desk = SqlDesk.at(address)
    folder = existing_folder(payers)
    room = files or (user_data() / "desk-files" if is_database else Path(f"{address}.files"))
    outbox = OutboxFolder(outbox_of(address, Path(given) if (given := os.environ.get(OUTBOX)) else None))
    office = Office(
        desk,
        lambda: rule_book(folder),
        _now,
        Folder(room),
        FeeStore(fees or default_folder()),
        folder,
        demo=demo,
        outbox=outbox,
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
    settle(desk.of(opened.supplier_id), outbox)
    here = f"http://{host}:{port}"
    _tell(opened, here, address)
    app = make_app(office)

    def serve() -> None:
        stop = Event()
        Thread(target=_judge, args=(office, opened.supplier_id, stop), daemon=True).start()
        Thread(target=_work, args=(office, opened.supplier_id, stop), daemon=True).start()
        if open_browser:
            Timer(1.0, webbrowser.open, [f"{here}/welcome/{opened.link}"]).start()
        try:
            uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False)
        finally:
            stop.set()
            desk.close()

    return serve


def _judge(office: "Office", supplier_id: str, stop: Event) -> None:
    """In the background: what a new day, another rule book or an import changes is judged again."""
    from oxyclaim.services.desk.judging import catch_up

    while not stop.is_set():
        try:
            catch_up(office.desk.of(supplier_id), office.rule_book(), office.today(), office.fees)
        except Exception as error:
            sys.stderr.write(f"judging in the background: {type(error).__name__}; it is tried again\n")
        stop.wait(LOOK_EVERY)


def _work(office: "Office", supplier_id: str, stop: Event) -> None:
    """In the background: scrub jobs, and what other programs are told."""
    from oxyclaim.cli.hook_sender import Sender
    from oxyclaim.services.programs.background import Background

    send = Sender(inside=os.environ.get(INSIDE, "").lower() in ("yes", "true", "1"))
    work = Background(office.desk, office.room, office.rule_book, office.fees, office.now, office.today, send)
    while not stop.is_set():
        done = 0
        try:
            done = work.turn(supplier_id)
        except Exception as error:
            sys.stderr.write(f"working in the background: {type(error).__name__}; it is tried again\n")
        if not done:
            stop.wait(TURN_EVERY)


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
