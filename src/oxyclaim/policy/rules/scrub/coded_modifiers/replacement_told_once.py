"""RA stands on the first month of a replacement and on no other line."""

from oxyclaim.engine.grains import MONTH
from oxyclaim.engine.words import Kind, Stage, criterion, exists, line, month, p, rule
from oxyclaim.policy.rules.ledger.replacement.criteria import is_replacement
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import RESUBMIT, is_coded_equipment


@criterion()
def has_replacement_modifier():
    """The modifier of a replaced item is on the line."""
    return line.modifiers.list.contains(p.modifier_replacement).fill_null(False)


@criterion()
def coded_as_replacement():
    """A coded line of equipment with the modifier of a replaced item."""
    return is_coded_equipment & has_replacement_modifier


@criterion(MONTH)
def rented_before_the_start():
    """A rental month of the same kind of equipment before this rental began."""
    return (month.kind_of_month == line.kind_of_code) & (month.service_date < line.rental_start)


@criterion(
    not_met="{p.modifier_replacement} stands on the line of {line.service_date}",
    unknown="whether {line.service_date} begins the first month of a replacement is not known",
)
def opens_a_replacement():
    """It is the first month of a replacement."""
    return line.replacement_modifier == p.modifier_replacement


@criterion(unknown="what it replaces is not said, and the months billed before are not known")
def perhaps_replaces():
    """Nobody has said what it replaces, and equipment that it may replace was rented before."""
    return ~is_replacement & exists(MONTH, rented_before_the_start)


@criterion()
def first_month_of_replacement():
    """It is the first month of a replacement. A claim alone does not show what its line replaces."""
    return opens_a_replacement | perhaps_replaces


@rule(
    "SCR-250",
    snip_level=6,
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=coded_as_replacement,
    requires=first_month_of_replacement,
    in_force=("2009-01-01", None),
    authority=("A52514, Replacement equipment", "NRA"),
    sentence="A replacement is told on the claim of its first month, and on no other: {reasons}.",
    cure=RESUBMIT,
    denial="CO-4, N519, MA130",
)
def replacement_told_once():
    """RA stands on the first month of a replacement and on no other line."""
