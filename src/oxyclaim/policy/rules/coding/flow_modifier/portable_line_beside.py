"""QF and QB stand on a stationary and a portable line of the same month."""

from oxyclaim.engine.grains import OTHER_LINE
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, of_other, rule
from oxyclaim.policy.rules.coding.flow_modifier.allowance import higher_allowance, portable_prescribed
from oxyclaim.policy.rules.coding.flow_modifier.pairs import stands_on_its_own
from oxyclaim.policy.rules.coding.flow_modifier.same_month import other_is_portable_of_the_month, portable_billed_before
from oxyclaim.policy.rules.coverage.equipment.rule import is_stationary


@criterion(OTHER_LINE)
def other_portable_stands():
    """The other line is a portable unit of this month that can be billed."""
    return other_is_portable_of_the_month & of_other(stands_on_its_own)


@criterion()
def stationary_with_portable_prescribed():
    """Stationary equipment at the higher allowance, with portable equipment prescribed."""
    return is_stationary & higher_allowance & portable_prescribed


@criterion(
    not_met="portable equipment is prescribed, and no portable line can be billed for this month",
    unknown="whether the portable line of this month can be billed is not known",
)
def portable_is_billed():
    """A portable line of the same month can be billed, or has been on its own anniversary."""
    return exists(OTHER_LINE, other_portable_stands) | portable_billed_before


@rule(
    "COD-230",
    stage=Stage.CODING,
    applies=stationary_with_portable_prescribed,
    requires=portable_is_billed,
    not_met=Effect.REVIEW,
    in_force=("2018-04-01", None),
    authority="CR9848",
    sentence="The payer returns a stationary line with QF or QB that comes without a portable line: {reasons}.",
    cure=Cure(
        "bill the portable line of the month too, once it can be billed; if the patient has no portable unit, obtain an order that "
        "prescribes none",
        "the biller",
    ),
)
def portable_line_beside():
    """QF and QB stand on a stationary and a portable line of the same month.

    A portable unit that came later is billed on its own anniversary; its month need not begin on the same day.
    """
