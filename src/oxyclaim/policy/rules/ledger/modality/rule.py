"""Another kind of portable equipment within the 36 months."""

from oxyclaim.engine.grains import MONTH
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, month, rule
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.rental_months.months import history_listed


@criterion(MONTH, met="{month.code} was paid for {month.service_date}")
def paid_under_another_code():
    """A paid month of this rental under another portable code."""
    paid = month.is_own_payers & month.is_paid & (month.code != line.code)
    since_start = (month.service_date >= line.rental_start) & (month.service_date < line.service_date)
    return month.is_rental_of_kind & paid & since_start


@criterion()
def counts_as_portable():
    """Its paid months count as portable ones."""
    return line.counted_kind == "portable"


@criterion()
def portable_with_history():
    """A rented portable unit whose earlier months the case lists."""
    return counts_as_portable & not_sold & history_listed


@criterion(
    not_met="earlier months of this rental were paid under another portable code",
    unknown="whether earlier months of this rental were paid under another portable code is not known",
    ask=Cure("complete the history with each month's code and answer", "the supplier's records"),
)
def same_portable_code():
    """No earlier month of this rental was paid under another portable code."""
    return ~exists(MONTH, paid_under_another_code)


@rule(
    "LED-060",
    stage=Stage.LEDGER,
    applies=portable_with_history,
    requires=same_portable_code,
    not_met=Effect.REVIEW,
    in_force=("2006-01-01", None),
    authority=("42CFR414.230, (f)", "NPAY"),
    sentence="The count goes on when portable equipment is exchanged; whether {line.code} is paid from then on is for a "
    "person, since the text on portable equipment could not be read: {reasons}.",
    cure=Cure(
        "show the practitioner's order for the other equipment, or the patient's choice with an ABN",
        "the treating practitioner",
    ),
    denial="CO-119, M86",
)
def change_of_portable_equipment():
    """A change such as E0431 to E1392 inside the 36 months opens no new rental; the count goes on.

    Another modality wants the practitioner's order, or the patient's choice with an ABN.
    """
