"""Coverage of claim lines whose patient's case is at hand: judged as that case, with the line as it is coded.

A line and an item of a case belong together where the member id, however it is written, the code and the service date
are the same.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from oxyclaim.bulk.judging import CHARGE, FINDINGS, Judged
from oxyclaim.case.models import Case, Item
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.decide import decide
from oxyclaim.engine.denials import DENIED, REJECTED, sorted_codes, split_codes
from oxyclaim.engine.verdict import Finding, LineVerdict

_ERRORS = ("not covered", "not payable", "excluded")
_KEY = ["member", "code", "service_from"]


class CoverageByCase:
    """Cases by the lines that they are about. ``as_of`` is the day of the run."""

    def __init__(self, cases: Sequence[Case], catalogue: Catalogue, as_of: date):
        self._cases, self._catalogue, self._as_of = cases, catalogue, as_of
        rows = [
            (_plain(case.coverage.member_id), item.code, item.service_date, number, item.line_number)
            for number, case in enumerate(cases)
            for item in case.items
            if case.coverage.member_id is not None
        ]
        schema: dict[str, Any] = {"member": pl.String, "code": pl.String, "service_from": pl.Date}
        schema |= {"case": pl.Int64, "item": pl.Int64}
        # Of several cases for one line none can be chosen by the program: the first that is given counts.
        self._items = pl.DataFrame(rows, schema=schema, orient="row").unique(_KEY, keep="first", maintain_order=True)

    def judged(self, judged: Judged, claims: pl.DataFrame, lines: pl.DataFrame) -> Judged:
        """What was found, with the findings of the lines that have a case made anew from it."""
        member = pl.col("member_id").str.replace_all("-", "", literal=True).str.to_uppercase()
        wanted = lines.join(
            claims.select("claim", member=member, claim_place="place_of_service"), on="claim", how="left"
        )
        matched = wanted.join(self._items, on=_KEY, how="inner", maintain_order="left")
        is_judged = judged.lines.filter(pl.col("status") == "judged").select("claim", "position")
        matched = matched.join(is_judged, on=["claim", "position"], how="semi", maintain_order="left")
        if matched.is_empty():
            return judged
        rows, answers = [], []
        for line, verdict in self._verdicts(matched):
            rows += _rows(line, verdict)
            answers.append((line["claim"], line["position"], verdict.forecast.outcome if verdict.forecast else None))
        key = ["claim", "position"]
        answered = pl.DataFrame(
            answers, schema={"claim": pl.Int64, "position": pl.Int64, "of_case": pl.String}, orient="row"
        )
        findings = pl.concat(
            [judged.findings.join(answered, on=key, how="anti"), pl.DataFrame(rows, schema=FINDINGS, orient="row")]
        )
        with_case = pl.col("by_case").is_not_null()
        lines_judged = (
            judged.lines.join(answered.with_columns(by_case=True), on=key, how="left", maintain_order="left")
            .with_columns(
                forecast=pl.when(with_case).then("of_case").otherwise("forecast"),
                history_needed=pl.when(with_case).then(0).otherwise("history_needed").cast(pl.UInt32),
                records_needed=pl.when(with_case).then(0).otherwise("records_needed").cast(pl.UInt32),
            )
            .select(judged.lines.columns)
        )
        return Judged(findings.sort(key, maintain_order=True), lines_judged)

    def _verdicts(self, matched: pl.DataFrame) -> Iterator[tuple[dict[str, Any], LineVerdict]]:
        """Each line with the verdict of its case; a case is judged once for each claim that bills it."""
        groups = matched.partition_by(["claim", "case"], as_dict=True, maintain_order=True)
        cases, billed = [], []
        for (_, number), of_case in groups.items():
            rows = {row["item"]: row for row in of_case.iter_rows(named=True)}
            cases.append(_as_billed(self._cases[int(number)], rows))
            billed.append(rows)
        verdicts = iter(decide(cases, self._catalogue, self._as_of))
        for case, rows in zip(cases, billed, strict=True):
            for item in case.items:
                verdict = next(verdicts)
                if item.line_number in rows:
                    yield rows[item.line_number], verdict


def _plain(member_id: str) -> str:
    return member_id.replace("-", "").upper()


def _as_billed(case: Case, rows: dict[int, dict[str, Any]]) -> Case:
    """The case with the items as the claim bills them."""
    return case.model_copy(update={"items": [_item(item, rows.get(item.line_number)) for item in case.items]})


def _item(item: Item, line: dict[str, Any] | None) -> Item:
    if line is None:
        return item
    charge = line["charge_cents"]
    units = line["units"]
    return item.model_copy(
        update={
            "modifiers": line["modifiers"],
            "charge": None if charge is None else Decimal(charge) / 100,
            "units": int(units) if units is not None and units == int(units) else None,
            "place_of_service": line["place_of_service"] or line["claim_place"],
            "narrative": line["note"] or item.narrative,
            "certificate_attached": bool(line["form"]) or "CT" in line["attachments"],
        }
    )


def _rows(line: dict[str, Any], verdict: LineVerdict) -> list[dict[str, Any]]:
    """A row a finding; the money at risk stands on the first one that the payer answers."""
    told: dict[str, Finding] = {finding.rule: finding for finding in verdict.findings}
    outcome = ""
    answer_of = {}
    if verdict.forecast is not None:
        told |= {finding.rule: finding for finding in verdict.forecast.reasons}
        outcome = verdict.forecast.outcome if verdict.forecast.outcome in (REJECTED, DENIED) else ""
        answer_of = {rule: answer for answer in verdict.forecast.answers for rule in answer.rules}
    rows: list[dict[str, Any]] = []
    for finding in told.values():
        answer = answer_of.get(finding.rule)
        codes = sorted_codes(split_codes(", ".join(answer.codes))) if answer else None
        first = answer is not None and not any(row["forecast"] for row in rows)
        rows.append(
            {
                "claim": line["claim"],
                "position": line["position"],
                "line_number": line["line_number"],
                "rule": finding.rule,
                "snip_level": 7,
                "severity": "error" if answer or finding.effect in _ERRORS else "warning",
                "message": finding.sentence,
                "forecast": outcome if answer else "",
                "group_code": (codes and codes.group) or "",
                "carc": (codes and codes.carc) or "",
                "rarc": " ".join(codes.rarcs) if codes else "",
                "amount_at_risk_cents": (line["charge_cents"] or 0) if first and outcome else 0,
                "amount_basis": CHARGE if first and outcome else "",
            }
        )
    return rows
