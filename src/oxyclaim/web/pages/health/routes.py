"""Whether the server lives and is ready, and what it measures; nothing of any patient."""

import json
import secrets

from fastapi.responses import Response

from oxyclaim.web.access import ANYONE, Anybody, NotFound, Pages

pages = Pages()
JSON = "application/json"


@pages.get("/health/live", ANYONE)
def live(guest: Anybody) -> Response:
    """It answers."""
    return Response(json.dumps({"status": "ok"}), media_type=JSON)


@pages.get("/health/ready", ANYONE)
def is_ready(guest: Anybody) -> Response:
    """Whether store, rules, folders and background are well; 503 where one is not."""
    found = guest.office.ready()
    told = {"status": "ok" if found.is_ready else "not ready", "parts": found.parts}
    return Response(json.dumps(told), 200 if found.is_ready else 503, media_type=JSON)


@pages.get("/metrics", ANYONE)
def metrics(guest: Anybody) -> Response:
    """What is measured, for a program that shows the token that was set for it; else there is no such page."""
    office = guest.office
    given = guest.request.headers.get("authorization", "")
    if office.metrics is None or not office.metrics_token:
        raise NotFound
    if not secrets.compare_digest(given.encode(), f"Bearer {office.metrics_token}".encode()):
        raise NotFound
    content, media = office.metrics.text()
    return Response(content, media_type=media)
