"""Schemathesis, another's tool, makes up requests from the routes' own descriptions: none meets an error of ours."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import schemathesis
from api_program import program
from desk_site import Site, token_of
from fastapi.openapi.utils import get_openapi
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)  # fmt: skip
from starlette.testclient import TestClient

A_ROUTE = settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
"""How many requests are made up for each route; there are about a hundred and twenty."""


def every_route(app: Any, described: Mapping[str, Any], answers: Callable[[Case], None]) -> list[str]:
    """Make requests up for every route that is described; the routes."""
    schema = schemathesis.openapi.from_dict(dict(described))
    schema.app = app
    done = []
    for found in schema.get_all_operations():
        operation = found.ok()
        A_ROUTE(given(case=operation.as_strategy())(answers))()
        done.append(operation.label)
    return done


@pytest.mark.slow
def test_no_page_meets_an_error_of_its_own(own_site: Site) -> None:
    signed = own_site.signed_in("manager")
    quiet = TestClient(
        own_site.app, base_url="http://127.0.0.1", follow_redirects=False, raise_server_exceptions=False,
        headers={"sec-fetch-site": "same-origin"}, cookies=dict(signed.cookies),
    )  # fmt: skip
    token = token_of(quiet)
    routes = [each for each in own_site.app.routes if getattr(each, "path", "") != "/logout"]

    def answers(case: Case) -> None:
        form = {"token": token} if case.method == "POST" else None
        answer = quiet.request(case.method, case.formatted_path, params=dict(case.query), data=form)
        assert answer.status_code < 500, (case.method, case.formatted_path, case.query)

    done = every_route(own_site.app, get_openapi(title="Pages", version="1", routes=routes), answers)
    assert len(done) > 60


@pytest.mark.slow
def test_the_api_answers_as_it_is_described(own_site: Site) -> None:
    ask = program(own_site, quiet=True)
    checks = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]

    def answers(case: Case) -> None:
        case.call_and_validate(
            base_url=str(ask.base_url), headers={"Authorization": ask.headers["authorization"]}, checks=checks
        )

    done = every_route(own_site.app, ask.get("/openapi.json").json(), answers)
    assert len(done) >= 40
