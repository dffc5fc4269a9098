"""The supplier keeps a signed, complete proof of delivery; without it the line is denied on review."""

from oxyclaim.engine.words import Effect, Stage, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.coverage.papers.proof_of_delivery.criteria import SLIP, has_proof_of_delivery


@rule(
    "PAP-200",
    stage=Stage.COVERAGE,
    applies=is_rental_equipment,
    requires=has_proof_of_delivery,
    not_met=Effect.HOLD,
    in_force=("2015-10-01", None),
    authority=("NPOD", "A55426", "L33797, General", "NENT"),
    sentence="A proof of delivery must be on file: {reasons}.",
    cure=SLIP,
    asserts="coverage",
    denial="CO-50, N115",
)
def proof_of_delivery():
    """The supplier keeps a signed, complete proof of delivery; without it the line is denied on review.

    A patient who comes to Medicare with the equipment signs and dates a statement that the supplier examined it, and
    the supplier attests that it meets Medicare's requirements, also on its lifetime.
    """
