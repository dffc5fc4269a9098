"""The number of the payer's prior authorization that a claim line carries."""

from datetime import date

from oxyclaim.case.models import Authorization, Case, Item


def authorization_number(case: Case, item: Item) -> str | None:
    """The number of the approved authorization for the line's code, day and kind; of several, of the latest begun."""
    fitting = [each for each in case.authorizations or () if each.number and _covers(each, item)]
    latest = max(fitting, key=lambda each: each.first_day or date.min, default=None)
    return latest.number if latest else None


def common_number(numbers: list[str | None]) -> str | None:
    """The number that stands on the claim as a whole: the one that all of its lines have."""
    return numbers[0] if numbers and len(set(numbers)) == 1 else None


def _covers(authorization: Authorization, item: Item) -> bool:
    day = item.service_date
    begun = authorization.first_day is None or authorization.first_day <= day
    goes_on = authorization.last_day is None or day <= authorization.last_day
    sold = item.acquisition == "purchase"
    return (
        authorization.status == "approved"
        and item.code in (authorization.codes or ())
        and begun
        and goes_on
        and (authorization.acquisition == "purchase") is sold
    )
