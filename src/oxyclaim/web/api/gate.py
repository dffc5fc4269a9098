"""Before any call: the token, the size of what is sent; behind it: who called what, written down before the answer."""

from typing import Any

from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from oxyclaim.services.programs.kept import Token
from oxyclaim.services.programs.tokens import is_in_force, note_use, token_hash
from oxyclaim.web.api.problem import CallFailed, answer_of
from oxyclaim.web.office import Office

LARGEST = 50_000_000
"""Bytes of a call."""
OPEN = ("/openapi.json",)
"""What needs no token: it says nothing of anybody."""
SCHEME = "bearer "
NO_TOKEN = CallFailed(
    401, "no_token", "Send the header Authorization: Bearer and your token. `oxyclaim store token make` makes one.",
    headers={"WWW-Authenticate": "Bearer"},
)  # fmt: skip
TOO_LARGE = CallFailed(413, "too_large", f"A call may have {LARGEST // 1_000_000} MB. Send less at once.")


class _TooLarge(Exception):
    pass


class Gate:
    """Lets in whoever has a token that is in force, and writes every call down in the log of its supplier."""

    def __init__(self, app: ASGIApp, office: Office):
        self._app, self._office = app, office

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on."""
        if scope["type"] != "http" or _path(scope) in OPEN:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("authorization", "")
        token = await run_in_threadpool(self._token, given)
        if token is None or not is_in_force(token, self._office.now()):
            if token is not None:
                await run_in_threadpool(self._note, token, "refused a token that is not in force", None, 401, scope)
            await answer_of(NO_TOKEN)(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["token"] = token
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                what = f"{scope['method']} {_named(scope)}"
                await run_in_threadpool(self._note, token, what, state.get("case_id"), message["status"], scope)
            await send(message)

        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > LARGEST:
            await answer_of(TOO_LARGE)(scope, receive, noted)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > LARGEST:
                raise _TooLarge
            return message

        try:
            await self._app(scope, counted, noted)
        except _TooLarge:
            if not begun:
                await answer_of(TOO_LARGE)(scope, receive, noted)

    def _token(self, given: str) -> Token | None:
        if not given.lower().startswith(SCHEME):
            return None
        return self._office.desk.programs.token(token_hash(given[len(SCHEME) :].strip()))

    def _note(self, token: Token, what: str, case_id: str | None, status: int, scope: Scope) -> None:
        now, desk = self._office.now(), self._office.desk
        detail: dict[str, Any] = {"token": token.token_id, "status": status}
        desk.of(token.supplier_id).look(author_of(token), now, f"API: {what}", case_id, detail)
        if status != 401:
            note_use(desk.programs, token, now)


def author_of(token: Token) -> str:
    """Whom the log and the versions name."""
    return f"program {token.name}"


def _path(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _named(scope: Scope) -> str:
    """The route, without the ids that were in its path."""
    return getattr(scope.get("route"), "path", "an address that is not there")
