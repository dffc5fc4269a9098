"""``oxyclaim denial``."""

from collections.abc import Sequence
from datetime import date

from oxyclaim.cli.doors import OK, day, show, telling, write_json
from oxyclaim.services.denial import DenialRequest, denials, explain_denial
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views.denial import listing, view


def run(
    codes: Sequence[str], service: str | None, remittance: str | None, requested: str | None, as_json: bool, as_of: date
) -> int:
    """All denials, or what these codes mean and what to do by when. Returns the exit code."""
    with telling(as_json):
        if not (codes or service or remittance or requested):
            everything = denials(rule_book(), as_of)
            write_json(everything) if as_json else show(listing(everything))
            return OK
        problems: list[Problem] = []
        request = DenialRequest(
            codes, as_of, day(service, "--service-date", problems), day(remittance, "--remittance-date", problems),
            day(requested, "--requested", problems),
        )  # fmt: skip
        try:
            answer = explain_denial(request, rule_book())
        except BadInput as error:
            problems = [*error.problems, *problems]
        if problems:
            raise BadInput(problems)
        write_json(answer) if as_json else show(view(answer))
    return OK
