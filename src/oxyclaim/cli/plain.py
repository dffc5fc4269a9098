"""Verdicts as plain values for ``--format json``."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from oxyclaim import __version__
from oxyclaim.cli.at_risk import at_risk
from oxyclaim.cli.paying import NO_FEES, Payments
from oxyclaim.engine.catalogue import Catalogue, authority_id
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy import not_judged_yet
from oxyclaim.policy.clocks import Clocks
from oxyclaim.rentals.overpayments import Overpayment


def document(
    verdicts: Sequence[LineVerdict],
    catalogue: Catalogue,
    as_of: date,
    payments: Payments | None = None,
    overpaid: Mapping[str, Overpayment] | None = None,
    clocks: Mapping[tuple[str, int], Clocks] | None = None,
) -> dict[str, Any]:
    """Everything that the text report shows, by case and line, and the sources that it cites."""
    overpaid = overpaid or {}
    expected = payments or {}
    cases: dict[str, list[dict[str, Any]]] = {}
    cited: set[str] = set()
    for verdict in verdicts:
        payment = expected.get((verdict.case_id, verdict.line_number))
        line = _plain(asdict(verdict)) | {"expected_payment": _plain(asdict(payment)) if payment else None}
        profile = catalogue.profiles[verdict.payer]
        line["payer"] = {"id": profile.id, "name": profile.name, "status": profile.status}
        of_line = (clocks or {}).get((verdict.case_id, verdict.line_number))
        line["clocks"] = _plain(asdict(of_line)) if of_line else None
        if verdict.forecast:
            risk = at_risk(verdict, payment)
            line["forecast"] |= {"only_on_review": verdict.forecast.only_on_review, "at_risk": risk and asdict(risk)}
            cited |= {authority_id(c) for answer in verdict.forecast.answers for c in answer.authorities}
        cases.setdefault(verdict.case_id, []).append(line)
        cited |= {authority_id(cite) for cite in (payment.authorities if payment else ())}
        findings = (*verdict.findings, *verdict.notes, *(verdict.forecast.reasons if verdict.forecast else ()))
        cited |= {authority_id(cite) for finding in findings for cite in finding.authorities}
    return {
        "oxyclaim": __version__,
        "rule_book": catalogue.hash,
        "as_of": as_of.isoformat(),
        "not_judged_yet": not_judged_yet(),
        "payment_note": NO_FEES if payments is None else None,
        "summary": dict(Counter(verdict.verdict for verdict in verdicts)),
        "cases": [
            {
                "case_id": case_id,
                "lines": lines,
                "overpayment": _plain(asdict(overpaid[case_id])) if case_id in overpaid else None,
            }
            for case_id, lines in cases.items()
        ],
        "authorities": {id: _plain(asdict(catalogue.authorities[id])) for id in sorted(cited)},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
