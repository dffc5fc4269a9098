"""Requests and renewals as plain values for ``--format json``. They name no patient."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from oxyclaim import __version__
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.policy.authorization import CaseRequests, Renewal


def document(found: Sequence[CaseRequests], catalogue: Catalogue, as_of: date) -> dict[str, Any]:
    """Every line and every request."""
    cases = [
        asdict(each)
        | {"complete": each.complete}
        | {"requests": [asdict(request) | {"ready": request.ready} for request in each.requests]}
        for each in found
    ]
    return _head(catalogue, as_of) | {"cases": cases}


def renewals(found: Iterable[Renewal], catalogue: Catalogue, as_of: date, ahead: int) -> dict[str, Any]:
    """Every approval that ends soon or has ended."""
    return _head(catalogue, as_of) | {"ahead_days": ahead, "renewals": [asdict(each) for each in found]}


def _head(catalogue: Catalogue, as_of: date) -> dict[str, Any]:
    return {"oxyclaim": __version__, "rule_book": catalogue.hash, "as_of": as_of.isoformat()}
