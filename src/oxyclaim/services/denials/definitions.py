"""How each measure is defined, in a line that stands beside it, and what its parts are."""

from typing import Literal

Unit = Literal["percent", "days"]

DEFINED: dict[str, tuple[str, str, str, Unit]] = {
    "initial_denial_lines": (
        "initial denial rate, lines", "lines denied by their first answer, of lines sent", "lines", "percent"),
    "initial_denial_claims": (
        "initial denial rate, claims", "claims with a line denied by its first answer, of claims sent", "claims",
        "percent"),
    "initial_denial_dollars": (
        "initial denial rate, dollars", "charges denied by first answers, of charges sent", "cents", "percent"),
    "zero_answers": (
        "primary denial rate", "claims whose first answer allows nothing, of claims answered", "claims", "percent"),
    "front_end_acceptance": (
        "front-end acceptance", "claims that no 277CA turned down, of claims told of in a 277CA", "claims", "percent"),
    "first_pass_yield": (
        "first-pass yield", "claims paid as expected by one answer that still stands, of claims sent", "claims",
        "percent"),
    "days_to_pay": (
        "days to pay", "days from sending to the first answer that allows something, by claim", "days over claims",
        "days"),
    "days_in_ar": (
        "net days in A/R", "what payers and patients owe now, contractual part taken off, over net revenue a day",
        "cents times days of the period, over cents", "days"),
    "net_collection": (
        "net collection rate",
        "paid by payers and patients less refunds, of charges less contractual adjustments and sequestration", "cents",
        "percent"),
    "denial_write_offs": (
        "denial write-offs",
        "denied money given up, of charges less contractual adjustments and sequestration", "cents",
        "percent"),
    "overturned": (
        "overturned", "lines denied at first of which nothing is denied now, of lines denied at first", "lines",
        "percent"),
    "appeals_won": (
        "appeals won", "appealed lines of which nothing is denied any more, of those that were decided", "lines",
        "percent"),
    "days_to_appeal": (
        "initial denial to appeal", "days from the first answer to the first appeal, by line that was appealed",
        "days over lines", "days"),
    "days_to_resolution": (
        "initial denial to resolution",
        "days from the first answer until nothing stood denied, by line denied at first that is settled",
        "days over lines", "days"),
    "months_blocked": (
        "rental months blocked",
        "rental months that are denied, taken back or turned down and paid under no claim, of rental months sent",
        "months", "percent"),
    "underpaid_lines": (
        "underpaid, lines", "lines allowed below the expected amount, of lines allowed whose expected amount is known",
        "lines", "percent"),
    "underpaid_dollars": (
        "underpaid, dollars", "expected less allowed where that is less, of the expected amounts", "cents", "percent"),
    "forecast_right": (
        "forecast right", "lines answered as we had said, of lines of which we had said something", "lines", "percent"),
    "forecast_hits": (
        "denials foretold", "denied lines that we had said would be, of lines denied", "lines", "percent"),
}  # fmt: skip
"""By name: title, definition, what is counted, unit."""
