"""The first month of a replacement carries RA; without it the payer sees a second unit within the lifetime."""

from oxyclaim.engine.words import Cure, Kind, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.ledger.replacement.criteria import is_replacement, opens_new_rental
from oxyclaim.policy.rules.ledger.replacement.shared import first_month
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import is_coded_equipment


@criterion()
def replacement_modifier_in_use():
    """The payer marks the first month of a replacement with a modifier."""
    return p.modifier_replacement != ""


@criterion()
def coded_first_month_of_replacement():
    """The coded first month of equipment that replaces other equipment and opens new rental months."""
    return is_coded_equipment & replacement_modifier_in_use & is_replacement & opens_new_rental & first_month


@criterion(not_met="it is coded {line.modifiers}")
def replacement_is_told():
    """The replacement modifier is on the line, or in the narrative where the line has no room for it."""
    on_line = line.modifiers.list.contains(p.modifier_replacement)
    in_narrative = line.modifiers.list.contains(p.modifier_overflow) & line.narrative.str.contains(
        p.modifier_replacement
    )
    return on_line | in_narrative.fill_null(False)


@rule(
    "SCR-116",
    snip_level=6,
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=coded_first_month_of_replacement,
    requires=replacement_is_told,
    in_force=("2009-01-01", None),
    authority=("A52514, Replacement equipment", "NDENP"),
    sentence="Denied as the same or similar equipment: the first month of a replacement carries {p.modifier_replacement}, and "
    "{reasons}.",
    cure=Cure("add the replacement modifier, and the reason of the replacement in the narrative", "the biller"),
    denial="CO-119, M86",
)
def replacement_modifier_present():
    """The first month of a replacement carries RA; without it the payer sees a second unit within the lifetime."""
