"""``oxyclaim serve``: the desk in the browser, on a store that is made and filled where a demo is asked for."""

import errno
import os
import socket
import sys
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread, Timer
from typing import TYPE_CHECKING, Any

from oxyclaim.cli.doors import OK, telling
from oxyclaim.cli.file_keys import room_of
from oxyclaim.cli.outbox import outbox_of
from oxyclaim.cli.payer_folder import existing_folder
from oxyclaim.cli.store_place import address_of, change, is_server, papers_folder, places
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.running.settings import LOOPBACK, METRICS, Settings, read_settings

if TYPE_CHECKING:
    from oxyclaim.services.desk.opening import Opened
    from oxyclaim.web.office import Office

NOT_INSTALLED = "the desk needs more packages: pip install 'oxyclaim[web]'"
NO_METRICS = "metrics need one more package: pip install 'oxyclaim[metrics]'"
PACKAGES = (
    "fastapi", "uvicorn", "jinja2", "matplotlib", "argon2", "pyotp", "fpdf", "multipart", "python_multipart",
    "sqlalchemy", "alembic",
)  # fmt: skip
"""What the desk stands on beside this program, as it is imported."""
WATCH_EVERY = 5.0
"""Seconds between looks into the watched folder."""
TURN_EVERY = 2.0
"""Seconds between looks for work that other programs have left."""
LOOK_EVERY = 60.0
"""Seconds between looks for cases that are to be judged."""
LOOK_AGAIN = 5.0
"""The same while a worker that is gone, or works elsewhere, still has a piece."""
NOBODY = "nobody may sign in yet; make the first account: oxyclaim store person add NAME --role manager"


@dataclass(frozen=True)
class Asked:
    """What the options say; None: what the settings say. ``files``: the folder for papers."""

    store: str | None = None
    host: str | None = None
    port: int | None = None
    demo: bool = False
    open_browser: bool = False
    fees: Path | None = None
    payers: Path | None = None
    files: Path | None = None
    watch: Path | None = None


def run(asked: Asked) -> int:
    """Serve until it is stopped. Returns the exit code."""
    with telling(False):
        settings = _with_options(read_settings(os.environ), asked)
        door = _door(settings.host, settings.port)
        try:
            serve = _prepared(settings, asked, door)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in PACKAGES:
                raise
            raise BadInput([Problem("no_web_packages", NOT_INSTALLED)]) from None
    serve()
    return OK


def _with_options(settings: Settings, asked: Asked) -> Settings:
    """The settings, in which options go first. Raises BadInput."""
    host = asked.host or settings.host
    if not settings.production and host not in LOOPBACK:
        message = "the desk answers on this machine alone; for others see docs/running.md"
        raise BadInput([Problem("open_to_others", message, path="--host", found=host, allowed=LOOPBACK)])
    if settings.production and asked.demo:
        message = "a demo shows its passwords; it is not for production"
        raise BadInput([Problem("demo_in_production", message, path="--demo")])
    return replace(
        settings, host=host, port=asked.port or settings.port, store=asked.store or settings.store,
        files=asked.files or settings.files, watch=asked.watch or settings.watch,
    )  # fmt: skip


