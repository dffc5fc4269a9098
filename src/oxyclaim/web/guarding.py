"""What every answer carries so that a browser runs and shows nothing that is not ours, and keeps nothing."""

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
NOT_KEPT = "no-store"
FOREIGN = (b"cross-site", b"same-site")
"""What a browser says of a request that another site's page made."""


class Guard:
    """Puts the headers on, refuses posts that another site's page makes, and lets no error of the program's own out.

    An error's message may quote a patient's data: ``failed`` makes an answer of it that does not, and logs where it
    was.
    """

    def __init__(self, app: ASGIApp, secure: bool, failed: Callable[[Exception], Response]):
        self._app, self._secure, self._failed = app, secure, failed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if "Cache-Control" not in headers:
                    headers["Cache-Control"] = NOT_KEPT
                if self._secure:
                    headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
            await send(message)

        if scope["method"] == "POST" and dict(scope["headers"]).get(b"sec-fetch-site") in FOREIGN:
            await guarded({"type": "http.response.start", "status": 403, "headers": []})
            await guarded({"type": "http.response.body", "body": b""})
            return
        try:
            await self._app(scope, receive, guarded)
        except Exception as error:
            answer = self._failed(error)
            if not begun:
                await answer(scope, receive, guarded)
