"""What the claim itself must carry."""

from oxyclaim.engine.grains import LINE
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, derived, line, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment


@derived(LINE)
def missing_claim_data():
    """The keys that the payer's claim wants and the case does not fill."""
    return p.claim_requires.list.set_difference(line.given).list.sort()


@criterion(not_met="the case lacks {line.missing_claim_data}")
def claim_data_complete():
    """Everything that the claim must carry is in the case."""
    return line.missing_claim_data.list.len() == 0


@rule(
    "CLM-100",
    stage=Stage.SCRUB,
    applies=is_rental_equipment,
    requires=claim_data_complete,
    not_met=Effect.HOLD,
    in_force=("2012-01-01", None),
    authority=("X222", "CGSPECOS"),
    sentence="The claim cannot be written: {reasons}.",
    cure=Cure("add it to the case file", "the supplier's records"),
)
def claim_data():
    """A claim carries the patient, the payer, the supplier, the ordering practitioner, a diagnosis and a charge."""


@criterion(not_met="{line.units} units are on the line")
def one_unit():
    """One unit a rental month."""
    return line.units == p.units_per_month


@rule(
    "CLM-110",
    stage=Stage.SCRUB,
    applies=is_rental_equipment,
    requires=one_unit,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="NPAY",
    sentence="A rental month is one unit: {reasons}.",
    cure=Cure("enter one unit", "the biller"),
)
def one_unit_a_month():
    """A rental month is billed as one unit."""
