"""What a person should look at beside a test that counts."""

from oxyclaim.engine.grains import TEST
from oxyclaim.engine.words import Effect, Kind, Stage, criterion, exists, p, rule, test
from oxyclaim.policy.rules.coverage.blood_gas_test.criteria import WHO, in_sleep
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.coverage.nothing import nothing


@criterion(TEST, met=WHO + ": the IDTF sent the supplier a copy without the patient's release or an order")
def copied_without_permission():
    """The IDTF sent the supplier a copy although neither an order nor a release allowed it."""
    return test.idtf_copied_supplier == "without_permission"


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
)
def idtf_copy():
    """The IDTF sends its report to the practitioner, and to the supplier only with leave."""


@criterion(TEST, met=WHO + ": the record names {test.concerns}")
def concern_named():
    """The record names something that may shift the reading."""
    return (test.concerns.list.len() > 0).fill_null(False)


@criterion()
def some_concern_named():
    """The record names something that may shift a reading."""
    return exists(TEST, concern_named)


@criterion()
def equipment_with_concern():
    """Oxygen equipment of a patient whose record names such a concern."""
    return is_rental_equipment & some_concern_named


@rule(
    "COV-125",
    stage=Stage.COVERAGE,
    kind=Kind.NOTE,
    applies=equipment_with_concern,
    requires=nothing,
    in_force=("2021-09-27", None),
    authority=("L33797, Initial coverage", "NCD240.2, B"),
    sentence="The record names something that may shift a reading (age, skin pigmentation, altitude, a reduced "
    "oxygen-carrying capacity); the policy tells contractors to weigh it and gives no number to add or subtract.",
)
def reading_may_be_shifted():
    """What may shift a reading belongs in the record; there is no numeric offset."""


@criterion(TEST)
def recorded_too_short():
    """Recorded for less than 2 hours."""
    return (test.recorded_hours < p.sleep_hours_min).fill_null(False)


@criterion(TEST)
def short_recording():
    """A reading in sleep from a recording shorter than 2 hours."""
    return in_sleep & recorded_too_short


@criterion()
def equipment_with_short_recording():
    """Oxygen equipment of a patient with a short recording in sleep."""
    return is_rental_equipment & exists(TEST, short_recording)


@rule(
    "COV-126",
    stage=Stage.COVERAGE,
    kind=Kind.NOTE,
    applies=equipment_with_short_recording,
    requires=nothing,
    in_force=("2015-10-01", None),
    authority="L33797, Overnight oximetry studies",
    sentence="A recording in sleep is shorter than {p.sleep_hours_min} hours; the policy asks for them where a fall from "
    "the baseline qualifies, reviewers often for every overnight test.",
)
def short_sleep_recording():
    """Two hours are written for the fall from the baseline; for a reading at the limit they are only advisable."""
