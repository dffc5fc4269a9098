"""What is sent: typed, with examples. All people in the examples are made up."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

FIRST, LAST = date(1990, 1, 1), date(2099, 12, 31)
MOST_CASES = 1000

CASE: dict[str, Any] = {
    "schema_version": 1,
    "case_id": "MADE-UP-1",
    "patient": {"last_name": "EXAMPLE", "first_name": "ANNA", "birth_date": "1948-03-02"},
    "coverage": {"payer": "medicare"},
    "items": [{"line_number": 1, "code": "E1392", "service_date": "2025-06-10"}],
}
"""A case of which little is known; docs/case-file.md has every key."""


def _within(day: date) -> date:
    if not FIRST <= day <= LAST:
        raise ValueError(f"is no day between {FIRST} and {LAST}")
    return day


Day = Annotated[date, AfterValidator(_within)]
AsOf = Annotated[Day | None, Query(description="The day of the run; today where it is left out.")]
PatientId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$", description="The patient's id, from a list.")]
Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Number = Annotated[int, Path(ge=0, le=2**31 - 1)]


class Body(BaseModel):
    """What is sent; a key that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class CasesBody(Body):
    """Cases as case files have them (docs/case-file.md), and the day on which they are looked at."""

    cases: list[dict[str, Any]] = Field(
        min_length=1, max_length=MOST_CASES, description="Cases; `oxyclaim schema` describes one.", examples=[[CASE]]
    )
    as_of: Day | None = Field(None, description="The day of the run; today where it is left out.")
    with_settings: bool = Field(False, description="Fill what the cases leave out from your settings.")


class CheckBody(CasesBody):
    """Cases that are to be judged."""

    payer: str | None = Field(None, description="Judge as if the patients had this payer.", examples=["medicare"])
    formal_denial: bool = Field(False, description="Also say how a line is billed for a formal denial.")


class DueBody(CasesBody):
    """Cases whose months may fall due."""

    ahead: int = Field(30, ge=0, le=366, description="Look so many days ahead.")


class SearchBody(Body):
    """Searches are sent, so that no name stands in an address."""

    begins: str = Field(
        min_length=1, max_length=100, description="The beginning of a name, case id, member id or account number.",
        examples=["EXAMPLE"],
    )  # fmt: skip


class CaseBody(Body):
    """A case, whole, and why it is saved."""

    case: dict[str, Any] = Field(description="The case; case_id may be left out.", examples=[CASE])
    reason: str = Field("", max_length=200, description="Why; it is kept with the version. No patient data.")


class ClaimsBody(Body):
    """Patients whose lines that may be billed are to be written as claims."""

    patients: list[str] = Field(min_length=1, max_length=MOST_CASES, examples=[["m3kX0Zq1aBcD"]])
    dry_run: bool = Field(False, description="Judge, write and scrub, and keep nothing.")


class AgainBody(Body):
    """A claim that is to be put right by another one."""

    claim: str = Field(min_length=1, max_length=38, description="The id of a claim of ours.", examples=["C000000001"])
    kind: Literal["replacement", "void"] = Field(
        "replacement", description="`replacement`: send it again, put right; `void`: take it back."
    )
    reason: str = Field(
        "", max_length=200, examples=["The member id was mistyped"],
        description="What was wrong; it is kept with the version. Needed where something is written.",
    )  # fmt: skip
    dry_run: bool = Field(False, description="Say what would go out, or why not, and keep nothing.")


ClaimId = Annotated[str, Field(min_length=1, max_length=38, description="The id of a claim of ours.")]
LineIds = Annotated[
    list[Annotated[str, Field(max_length=60)]],
    Field(max_length=50, description="Ids of its lines, as `line_id` names them; all that are denied if left out."),
]
Level = Annotated[
    str,
    Field(
        max_length=40, description="redetermination, reconsideration, hearing, or plan", examples=["redetermination"]
    ),
]


class WhatBody(Body):
    """Papers about a claim that are to be put into the outbox."""

    claim: ClaimId = Field(examples=["C000000001"])
    lines: LineIds = []
    dry_run: bool = Field(False, description="Say how it stands, and put nothing out.")


class AppealBody(WhatBody):
    """A claim that is to be appealed."""

    level: Level = ""
    decided: Day | None = Field(None, description="Of a later level: the day of the decision before.")
    called_missing: str = Field("", max_length=300, description="What the payer called missing, in its words.")
    insist: bool = Field(False, description="Write the letter also where none is advised; it says what is not met.")


class RecordsBody(WhatBody):
    """A request for records that is to be answered."""

    requested: Day = Field(description="The day of the request.", examples=["2026-02-03"])
    requester: str = Field("", max_length=300, description="Who asked, as the letter names them.")


class AppealedBody(Body):
    """An appeal that went out, or was decided against you."""

    claim: ClaimId = Field(examples=["C000000001"])
    level: Level
    on: Day | None = Field(None, description="The day on which it went out, or of the decision; today if left out.")
    lines: LineIds = []
    lost: bool = Field(False, description="It was decided against you.")
    reason: str = Field("", max_length=200, description="It is kept with the entries.")


class RequestBody(Body):
    """A request for records that came in."""

    claim: ClaimId = Field(examples=["C000000001"])
    requested: Day = Field(description="The day of the request.", examples=["2026-02-03"])
    by: str = Field("", max_length=300, description="Who asked.", examples=["the contractor's medical review"])


class ReopeningBody(Body):
    """A reopening that was asked for."""

    claim: ClaimId = Field(examples=["C000000001"])
    what: str = Field(min_length=1, max_length=300, description="What is to be changed.", examples=["The modifier"])
    on: Day | None = Field(None, description="The day on which it was asked for; today if left out.")


class EntryBody(Body):
    """An entry by hand in a claim's account."""

    claim: ClaimId = Field(examples=["C000000001"])
    kind: Literal["receipt", "refund", "hardship", "bad_debt", "payment_plan", "write_off"] = Field(
        examples=["receipt"],
        description="The patient paid; we paid back; waived for hardship; given up as bad debt; to be paid by "
        "installments; denied money is written off.",
    )
    amount_cents: int = Field(gt=0, le=10**9, examples=[2500])
    on: Day | None = Field(None, description="Its day; today if left out.")
    reason: str = Field("", max_length=200, description="Needed for hardship, bad debt and write-offs.")


class WebhookBody(Body):
    """Who is to be told of what."""

    url: str = Field(max_length=500, examples=["https://billing.example/oxyclaim"])
    kinds: list[str] = Field(
        max_length=10, examples=[["verdict.changed"]], description="verdict.changed, reply.posted, task.due"
    )


class UndoBody(Body):
    """Why a payment is taken back."""

    reason: str = Field(min_length=1, max_length=200, description="It is kept with the entries.", examples=["Doubled"])


class MatchBody(Body):
    """Which claim an answer is about."""

    claim: str = Field(min_length=1, max_length=38, description="The id of a claim of ours.", examples=["C000000001"])
