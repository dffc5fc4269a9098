"""The settings of a server, from its environment: read once at the start, everything that is wrong told at once.

In production it does not start unless somebody has said that TLS is in front of it, that cookies go over TLS alone and
that the disks are encrypted (45 CFR 164.312(a)(2)(iv) and (e)): what the program cannot see, a person declares.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from oxyclaim.services.problems import BadInput, Problem

PREFIX = "OXYCLAIM_"
MODE, STORE, FILES, OUTBOX = "OXYCLAIM_MODE", "OXYCLAIM_STORE", "OXYCLAIM_FILES", "OXYCLAIM_OUTBOX"
HOST, PORT, URL = "OXYCLAIM_HOST", "OXYCLAIM_PORT", "OXYCLAIM_URL"
TLS, COOKIES, DISK = "OXYCLAIM_TLS", "OXYCLAIM_SECURE_COOKIES", "OXYCLAIM_DISK_ENCRYPTED"
PROXY, LOG, METRICS = "OXYCLAIM_PROXY", "OXYCLAIM_LOG", "OXYCLAIM_METRICS_TOKEN"
HOOKS_INSIDE = "OXYCLAIM_HOOKS_INSIDE"
LOCAL, PRODUCTION = "local", "production"
FROM_FILE = "_FILE"
SECRET = (STORE, METRICS)
"""Settings that may stand in a file of their own, named by the same word and ``_FILE``."""
MEANINGS = {
    MODE: "local (the default) or production",
    STORE: "the store: a file, or postgresql://user:password@host/database",
    FILES: "the folder for scanned papers",
    OUTBOX: "the folder for what goes out",
    HOST: "the address at which it answers",
    PORT: "the port",
    URL: "the address that browsers use, https://...",
    TLS: "proxy: something in front of it speaks TLS",
    COOKIES: "yes: cookies go over TLS alone",
    DISK: "yes: the disks of store, papers, outbox and backups are encrypted",
    PROXY: "the addresses whose X-Forwarded headers are believed, with commas between",
    LOG: "text or json",
    METRICS: "what a program that reads /metrics shows; without it there are no metrics",
    HOOKS_INSIDE: "yes: webhooks may go to addresses of a private network",
    "OXYCLAIM_FEES": "the folder of loaded fee files",
    "OXYCLAIM_PAYERS": "the folder of your own payer files",
    "OXYCLAIM_PROFILE": "the profile of the commands",
    "OXYCLAIM_TEST_POSTGRES": "a server for the tests",
}
"""Every setting, and what it says."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Addresses at which nobody but this machine asks; only there the desk goes without TLS."""
YES, NO = ("yes", "true", "1"), ("no", "false", "0", "")
SHORTEST_TOKEN = 20
DEFAULT_PORT = 8391


@dataclass(frozen=True)
class Settings:
    """How a server runs. ``store``: None for the user's own; ``url``: the address that browsers use, if it is known."""

    production: bool = False
    store: str | None = None
    files: Path | None = None
    outbox: Path | None = None
    host: str = LOOPBACK[0]
    port: int = DEFAULT_PORT
    url: str | None = None
    secure: bool = False
    proxies: tuple[str, ...] = ()
    log: str = "text"
    metrics_token: str | None = None
    hooks_inside: bool = False

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which it is asked; none: any."""
        name = urlsplit(self.url).hostname if self.url else None
        return (name, *LOOPBACK[:2]) if name else ()


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings of an environment. Raises BadInput with one problem for each thing that is wrong."""
    problems: list[Problem] = list(_unknown(environ))
    values = _with_files(environ, problems)
    found = Settings(
        production=_one_of(values, MODE, (LOCAL, PRODUCTION), LOCAL, problems) == PRODUCTION,
        store=values.get(STORE) or None,
        files=_path(values, FILES),
        outbox=_path(values, OUTBOX),
        host=values.get(HOST) or LOOPBACK[0],
        port=_port(values, problems),
        url=(values.get(URL) or "").rstrip("/") or None,
        secure=_yes(values, COOKIES, problems),
        proxies=tuple(each.strip() for each in values.get(PROXY, "").split(",") if each.strip()),
        log=_one_of(values, LOG, ("text", "json"), "text", problems),
        metrics_token=values.get(METRICS) or None,
        hooks_inside=_yes(values, HOOKS_INSIDE, problems),
    )
    has_tls = _one_of(values, TLS, ("proxy", "none"), "none", problems) == "proxy"
    has_encryption = _yes(values, DISK, problems)
    problems += _wrong(found, has_tls, has_encryption)
    if problems:
        raise BadInput(problems, "the settings are wrong; it did not start")
    return found


