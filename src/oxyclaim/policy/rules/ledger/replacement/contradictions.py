"""A start of the replaced rental that the months billed before do not show."""

from oxyclaim.engine.grains import MONTH
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Fact, Stage, criterion, exists, line, month, rule
from oxyclaim.policy.rules.ledger.rental_months.months import history_listed
from oxyclaim.policy.rules.ledger.replacement.criteria import is_replacement, stationary_start_given

CORRECT = Cure(
    "correct the start of the replaced rental (item: replaces), or complete the months billed before (history)",
    "the supplier's records",
)


@criterion(MONTH)
def earlier_month_of_kind():
    """A rental month of the line's kind before the start of this rental."""
    return month.is_rental_of_kind & (month.service_date < line.rental_start)


@criterion(MONTH)
def on_replaced_start():
    """It begins on the day on which the replaced rental is said to have begun."""
    return month.service_date == line.replaced_rental_start


@criterion(MONTH)
def month_of_replaced_start():
    """It is the month with which the replaced rental is said to have begun."""
    return earlier_month_of_kind & on_replaced_start


@criterion(
    not_met="the replaced rental is said to have begun on {line.replaced_rental_start}, and none of the earlier months of "
    "this kind of equipment (history) is of that day",
    unknown="whether the months billed before show the start of the replaced rental, {line.replaced_rental_start}, is not known",
    ask=CORRECT,
)
def start_agrees_with_history():
    """No earlier month of the kind is listed, or the first of the replaced rental is."""
    return ~exists(MONTH, earlier_month_of_kind) | exists(MONTH, month_of_replaced_start)


@criterion(MONTH)
def stationary_month_before():
    """A rental month of stationary equipment before the start of this rental."""
    stationary = (month.kind_of_month == "stationary") & (month.kind == "rental")
    return stationary & (month.service_date < line.rental_start)


@criterion(MONTH)
def on_stationary_start():
    """It begins on the day on which the stationary rental is said to have begun."""
    return month.service_date == line.replaced_stationary_rental_start


@criterion(MONTH)
def month_of_stationary_start():
    """It is the month with which the stationary rental is said to have begun."""
    return stationary_month_before & on_stationary_start


@criterion(
    not_met="the stationary rental is said to have begun on {line.replaced_stationary_rental_start}, and none of its months "
    "(history) is of that day",
    unknown="whether the months billed before show the start of the stationary rental, "
    "{line.replaced_stationary_rental_start}, is not known",
    ask=CORRECT,
)
def stationary_start_agrees():
    """No earlier stationary month is listed, or the first of the stationary rental is; or its start is not given."""
    return ~stationary_start_given | ~exists(MONTH, stationary_month_before) | exists(MONTH, month_of_stationary_start)


@criterion()
def replaced_start_given():
    """The start of the replaced rental is given."""
    return Fact(line.replaced_rental_start.is_not_null())


@criterion()
def replaced_start_agrees():
    """The start of the replaced rental is not given, or agrees with the months billed before."""
    return ~replaced_start_given | start_agrees_with_history


@criterion()
def starts_agree():
    """What the case says of the replaced rentals agrees with the months billed before."""
    return replaced_start_agrees & stationary_start_agrees


@criterion()
def replacement_with_history():
    """A replacement whose earlier months the case lists."""
    return is_replacement & history_listed


@rule(
    "LED-056",
    roles=Role.RESTART,
    stage=Stage.LEDGER,
    applies=replacement_with_history,
    requires=starts_agree,
    not_met=Effect.HOLD,
    in_force=("2009-01-01", None),
    authority="A52514, Reasonable useful lifetime",
    sentence="Two facts disagree, and no new rental opens on them: {reasons}.",
    if_unknown="Whether the start of the replaced rental agrees with the months billed before is not known: {reasons}.",
    cure=CORRECT,
)
def replaced_start_in_history():
    """The lifetime runs from the first date of service, which the months billed before show."""
