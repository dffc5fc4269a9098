"""The first claim of a replacement before the end of the lifetime tells why in the narrative."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, rule
from oxyclaim.policy.rules.ledger.replacement.criteria import for_an_incident, is_replacement, supplier_is_gone
from oxyclaim.policy.rules.ledger.replacement.shared import first_month


@criterion()
def incident_in_first_month():
    """The first month of a rental that follows a loss, theft or damage, or the end of the former supplier."""
    return is_replacement & (for_an_incident | supplier_is_gone) & first_month


@criterion(not_met="the line has no narrative", ask=Cure("write the reason into the narrative", "the biller"))
def incident_told():
    """A narrative tells the incident."""
    return line.narrative.is_not_null()


@rule(
    "LED-031",
    roles=Role.RESTART,
    stage=Stage.LEDGER,
    applies=incident_in_first_month,
    requires=incident_told,
    not_met=Effect.HOLD,
    in_force=("2009-01-01", None),
    authority="NRA",
    sentence="The first month of a replacement before the end of the lifetime tells the reason in its narrative: {reasons}.",
    cure=Cure(
        "write the reason into the narrative, and keep the proof (a police report, photographs; the notice "
        "of the former supplier's bankruptcy or end of enrollment)",
        "the biller",
    ),
)
def incident_narrative():
    """The first claim of a replacement before the end of the lifetime tells why in the narrative.

    So does the first claim after the bankruptcy of the earlier supplier.
    """
