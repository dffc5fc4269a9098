"""E1391 has two outlets for two patients who share it; only one of them is billed."""

from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, line, p, rule


@criterion()
def is_for_two_patients():
    """A concentrator that two patients may use."""
    return line.code.is_in(p.two_patient_codes)


@criterion(not_met="the concentrator is billed for another patient")
def billed_for_one_patient():
    """The concentrator is billed for no other patient."""
    return ~line.device_billed_for_another_patient


@rule(
    "COV-422",
    stage=Stage.COVERAGE,
    applies=is_for_two_patients,
    requires=billed_for_one_patient,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2006-01-01", None),
    authority="A52514",
    sentence="A concentrator that two patients use is billed for one of them: {reasons}.",
    cure=Cure("bill it for one of the two patients", "the biller", Helps.NOT_TO_BE_BILLED),
    denial="CO-119, M86",
)
def one_of_two_patients():
    """E1391 has two outlets for two patients who share it; only one of them is billed."""
