"""Approvals that end soon or have ended, and what a renewal needs."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from oxyclaim.case.models import Case, Item
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.services.authorization.contents import Earlier, Kind, Renewal
from oxyclaim.services.authorization.earlier import earlier_of
from oxyclaim.services.authorization.evidence import evidence_of
from oxyclaim.services.authorization.facts import line_facts
from oxyclaim.services.authorization.making import missing_evidence
from oxyclaim.services.authorization.terms import term


def renewals_due(cases: Sequence[Case], catalogue: Catalogue, as_of: date, ahead_days: int) -> list[Renewal]:
    """The latest approval of each code, where it ends within so many days or has ended; the earliest end first.

    Judged on ``as_of``, by what the payer's file says on that day. An approval of equipment that has been picked up, or
    of a patient who has died, needs no renewal.
    """
    probes = [probe for case in cases if (probe := _probe(case, as_of)) is not None]
    found: dict[tuple[str, str, date], Renewal] = {}
    for case, lines in line_facts(probes, catalogue, as_of):
        for line in lines:
            earlier = earlier_of(line)
            approved = [each for each in earlier if each.status == "approved" and each.first_day]
            if not approved:
                continue
            last = approved[-1]
            ends = _end(last)
            if ends is None or ends > as_of + timedelta(days=ahead_days):
                continue
            key = (case.case_id, last.id, ends)
            if key in found:
                found[key] = _with_code(found[key], line.code)
                continue
            kind = Kind.AFTER_CHANGE if last.voided_on and ends < last.voided_on else Kind.RENEWAL
            is_renewal = kind is Kind.RENEWAL
            name = "renewal" if is_renewal else "initial"
            evidence = evidence_of(line, kind, last.first_day if is_renewal else None)
            wanted = "authorization_renewal_evidence" if is_renewal else "authorization_evidence"
            found[key] = Renewal(
                case_id=case.case_id,
                payer=line.payer,
                authorization=last.id,
                number=last.number,
                codes=(line.code,),
                first_day=last.first_day or ends,
                ends=ends,
                days=(ends - as_of).days,
                why=f"a {last.voided_by} on {last.voided_on} ended it" if not is_renewal else "its last day",
                kind=kind,
                asked=_asked(earlier, last),
                months=term(catalogue, line.payer, f"authorization_{name}_months", line.day),
                wanted=term(catalogue, line.payer, wanted, line.day),
                evidence=evidence,
                missing=tuple(missing_evidence(evidence)),
            )
    return sorted(found.values(), key=lambda each: (each.ends, each.case_id))


def _end(last: Earlier) -> date | None:
    """Its last day: the day before a change that voided it, else as it says."""
    voided = last.voided_on - timedelta(days=1) if last.voided_on else None
    return min((day for day in (voided, last.ends) if day), default=None)


def _asked(earlier: Sequence[Earlier], last: Earlier) -> str | None:
    after = last.decided_on or last.first_day or date.min
    waiting = [e for e in earlier if e.status == "requested" and (e.requested_on is None or e.requested_on >= after)]
    return f"{waiting[-1].id} on {waiting[-1].requested_on or 'a day not given'}" if waiting else None


def _with_code(renewal: Renewal, code: str) -> Renewal:
    return renewal if code in renewal.codes else replace(renewal, codes=(*renewal.codes, code))


def _probe(case: Case, as_of: date) -> Case | None:
    """The case with one line, on the day of the run, for each code that was approved and is still in the home."""
    if case.patient and case.patient.died_on and case.patient.died_on <= as_of:
        return None
    items = list(_lines(case, as_of))
    return case.model_copy(update={"items": items}) if items else None


def _lines(case: Case, as_of: date) -> Iterator[Item]:
    approved = [each for each in case.authorizations or () if each.status == "approved"]
    codes = dict.fromkeys(code for each in approved for code in each.codes or ())
    for number, code in enumerate(codes, start=1):
        own = [item for item in case.items if item.code == code]
        latest = max(own, key=lambda item: item.service_date, default=case.items[0])
        gone = latest.device.picked_up if own and latest.device else None
        if gone is None or gone > as_of:
            yield latest.model_copy(update={"line_number": number, "code": code, "service_date": as_of})
