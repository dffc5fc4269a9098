"""Another program, which has a token and talks to the API of a desk."""

import json
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from desk_site import Site
from starlette.testclient import TestClient

from oxyclaim.services.desk.demo.file_of import complete_file
from oxyclaim.services.programs.tokens import SCOPES, make_token
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.store.kept import Change

AT = "/api/v1"
_numbers = count(1)


def program(site: Site, *scopes: str, supplier: str = "own", until=None, quiet: bool = False) -> TestClient:
    """A client whose token has these scopes, or all."""
    number = next(_numbers)
    change = Change("Maud Manager", site.clock(), "test")
    made = make_token(
        site.desk,
        supplier,
        f"program {number}",
        scopes or tuple(SCOPES),
        change,
        rule_book(),
        site.office.today(),
        until,
    )
    headers = {"Authorization": f"Bearer {made.secret}"}
    return TestClient(
        site.app, base_url=f"http://127.0.0.1{AT}", headers=headers, raise_server_exceptions=not quiet,
        follow_redirects=False,
    )  # fmt: skip


def problems(answer: Any, status: int) -> dict[str, Any]:
    """The problem document of an answer."""
    assert answer.status_code == status, (answer.status_code, answer.text)
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert told["type"].startswith("urn:oxyclaim:problem:")
    assert told["title"]
    assert told["detail"]
    return told


def facts(case_id: str, start, months: int = 1, as_of=None) -> dict[str, Any]:
    """A made-up patient's whole file, as JSON has it."""
    from random import Random  # noqa: PLC0415

    from oxyclaim.services.desk.demo.people import person  # noqa: PLC0415

    number = sum(map(ord, case_id))
    found = complete_file(case_id, person(number, Random(number)), start, months, as_of or datetime.now(UTC).date())
    plain: dict[str, Any] = json.loads(json.dumps(found, default=str))
    return plain


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