def _door(host: str, port: int) -> socket.socket:
    """The port, held before anything is made or filled. Raises BadInput where it cannot be had."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        message = "cannot be had here; give another port, such as --port 8392"
        if error.errno == errno.EADDRINUSE:
            message = "is used by another program, perhaps by a desk that still runs; stop that, or give another port"
        raise BadInput([Problem("no_port", message, path="--port", found=str(port))]) from None


def _prepared(settings: Settings, asked: Asked, door: socket.socket) -> Callable[[], None]:
    import uvicorn

    from oxyclaim.services.desk.opening import OWN, open_desk
    from oxyclaim.services.outgoing import settle
    from oxyclaim.store.desk import OutboxFolder, SqlDesk
    from oxyclaim.web.app import make_app

    address = address_of(settings.store)
    if asked.demo and not is_server(address) and not Path(address).exists():
        places().make(address, _now())
    if settings.watch is not None:
        _prepare(settings.watch)
    desk = SqlDesk.at(address)
    if settings.production and not desk.accounts(OWN):
        raise BadInput([Problem("nobody", NOBODY, desk.of(OWN).store.where)])
    office = _office(settings, asked, desk, OutboxFolder(outbox_of(address, settings.outbox)), address)
    first_start = change("serve", "first start", "import")
    opened = open_desk(desk, office.rule_book(), office.today(), office.fees, first_start, asked.demo, office.room)
    assert office.outbox is not None
    settle(desk.of(opened.supplier_id), office.outbox)
    host, port = door.getsockname()[:2]
    here = settings.url or (f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")
    if not settings.production:
        _tell(opened, here, address)
    app = _behind_names(make_app(office), settings)

    def serve() -> None:
        stop = Event()
        for does in (_judge, _work):
            Thread(target=does, args=(office, settings, stop), daemon=True).start()
        if settings.watch is not None:
            Thread(target=_watch, args=(office, settings.watch, stop), daemon=True).start()
        if asked.open_browser:
            Timer(1.0, webbrowser.open, [f"{here}/welcome/{opened.link}"]).start()
        logs: dict[str, Any] = {"log_level": "warning"}
        if settings.log == "json":
            from oxyclaim.web.watching import log_as_json

            log_as_json()
            logs = {"log_config": None}
        try:
            config = uvicorn.Config(
                app, access_log=False, server_header=False, proxy_headers=bool(settings.proxies),
                forwarded_allow_ips=list(settings.proxies), **logs,
            )  # fmt: skip
            uvicorn.Server(config).run(sockets=[door])
        finally:
            stop.set()
            desk.close()

    return serve


def _prepare(folder: Path) -> None:
    """The folders of a watched folder. Raises BadInput."""
    from oxyclaim.services.desk.watched import prepare

    try:
        prepare(folder)
    except OSError as error:
        message = f"cannot be made or written ({error.strerror})"
        raise BadInput([Problem("cannot_write", message, str(folder), path="--watch")]) from None


def _office(settings: Settings, asked: Asked, desk: Any, outbox: Any, address: str) -> "Office":
    from oxyclaim.claims.fees import FeeStore
    from oxyclaim.claims.fees.store import default_folder
    from oxyclaim.services.desk.opening import OWN
    from oxyclaim.services.rule_book import rule_book
    from oxyclaim.services.running.health import Pulse
    from oxyclaim.web.office import Office

    folder = existing_folder(asked.payers)
    room = room_of(papers_folder(address, settings.files), settings.files_keys)
    pulse = Pulse()
    metrics = None
    if settings.metrics_token:
        try:
            from oxyclaim.web.metrics import Metrics
        except ModuleNotFoundError:
            raise BadInput([Problem("no_metrics_package", NO_METRICS, path=METRICS)]) from None

        def waiting() -> dict[str, dict[str, int]]:
            lines = {each.state: each.lines for each in desk.of(OWN).state_counts()}
            return {**desk.programs.waiting(), "lines": lines}

        metrics = Metrics(pulse, waiting)
    return Office(
        desk, lambda: rule_book(folder), _now, room, FeeStore(asked.fees or default_folder()), folder,
        secure=settings.secure, demo=asked.demo, outbox=outbox, pulse=pulse, metrics=metrics,
        metrics_token=settings.metrics_token, supplier_id=OWN,
    )  # fmt: skip


def _behind_names(app: Any, settings: Settings) -> Any:
    """The application, which answers under its own names alone."""
    if not settings.hosts:
        return app
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    return TrustedHostMiddleware(app, allowed_hosts=list(settings.hosts))


def _judge(office: "Office", settings: Settings, stop: Event) -> None:
    """In the background: what a new day, another rule book or an import changes is judged again."""
    from oxyclaim.services.desk.judging import Worker, catch_up

    desk, worker = office.desk.of(office.supplier_id), Worker(f"desk {os.getpid()}", office.now)
    while not stop.is_set():
        wait = LOOK_EVERY
        try:
            catch_up(desk, office.rule_book(), office.today(), office.fees, worker)
            last = desk.last_judging()
            if last and last.failed:
                _log("judging: %s cases failed; they are tried again", last.failed)
            if last and not last.ended:
                wait = LOOK_AGAIN
        except Exception as error:
            _failed(office, "judging", error)
        stop.wait(wait)


def _work(office: "Office", settings: Settings, stop: Event) -> None:
    """In the background: scrub jobs, and what other programs are told."""
    from oxyclaim.cli.hook_sender import Sender
    from oxyclaim.services.programs.background import Background

    send = Sender(inside=settings.hooks_inside)
    work = Background(office.desk, office.room, office.rule_book, office.fees, office.now, office.today, send)
    while not stop.is_set():
        done = 0
        try:
            done = work.turn(office.supplier_id)
            office.pulse.beat(office.now())
        except Exception as error:
            _failed(office, "working", error)
        if not done:
            stop.wait(TURN_EVERY)


def _watch(office: "Office", folder: Path, stop: Event) -> None:
    """In the background: what is dropped into the inbox is posted, and claim files are put into the outbox."""
    from oxyclaim.services.desk.watched import put_out, take_in
    from oxyclaim.services.store.kept import Change

    while not stop.is_set():
        desk = office.desk.of(office.supplier_id)
        try:
            change = Change("watched folder", office.now(), "posted replies", "posting")
            for taken in take_in(desk, folder, office.rule_book(), office.today(), office.fees, change):
                _log("watched folder: a file was %s", "refused" if taken.why else "posted")
            for file in desk.claim_files(to_send=True, most=None):
                put_out(folder, f"claims-{file.control_number:09d}.x12", desk.claim_file(file.claim_file_id)[1])
        except Exception as error:
            _failed(office, "watching the folder", error)
        stop.wait(WATCH_EVERY)


def _failed(office: "Office", what: str, error: Exception) -> None:
    """An error in the background, told by its kind alone: its message may quote a patient's data."""
    office.pulse.fail()
    _log("%s: %s; it is tried again", what, type(error).__name__)


def _log(words: str, *values: object) -> None:
    import logging

    logging.getLogger("oxyclaim.background").error(words, *values)


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
