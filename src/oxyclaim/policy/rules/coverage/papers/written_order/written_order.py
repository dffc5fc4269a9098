"""A complete standard written order is in the supplier's hands before the claim goes out."""

from oxyclaim.engine.words import Effect, Stage, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import ASK, has_written_order


@rule(
    "PAP-100",
    stage=Stage.COVERAGE,
    applies=is_rental_equipment,
    requires=has_written_order,
    not_met=Effect.HOLD,
    in_force=("2015-10-01", None),
    authority=("42CFR410.38", "L33797, General"),
    sentence="A complete standard written order must be in hand before the claim: {reasons}.",
    cure=ASK,
    asserts="coverage",
    denial="CO-50, N115",
)
def written_order():
    """A complete standard written order is in the supplier's hands before the claim goes out.

    Six elements: patient name or MBI, order date, description, quantity where one applies, practitioner
    name or NPI, and the practitioner's signature.
    """
