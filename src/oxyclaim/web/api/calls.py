"""The routes of the API: each says the scope that it needs, what it answers, and whether it does something.

A call is made with a ``Call``: the token, and the desk of the token's supplier alone. A call that does something may
carry an ``Idempotency-Key``; sent once more it is answered as before, and nothing is done twice.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData, UploadFile

from oxyclaim.case.canonical import canonical, sha256
from oxyclaim.services.answers import plain
from oxyclaim.services.desk.kept import SupplierDesk
from oxyclaim.services.programs.kept import Programs, Token
from oxyclaim.services.programs.tokens import SCOPES
from oxyclaim.services.store.kept import Change
from oxyclaim.web.api.gate import author_of
from oxyclaim.web.api.problem import MEDIA, CallFailed, not_found
from oxyclaim.web.office import Office

DECLARED = "x-scope"
KEY, REPEATED = "Idempotency-Key", "Idempotent-Replayed"
LONGEST_KEY = 200
PATIENCE = timedelta(minutes=10)
"""A call that was begun with a key and has not ended since was cut off."""
MULTIPART = "multipart/form-data"
_KEPT_HEADERS = ("location", "etag", "content-type")


@dataclass(frozen=True)
class Call:
    """A call by a program whose token has the route's scope."""

    request: Request
    office: Office
    token: Token
    sha256: str
    form: FormData | None

    @property
    def desk(self) -> SupplierDesk:
        """The desk of the token's supplier."""
        return self.office.desk.of(self.token.supplier_id)

    @property
    def programs(self) -> Programs:
        """What is kept for programs."""
        return self.office.desk.programs

    @property
    def supplier_id(self) -> str:
        """Whose token it is."""
        return self.token.supplier_id

    @property
    def author(self) -> str:
        """Whom versions name."""
        return author_of(self.token)

    def change(self, reason: str) -> Change:
        """Who does it, now."""
        return Change(self.author, self.office.now(), reason)

    def case_of(self, patient: str) -> str:
        """The case with this id; it is named in the log. Raises CallFailed where the supplier has none."""
        case_id = self.desk.case_of(patient)
        if case_id is None:
            raise not_found()
        self.about(case_id)
        return case_id

    def about(self, case_id: str) -> None:
        """The log names this case."""
        self.request.scope["state"]["case_id"] = case_id

    def files(self) -> list[tuple[str, str, bytes]]:
        """The files of a form: field, name and content. Raises CallFailed where there is none."""
        if self.form is None:
            raise CallFailed(415, "no_form", "Send the file as a form: curl -F files=@claim.x12")
        found = []
        for field, each in self.form.multi_items():
            if isinstance(each, UploadFile):
                each.file.seek(0)  # it may have been asked for before
                found.append((field, each.filename or "file", each.file.read()))
        if not found:
            raise CallFailed(422, "no_file", "The form holds no file; its field is `files`.")
        return found

    @property
    def key(self) -> str | None:
        """The key of a call that is to be done once. Raises CallFailed for one that is none."""
        key = self.request.headers.get(KEY)
        if key is None:
            return None
        if not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
            raise CallFailed(422, "wrong_key", f"{KEY} has 1 to {LONGEST_KEY} plain characters, such as a UUID.")
        return key


async def _call(request: Request) -> Call:
    token: Token = request.scope["state"]["token"]
    (needed,) = scopes_of(request.scope["route"]) or ("",)
    if needed not in token.scopes:
        raise CallFailed(403, "no_scope", f"This needs a token with the scope {needed}; {token.name} has none.")
    body = await request.body() if request.method in ("POST", "PUT") else b""
    form = None
    hashed = sha256(body)
    if request.headers.get("content-type", "").startswith(MULTIPART):
        form = await request.form(max_files=200)
        parts = [
            [name, each.filename or "", sha256(await each.read())] if isinstance(each, UploadFile) else [name, each]
            for name, each in form.multi_items()
        ]
        hashed = sha256(canonical(parts))
        for _, each in form.multi_items():
            if isinstance(each, UploadFile):
                await each.seek(0)
    asked = f"{request.method} {request.url.path}?{request.url.query}"
    return Call(request, request.app.state.office, token, sha256(f"{asked}\n{hashed}"), form)


Called = Annotated[Call, Depends(_call)]
"""A call by a program whose token has the route's scope."""


