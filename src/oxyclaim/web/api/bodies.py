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
