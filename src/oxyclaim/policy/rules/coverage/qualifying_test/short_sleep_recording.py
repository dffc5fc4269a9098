"""Two hours are written for the fall from the baseline; for a reading at the limit they are only advisable."""

from oxyclaim.engine.grains import TEST
from oxyclaim.engine.words import Kind, Stage, criterion, exists, p, rule, test
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.coverage.nothing import nothing
from oxyclaim.policy.rules.coverage.qualifying_test.criteria import in_sleep


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