class Calls:
    """Routes of one subject. Each names its scope; one that names none cannot be made."""

    def __init__(self, subject: str) -> None:
        self.router = APIRouter(tags=[subject])

    def get(self, path: str, scope: str, answer: Any = None, **more: Any) -> Callable[..., Any]:
        """A call that shows something."""
        return self._route("GET", path, scope, answer, **more)

    def ask(self, path: str, scope: str, answer: Any = None, **more: Any) -> Callable[..., Any]:
        """A call that sends something and changes nothing."""
        return self._route("POST", path, scope, answer, **more)

    def post(self, path: str, scope: str, answer: Any = None, **more: Any) -> Callable[..., Any]:
        """A call that does something, once for each key."""
        return self._route("POST", path, scope, answer, does=True, **more)

    def put(self, path: str, scope: str, answer: Any = None, **more: Any) -> Callable[..., Any]:
        """A call that puts something in the place of what was there."""
        return self._route("PUT", path, scope, answer, does=True, **more)

    def delete(self, path: str, scope: str, answer: Any = None, **more: Any) -> Callable[..., Any]:
        """A call that ends something."""
        return self._route("DELETE", path, scope, answer, **more)

    def _route(
        self, method: str, path: str, scope: str, answer: Any, does: bool = False, status: int = 200,
        extra: dict[str, Any] | None = None, responses: dict[int | str, dict[str, Any]] | None = None,
    ) -> Callable[..., Any]:  # fmt: skip
        if scope not in SCOPES:
            raise ValueError(f"a route needs one of the scopes {tuple(SCOPES)}, not {scope!r}")
        declared = {DECLARED: scope, "security": [{"token": [scope]}], **(extra or {})}
        if does:
            declared.setdefault("parameters", []).append(_KEY_PARAMETER)

        def made(endpoint: Callable[..., Any]) -> Callable[..., Any]:
            return self.router.api_route(
                path, methods=[method], response_model=answer, status_code=status, openapi_extra=declared,
                responses=responses or {},
            )(_once(endpoint) if does else endpoint)  # fmt: skip

        return made


_KEY_PARAMETER = {
    "name": KEY, "in": "header", "required": False, "schema": {"type": "string", "maxLength": LONGEST_KEY},
    "description": "The same key and the same call: the same answer, and nothing is done twice. Kept for a week.",
    "example": "7d1f0a52-5f0e-4a35-9d0e-1f4f7b1f8c10",
}  # fmt: skip


def scopes_of(route: Any) -> tuple[str, ...]:
    """The scope that a route declares; none of a route that declares none, which is then closed."""
    extra: dict[str, Any] = getattr(route, "openapi_extra", None) or {}
    return (extra[DECLARED],) if DECLARED in extra else ()


def said(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """An answer, in the JSON of the commands."""
    return Response(json.dumps(plain(value)), status, headers, "application/json")


def etag(version: int) -> str:
    """The version of a case as a header has it."""
    return f'"{version}"'


def _once(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(endpoint)
    def done(*args: Any, call: Call, **named: Any) -> Response:
        key = call.key
        if key is None:
            answer: Response = endpoint(*args, call=call, **named)
            return answer
        kept = call.programs.begin_answer(call.token.token_id, key, call.sha256, call.office.now(), PATIENCE)
        if kept is not None:
            if kept.request_sha256 != call.sha256:
                detail = "This key was used for another call. Use a new key for each thing that is to be done."
                raise CallFailed(422, "key_reused", detail)
            if kept.status is None:
                detail = "The call with this key is being worked on. Ask again in a while."
                raise CallFailed(409, "in_work", detail, headers={"Retry-After": "5"})
            return Response(kept.body or "", kept.status, {**json.loads(kept.headers or "{}"), REPEATED: "true"})
        try:
            answer = endpoint(*args, call=call, **named)
        except BaseException:
            call.programs.drop_answer(call.token.token_id, key)
            raise
        headers = {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}
        call.programs.end_answer(
            call.token.token_id, key, answer.status_code, json.dumps(headers), bytes(answer.body).decode()
        )
        return answer

    return done


EXAMPLE = {
    "type": "urn:oxyclaim:problem:bad_input", "title": "Something is wrong with what was sent", "status": 422,
    "detail": "1 thing is to be put right; nothing was done.",
    "problems": [{"code": "wrong_value", "path": "tests[id=T1].spo2_percent", "found": "870",
                  "message": "must be an oxygen saturation in percent from 30 to 100"}],
}  # fmt: skip
PROBLEM = {MEDIA: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}, "example": EXAMPLE}}
"""How a problem document is described."""
