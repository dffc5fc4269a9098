"""Equipment that the patient owns: its contents are paid, and nothing else."""

from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_accessory, is_maintenance, is_rental_equipment
from oxyclaim.policy.rules.ledger.acquisition.criteria import patients_own


@criterion()
def is_visit_rent_or_accessory():
    """A maintenance visit, a rental month, or an accessory: everything but contents."""
    return is_maintenance | is_rental_equipment | is_accessory


@criterion(not_met="the equipment has been the patient's own since {line.device_patient_owns_since}")
def suppliers_own():
    """The equipment is the supplier's."""
    return ~patients_own


@rule(
    "COV-555",
    stage=Stage.COVERAGE,
    applies=is_visit_rent_or_accessory,
    requires=suppliers_own,
    not_met=Effect.EXCLUDED,
    in_force=("1989-06-01", None),
    authority="A52514",
    sentence="Of equipment that the patient owns only gaseous or liquid contents are paid: {reasons}.",
    cure=Cure("file no claim; GY if the patient wants a formal denial", "the supplier", Helps.NOT_TO_BE_BILLED),
    denial="PR-96",
)
def owned_equipment():
    """Visits, repairs, accessories and rent of equipment that the patient owns are excluded; contents are paid.

    So it is with equipment that was the patient's own on entering Medicare, and with equipment whose title the supplier
    has passed to the patient after the lifetime. While the supplier keeps the title, what holds in months 37 to 60 goes
    on holding after them (COV-500, COV-520).
    """
