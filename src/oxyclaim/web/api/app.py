"""The API as an application of its own, which the desk's application holds under ``/api/v1``."""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.version import __version__
from oxyclaim.web.api import problem
from oxyclaim.web.api.calls import DECLARED, PROBLEM
from oxyclaim.web.api.gate import Gate
from oxyclaim.web.api.problem import CallFailed, answer_of, not_found
from oxyclaim.web.api.routes import claims, denials, hooks, judging, money, patients
from oxyclaim.web.office import Office

AT = "/api/v1"
SUBJECTS = (judging.calls, patients.calls, claims.calls, denials.calls, money.calls, hooks.calls)
ABOUT = (
    "Oxyclaim for other programs: the questions and answers of the commands (`--format json`), the patients of the "
    "desk, claims, replies, denials, money. All examples are made up. See docs/api.md."
)
_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "there is no such key here",
    "date_from_datetime_parsing": "write a day as YYYY-MM-DD",
    "date_parsing": "write a day as YYYY-MM-DD",
    "date_type": "write a day as YYYY-MM-DD",
    "int_parsing": "write a whole number",
    "int_type": "write a whole number",
    "bool_parsing": "write true or false",
    "bool_type": "write true or false",
    "string_type": "write a text",
    "list_type": "write a list",
    "dict_type": "write an object with keys",
    "model_attributes_type": "write an object with keys",
}
"""What pydantic finds, in our words; else its own are taken."""
_log = logging.getLogger("oxyclaim.web")


def make_api(office: Office) -> FastAPI:
    """The API for an office."""
    app = FastAPI(
        title="Oxyclaim", version=__version__, description=ABOUT, docs_url=None, redoc_url=None,
        openapi_url="/openapi.json", servers=[{"url": AT}],
    )  # fmt: skip
    app.state.office = office
    for subject in SUBJECTS:
        app.include_router(subject.router)
    app.add_exception_handler(CallFailed, _call_failed)
    app.add_exception_handler(BadInput, _bad_input)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _failed)
    app.add_middleware(Gate, office=office)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    return app


def _call_failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, CallFailed)
    return answer_of(error)


def _bad_input(request: Request, error: Exception) -> Response:
    assert isinstance(error, BadInput)
    code = "bad_input"
    if any(each.code == "store_busy" for each in error.problems):
        busy = CallFailed(503, "busy", "Another program is writing. Try again.", headers={"Retry-After": "5"})
        return answer_of(busy)
    if error.problems and all(each.code == "case_exists" for each in error.problems):
        code, status = "case_exists", 409
    else:
        status = 422
    many = len(error.problems)
    detail = f"{many} thing{'s are' if many != 1 else ' is'} to be put right; nothing was done."
    return answer_of(CallFailed(status, code, detail, error.problems))


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if found and all(each["loc"][:1] == ("path",) for each in found):
        return answer_of(not_found())
    if any(each["type"] == "json_invalid" for each in found):
        return answer_of(
            CallFailed(400, "not_json", "The body is no JSON; see where it breaks off or has a stray sign.")
        )
    is_sent = any(each["loc"][:1] == ("body",) for each in found)
    if is_sent and "json" not in request.headers.get("content-type", ""):
        return answer_of(CallFailed(415, "no_json", "Send JSON, and the header Content-Type: application/json."))
    problems = [Problem("wrong_value", _word(each), path=_path(each["loc"])) for each in found]
    return answer_of(CallFailed(422, "bad_input", "Nothing was done; put right what is listed.", problems))


def _word(found: Mapping[str, Any]) -> str:
    said: str = found["msg"]
    return _WORDS.get(found["type"], said.removeprefix("Value error, "))


def _path(way: tuple[Any, ...]) -> str:
    steps = [f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in way[1:]]
    return "".join(steps).lstrip(".") or str(way[0])


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return answer_of(not_found())
    if status == 405:
        detail = "This address does not take this method; see the list of calls."
        return answer_of(CallFailed(405, "wrong_method", detail, headers=dict(getattr(error, "headers", None) or {})))
    return answer_of(CallFailed(status, "unreadable", "The call cannot be read."))


def _failed(request: Request, error: Exception) -> Response:
    """An error of the program's own; the guard around the desk logs where it was, and never what it was about."""
    return answer_of(CallFailed(500, "own_error", "Nothing was changed; try again, and report it if it stays."))


def _described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document: what each call answers, which scope it needs, and how problems are told."""
    if app.openapi_schema:
        return app.openapi_schema
    made = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, servers=app.servers
    )
    parts = made.setdefault("components", {})
    for name in ("HTTPValidationError", "ValidationError"):
        parts.get("schemas", {}).pop(name, None)
    parts.setdefault("schemas", {})["ProblemDocument"] = problem.SCHEMA
    parts["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "`oxyclaim store token make` makes one."}
    }
    for operation in _operations(made):
        answers = operation["responses"]
        answers["422"] = {"description": problem.TITLES[422], "content": PROBLEM}
        answers["default"] = {"description": "It did not work", "content": PROBLEM}
        operation["description"] = f"{operation.get('description', '')}\n\nScope: `{operation[DECLARED]}`.".strip()
    app.openapi_schema = made
    return made


def _operations(made: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path in made["paths"].values():
        yield from (each for method, each in path.items() if method in ("get", "post", "put", "delete"))
