"""A rental as the desk knows it: a month that went out is billed, also before its case's history says so."""

from collections.abc import Sequence

from oxyclaim.case.models import BilledMonth, Case
from oxyclaim.rentals.monthly import Values, billed_monthly
from oxyclaim.services.desk.kept import LineState
from oxyclaim.services.desk.states import ACCEPTED, WRITTEN
from oxyclaim.services.rule_book import RuleBook

NOT_ANSWERED = (WRITTEN, ACCEPTED)


def with_what_went_out(case: Case, states: Sequence[LineState], book: RuleBook) -> Case:
    """The case with the months that its lines were sent for and no payer has answered; nothing is kept.

    The background writes them into the case's history a day later at the latest; what it says of a month stands.
    """
    known = {(each.code, each.service_date) for each in case.history or ()}
    items = {item.line_number: item for item in case.items}
    waiting = []
    for state in states:
        if state.state not in NOT_ANSWERED or (state.code, state.service_date) in known:
            continue
        billed = billed_monthly(items[state.line_number], Values(book, case.coverage.payer, state.service_date))
        if billed is None:
            continue
        waiting.append(BilledMonth(
            code=state.code, service_date=state.service_date, kind=billed.what, payer=case.coverage.payer,
            outcome="pending", supplier="own",
        ))  # fmt: skip
    return case.model_copy(update={"history": [*(case.history or ()), *waiting]}) if waiting else case