def _wrong(found: Settings, has_tls: bool, has_encryption: bool) -> Iterator[Problem]:
    if found.url is not None and not _is_address(found.url):
        yield _problem(URL, "write it https://name, without a path", found.url)
    if found.metrics_token is not None and len(found.metrics_token) < SHORTEST_TOKEN:
        yield _problem(METRICS, f"needs at least {SHORTEST_TOKEN} characters, made by chance")
    if found.secure and not has_tls:
        yield _problem(COOKIES, f"nobody could sign in without TLS; set {TLS}=proxy where something in front speaks it")
    if not found.production:
        if found.host not in LOOPBACK:
            message = f"the desk answers on this machine alone, unless {MODE}=production"
            yield Problem("open_to_others", message, path=HOST, found=found.host, allowed=LOOPBACK)
        return
    if not has_tls:
        yield _problem(TLS, "set it to proxy, and put a server that speaks TLS in front (compose.yaml does)")
    if not found.secure:
        yield _problem(COOKIES, "set it to yes: else a cookie could go out in the clear")
    if not has_encryption:
        yield _problem(DISK, "set it to yes once the disks are encrypted; the program cannot see whether they are")
    if found.url is None or not found.url.startswith("https://"):
        yield _problem(URL, "set it to the address that browsers use, https://...", found.url)
    if found.store is None:
        yield _problem(STORE, "say where the store is")
    if found.log != "json":
        yield _problem(LOG, "set it to json: only that log is sure to hold no patient's data", found.log)
    for name, folder in ((FILES, found.files), (OUTBOX, found.outbox)):
        yield from _wrong_folder(name, folder)


def _wrong_folder(name: str, folder: Path | None) -> Iterator[Problem]:
    if folder is None:
        yield _problem(name, f"say where it is: {MEANINGS[name]}")
    elif not folder.is_dir():
        yield _problem(name, "there is no such folder; make it first", str(folder))
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield _problem(name, "cannot be written to by this user", str(folder))
    elif folder.stat().st_mode & 0o007:
        yield _problem(name, "is open to every user of the machine; chmod o-rwx it", str(folder))


def _unknown(environ: Mapping[str, str]) -> Iterator[Problem]:
    known = {*MEANINGS, *(name + FROM_FILE for name in SECRET)}
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"; did you mean {near[0]}?" if near else "; docs/running.md lists them"
            yield Problem("unknown_setting", f"there is no such setting{hint}", path=name)


def _with_files(environ: Mapping[str, str], problems: list[Problem]) -> dict[str, str]:
    """The values, those that stand in files read from there."""
    values = {name: value.strip() for name, value in environ.items() if name.startswith(PREFIX)}
    for name in SECRET:
        file = values.pop(name + FROM_FILE, "")
        if not file:
            continue
        if values.get(name):
            problems.append(_problem(name, f"is set, and so is {name}{FROM_FILE}; set one of them"))
            continue
        try:
            values[name] = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            problems.append(Problem("cannot_read", "cannot be read", path=name + FROM_FILE, found=file))
            continue
        if not values[name]:
            problems.append(Problem("empty_file", "the file is empty", path=name + FROM_FILE, found=file))
    return values


def _one_of(
    values: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str, problems: list[Problem]
) -> str:
    value = values.get(name) or default
    if value not in allowed:
        problems.append(_problem(name, f"must be {' or '.join(allowed)}", value, allowed))
        return default
    return value


def _yes(values: Mapping[str, str], name: str, problems: list[Problem]) -> bool:
    value = values.get(name, "").lower()
    if value not in (*YES, *NO):
        problems.append(_problem(name, "must be yes or no", value, ("yes", "no")))
    return value in YES


def _port(values: Mapping[str, str], problems: list[Problem]) -> int:
    value = values.get(PORT) or str(DEFAULT_PORT)
    if not re.fullmatch(r"\d{1,5}", value, re.ASCII) or not 0 < int(value) < 65536:
        problems.append(_problem(PORT, "must be a number from 1 to 65535", value))
        return DEFAULT_PORT
    return int(value)


def _path(values: Mapping[str, str], name: str) -> Path | None:
    return Path(values[name]) if values.get(name) else None


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    plain = parts.username is None and not parts.path and not parts.query
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain


def _problem(name: str, message: str, found: str | None = None, allowed: tuple[str, ...] | None = None) -> Problem:
    return Problem("wrong_setting", message, path=name, found=found, allowed=allowed)
