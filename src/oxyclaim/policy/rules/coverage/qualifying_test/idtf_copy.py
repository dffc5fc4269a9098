"""The IDTF sends its report to the practitioner, and to the supplier only with leave."""

from oxyclaim.engine.grains import TEST
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, rule, test
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.coverage.qualifying_test.criteria import WHO


@criterion(TEST)
def taken_by_idtf():
    """An independent diagnostic testing facility took the test, or nobody has said who did."""
    return test.performed_by.eq_missing("idtf") | test.performed_by.is_null()


@criterion(TEST)
def copy_not_allowed():
    """The supplier got a copy although neither an order nor a release allowed it."""
    return test.idtf_copied_supplier == "without_permission"


@criterion(TEST, met=WHO + ": the IDTF sent the supplier a copy without the patient's release or an order")
def copied_without_permission():
    """The IDTF sent the supplier a copy although neither an order nor a release allowed it."""
    return taken_by_idtf & copy_not_allowed


@criterion(not_met="an IDTF sent the supplier a copy of a test without the patient's release or an order")
def no_copy_without_permission():
    """No test report reached the supplier without permission."""
    return ~exists(TEST, copied_without_permission)


@rule(
    "COV-120",
    stage=Stage.COVERAGE,
    applies=is_rental_equipment,
    requires=no_copy_without_permission,
    not_met=Effect.REVIEW,
    in_force=("2015-10-01", None),
    authority="L33797, Overnight oximetry studies",
    sentence="The policy lets an IDTF copy the supplier only if it serves the patient, holds an order, or the patient has "
    "signed a release, and does not say what else follows: {reasons}.",
    cure=Cure(
        "show the order that you held, or the patient's signed release, from before the copy was sent",
        "the supplier's records",
    ),
)
def idtf_copy():
    """The IDTF sends its report to the practitioner, and to the supplier only with leave."""
