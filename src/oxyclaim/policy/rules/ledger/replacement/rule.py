"""A replacement opens a new rental only after the lifetime or an incident; its first month carries RA."""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, first_of, if_used, line, output, p, rule
from oxyclaim.policy.rules.ledger.replacement.criteria import for_an_incident, is_replacement, opens_new_rental


@rule(
    "LED-030",
    stage=Stage.LEDGER,
    applies=is_replacement,
    requires=opens_new_rental,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2009-01-01", None),
    authority=("NRA", "HC15", "CGS10985"),
    sentence="This replacement opens no new rental months: {reasons}.",
    cure=Cure("go on with the months of the earlier rental", "the biller"),
    denial="CO-119, M86",
)
def replacement():
    """New rental months begin when the lifetime has ended, or the equipment was lost, stolen or damaged for good.

    A supplier's bankruptcy counts as a loss of the equipment. A portable unit's lifetime is that of the stationary
    unit beside it. Wear, another unit or another supplier open none.
    """


@criterion()
def first_month():
    """The first month of this rental."""
    return line.service_date == line.rental_start


@criterion()
def incident_in_first_month():
    """The first month of a rental that follows a loss, theft or damage."""
    return is_replacement & for_an_incident & first_month


@criterion(not_met="the line has no narrative", ask=Cure("write the reason into the narrative", "the biller"))
def incident_told():
    """A narrative tells the incident."""
    return line.narrative.is_not_null()


@rule(
    "LED-031",
    stage=Stage.LEDGER,
    applies=incident_in_first_month,
    requires=incident_told,
    not_met=Effect.HOLD,
    in_force=("2009-01-01", None),
    authority="NRA",
    sentence="The first month after a loss, theft or damage tells the reason in its narrative: {reasons}.",
    cure=Cure("write the reason into the narrative, and keep the proof (a police report, photographs)", "the biller"),
)
def incident_narrative():
    """The first claim of a replacement before the end of the lifetime tells why in the narrative.

    So does the first claim after the bankruptcy of the earlier supplier.
    """


@output(Stage.LEDGER, is_replacement, opens_new_rental, first_month)
def replacement_modifier(replaces, opens, first):
    """RA in the first month of a replacement that opens a new rental; otherwise empty."""
    return if_used(p.modifier_replacement, first_of((replaces & opens & first, p.modifier_replacement), otherwise=""))
