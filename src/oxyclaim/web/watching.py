"""Requests are counted and logged: the route without its ids, the status, the time it took. Nothing of a patient."""

import json
import logging
import sys
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, TextIO

from starlette.types import ASGIApp, Message, Receive, Scope, Send

if TYPE_CHECKING:
    from oxyclaim.web.metrics import Metrics

QUIET = ("/health/live", "/health/ready", "/metrics")
"""Asked every few seconds: they are not logged."""
FIELDS = ("method", "route", "status", "ms", "problem")
OWN = "oxyclaim"
SERVER = "uvicorn"
_log = logging.getLogger("oxyclaim.requests")


class Watch:
    """Counts and logs each request, after its answer has begun."""

    def __init__(self, app: ASGIApp, metrics: "Metrics | None" = None):
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = perf_counter(), 500
        asked: str = scope["path"]

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, seen)
        finally:
            taken, route = perf_counter() - begun, route_of(scope)
            if self._metrics is not None:
                self._metrics.request(scope["method"], route, status, taken)
            if asked not in QUIET:
                facts = {"method": scope["method"], "route": route, "status": status, "ms": round(taken * 1000, 1)}
                _log.info("request", extra=facts)


def route_of(scope: Scope) -> str:
    """The route as it is written, without what stands in its place in the address."""
    path: str | None = getattr(scope.get("route"), "path", None)
    if path is None:
        return "(none)"
    root: str = scope.get("root_path", "")
    return f"{root}{path}"


class JsonLines(logging.Formatter):
    """A record as one line of JSON.

    Of the program's own records: the words and known fields. Of others only who, where and, of the server, the words as
    they stand in its code: values could be anybody's. Of an error its kind and place, never its message.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.startswith(OWN):
            line["event"] = record.getMessage()
            line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        elif record.name.startswith(SERVER):
            line["event"] = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        else:
            line["event"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line)


def log_as_json(to: TextIO = sys.stderr) -> None:
    """All that is logged goes out as lines of JSON, and nothing else."""
    handler = logging.StreamHandler(to)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in (OWN, SERVER):
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = True
        logger.setLevel(logging.INFO)
    logging.captureWarnings(True)
