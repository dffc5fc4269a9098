"""What a program is told where a call does not work: a problem document (RFC 9457), with all problems at once."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from fastapi.responses import Response

from oxyclaim.services.answers import plain
from oxyclaim.services.problems import Problem

MEDIA = "application/problem+json"
TYPE = "urn:oxyclaim:problem:"
TITLES = {
    400: "The call cannot be read",
    401: "The token is missing or no longer in force",
    403: "The token does not allow this",
    404: "There is no such thing here",
    405: "That cannot be done with it",
    409: "It is being worked on, or is there already",
    412: "Somebody has saved a later version",
    413: "Too large",
    415: "Another kind of content is wanted",
    422: "Something is wrong with what was sent",
    428: "Say on which version this stands",
    503: "The store is busy",
    500: "The program met an error of its own",
}


class CallFailed(Exception):
    """A call that does not work: its status, a stable code, what to do, and everything that is wrong."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        problems: Sequence[Problem] = (),
        headers: dict[str, str] | None = None,
    ):
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail
        self.problems, self.headers = tuple(problems), headers or {}


def document(status: int, code: str, detail: str, problems: Iterable[Problem] = ()) -> dict[str, Any]:
    """The problem document."""
    title = TITLES.get(status, TITLES[400] if status < 500 else TITLES[500])
    found = {"type": TYPE + code, "title": title, "status": status, "detail": detail}
    listed = [{name: value for name, value in plain(each).items() if value is not None} for each in problems]
    return found | ({"problems": listed} if listed else {})


def answer_of(failed: CallFailed) -> Response:
    """The answer to a call that does not work."""
    body = json.dumps(document(failed.status, failed.code, failed.detail, failed.problems))
    return Response(body, failed.status, failed.headers, MEDIA)


def not_found() -> CallFailed:
    """Nothing here, or it is another supplier's: both look alike."""
    return CallFailed(404, "not_found", "There is nothing by this id. Ids come from the lists and answers of this API.")


SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "urn:oxyclaim:problem: and a stable code"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what to do, for people"},
        "problems": {
            "type": "array",
            "description": "everything that is wrong, each with its place",
            "items": {
                "type": "object",
                "required": ["code", "message"],
                "properties": {
                    "code": {"type": "string", "description": "stable, for programs"},
                    "message": {"type": "string", "description": "for people"},
                    "path": {"type": "string", "description": "the way to the value, as in tests[id=T1].spo2_percent"},
                    "found": {"type": "string"},
                    "allowed": {"type": "array", "items": {"type": "string"}},
                    "file": {"type": "string"},
                    "line": {"type": "integer"},
                    "column": {"type": "integer"},
                },
            },
        },
    },
}
"""Its JSON Schema."""
