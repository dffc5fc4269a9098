"""What becomes of claims that correct earlier ones: the way, its last days, and the first claim beside this one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from oxyclaim.case.models import Case, Correction, Item
from oxyclaim.case.money import dollars
from oxyclaim.claims import ClaimLine
from oxyclaim.claims.professional import charge_cents
from oxyclaim.engine.decide import decide
from oxyclaim.services.answers import Head, head
from oxyclaim.services.claim_plan import plan_claims
from oxyclaim.services.correcting import Course, course_of
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.sent import Sent
from oxyclaim.x12.claim_837p.reader import read
from oxyclaim.x12.core.delimiters import UnreadableFile

IDS_SHOWN = 8
NO_CLAIM_ID = "does not say which claim it corrects: enter its id (CLM01). {file} holds {held}"


@dataclass(frozen=True)
class FirstLine:
    """A line as the first claim said it."""

    line_number: int
    code: str
    modifiers: str
    service_date: date
    charge_cents: int
    narrative: str | None


@dataclass(frozen=True)
class FirstClaim:
    """A claim that went out before."""

    claim_id: str
    lines: tuple[FirstLine, ...]


@dataclass(frozen=True)
class Changed:
    """What a line said first and what it says now; null where it was not there, or is not any more."""

    line_number: int
    what: str
    first: str | None
    now: str | None


@dataclass(frozen=True)
class Corrected:
    """A case that corrects a claim. ``first_claim``: its id; null where it was not found. ``alike``: lines that say
    the same. ``held``: why the claim that its way asks for does not go out now."""

    case_id: str
    kind: str
    course: Course
    first_claim: str | None
    changes: tuple[Changed, ...]
    alike: int
    held: str | None = None


@dataclass(frozen=True, kw_only=True)
class CorrectionAnswer(Head):
    """The corrections of a run. ``without``: the cases that correct nothing."""

    corrected: tuple[Corrected, ...]
    without: tuple[str, ...]

    @property
    def is_fine(self) -> bool:
        """Whether each correction goes out as a claim."""
        return all(each.course.frequency is not None and each.held is None for each in self.corrected)


def correct(
    cases: Sequence[Case],
    as_of: date,
    book: RuleBook,
    first: Mapping[str, Sequence[FirstClaim]],
    sent: Sent | None = None,
) -> CorrectionAnswer:
    """How each case's correction is made. ``first``: by case id the claims that went out before, the latest last.

    ``sent``: what a store says went out, where the cases are in one.
    """
    verdicts = list(decide(cases, book, as_of))
    plan = plan_claims(cases, verdicts, book, as_of, sent=sent)
    corrected = []
    for case in cases:
        if case.correction is None:
            continue
        before = _first(case.correction, first.get(case.case_id, ()))
        now = {n: line for (id, n), line in plan.lines.items() if id == case.case_id}
        changes = tuple(_changes(case, before, now)) if before else ()
        course = course_of(case, case.correction, book, as_of)
        touched = {each.line_number for each in changes}
        corrected.append(
            Corrected(
                case.case_id,
                case.correction.kind,
                course,
                before.claim_id if before else None,
                changes,
                len([item for item in case.items if before and item.line_number not in touched]),
                plan.held_back.get(case.case_id) if course.frequency is not None else None,
            )
        )
    without = tuple(case.case_id for case in cases if case.correction is None)
    return CorrectionAnswer(**head("correction", book, as_of), corrected=tuple(corrected), without=without)


def claims_in(path: Path, cases: Sequence[Case]) -> dict[str, list[FirstClaim]]:
    """The claims of an 837P that these cases name as the ones that they correct, by case id. Raises BadInput, also
    where a case names none: which claim of the file it corrects is not guessed."""
    there: list[str] = []
    wanted = {case.correction.claim_id: case.case_id for case in cases if case.correction and case.correction.claim_id}
    found: dict[str, list[FirstClaim]] = {}
    try:
        for piece in read(path):
            ids = dict(piece.claims.select("claim", "claim_id").iter_rows())
            there += [str(id) for id in ids.values()]
            for (number,), lines in piece.lines.group_by(["claim"], maintain_order=True):
                id = ids.get(number)
                if id in wanted:
                    claim = FirstClaim(str(id), tuple(_line(row) for row in lines.iter_rows(named=True)))
                    found.setdefault(wanted[id], []).append(claim)
    except (UnreadableFile, OSError) as error:
        raise BadInput([Problem("cannot_read", f"cannot be read as an 837P: {error}", str(path))]) from None
    silent = [case.case_id for case in cases if case.correction and not case.correction.claim_id]
    if silent:
        held = ", ".join(there[:IDS_SHOWN]) + (", ..." if len(there) > IDS_SHOWN else "")
        message = NO_CLAIM_ID.format(file=path, held=held)
        raise BadInput(Problem("no_claim_id", f"case {each}: {message}", path="correction.claim_id") for each in silent)
    return found


def _line(row: dict[str, Any]) -> FirstLine:
    number = str(row["control_number"] or "").rpartition("L")[2]
    return FirstLine(
        int(number) if number.isdigit() else int(str(row["position"])),
        str(row["code"]),
        " ".join(row["modifiers"] or ()),
        row["service_from"],
        int(str(row["charge_cents"] or 0)),
        None if row["note"] is None else str(row["note"]),
    )


def _first(correction: Correction, before: Sequence[FirstClaim]) -> FirstClaim | None:
    if correction.claim_id is None:
        return before[-1] if before else None
    return next((each for each in reversed(before) if each.claim_id == correction.claim_id), None)


def _changes(case: Case, before: FirstClaim, now: Mapping[int, ClaimLine]) -> Iterator[Changed]:
    first = {line.line_number: line for line in before.lines}
    items = {item.line_number: item for item in case.items}
    for number in sorted(first.keys() | items.keys()):
        if number not in items:
            yield Changed(number, "line", first[number].code, None)
        elif number not in first:
            yield Changed(number, "line", None, items[number].code)
        else:
            was, told = _told(first[number]), _now(items[number], now.get(number))
            for what in was:
                if was[what] != told[what]:
                    yield Changed(number, what, was[what], told[what])


def _told(line: FirstLine) -> dict[str, str | None]:
    return {
        "code": line.code,
        "modifiers": line.modifiers,
        "service date": line.service_date.isoformat() if line.service_date else None,
        "charge": dollars(line.charge_cents),
        "narrative": line.narrative.upper() if line.narrative else None,
    }


def _now(item: Item, line: ClaimLine | None) -> dict[str, str | None]:
    modifiers = line.modifiers if line else tuple(item.modifiers or ())
    narrative = line.narrative if line else item.narrative
    return {
        "code": item.code,
        "modifiers": " ".join(modifiers),
        "service date": item.service_date.isoformat(),
        "charge": None if item.charge is None else dollars(charge_cents(item)),
        "narrative": narrative.upper() if narrative else None,
    }
