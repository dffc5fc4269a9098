"""A replacement opens a new rental only after the lifetime or an incident; its first month carries RA."""

from oxyclaim.engine.words import Stage, criterion, first_of, if_used, line, output, p
from oxyclaim.policy.rules.ledger.replacement.criteria import is_replacement, opens_new_rental


@criterion()
def first_month():
    """The first month of this rental."""
    return line.service_date == line.rental_start


@output(Stage.LEDGER, is_replacement, opens_new_rental, first_month)
def replacement_modifier(replaces, opens, first):
    """RA in the first month of a replacement that opens a new rental; otherwise empty."""
    return if_used(p.modifier_replacement, first_of((replaces & opens & first, p.modifier_replacement), otherwise=""))
