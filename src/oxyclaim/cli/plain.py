"""Verdicts as plain values for ``--format json``."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from oxyclaim import __version__
from oxyclaim.engine.catalogue import Catalogue, authority_id
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy import not_judged_yet


def document(verdicts: Sequence[LineVerdict], catalogue: Catalogue, as_of: date) -> dict[str, Any]:
    """Everything that the text report shows, by case and line, and the sources that it cites."""
    cases: dict[str, list[dict[str, Any]]] = {}
    cited: set[str] = set()
    for verdict in verdicts:
        cases.setdefault(verdict.case_id, []).append(_plain(asdict(verdict)))
        findings = (*verdict.findings, *verdict.notes, *(verdict.forecast.reasons if verdict.forecast else ()))
        cited |= {authority_id(cite) for finding in findings for cite in finding.authorities}
    return {
        "oxyclaim": __version__,
        "rule_book": catalogue.hash,
        "as_of": as_of.isoformat(),
        "not_judged_yet": not_judged_yet(),
        "summary": dict(Counter(verdict.verdict for verdict in verdicts)),
        "cases": [{"case_id": case_id, "lines": lines} for case_id, lines in cases.items()],
        "authorities": {id: _plain(asdict(catalogue.authorities[id])) for id in sorted(cited)},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
