"""The exercise test: three readings in one session."""

import polars as pl

from oxyclaim.engine.grains import OTHER_TEST, TEST
from oxyclaim.engine.words import (
    Cure,
    Helps,
    criterion,
    exists,
    known,
    of_other,
    other_test,
    test,
)
from oxyclaim.policy.rules.coverage.qualifying_test.readings import (
    REPORT,
    WHO,
    during_exercise,
)
from oxyclaim.policy.rules.coverage.qualifying_test.soundness import (
    sound,
)


@criterion(OTHER_TEST)
def same_session():
    """The other reading belongs to the same session."""
    return (other_test.session == test.session) & (other_test.date == test.date)


@criterion(OTHER_TEST)
def other_is_resting_without_oxygen():
    """The other reading: at rest, without oxygen, with a value."""
    without = pl.coalesce(other_test.on_room_air, other_test.oxygen_flow_lpm == 0)
    return (other_test.state == "rest") & without & known(other_test.saturation)


@criterion(OTHER_TEST)
def other_is_exercise_on_oxygen():
    """The other reading: during exercise, on oxygen."""
    on_oxygen = pl.coalesce(~other_test.on_room_air, other_test.oxygen_flow_lpm > 0)
    return (other_test.state == "exercise") & on_oxygen


@criterion(OTHER_TEST)
def first_of_three():
    """The reading at rest without oxygen, of the same session, sound in itself."""
    return same_session & other_is_resting_without_oxygen & of_other(sound)


@criterion(OTHER_TEST)
def third_of_three():
    """The reading during exercise with oxygen, of the same session."""
    return same_session & other_is_exercise_on_oxygen


AGAIN = Cure(
    "repeat the exercise test with all three readings in one session", "the treating practitioner", Helps.LATER
)


@criterion(
    TEST,
    authority="L33797, Exercise testing",
    not_met=WHO + ": no reading at rest without oxygen in the same session",
    unknown="test {test.id} of {test.date}: the reading at rest without oxygen in the same session is not shown",
    ask=REPORT,
    cure=AGAIN,
)
def has_resting_reading():
    """The session also has a reading at rest without oxygen."""
    return exists(OTHER_TEST, first_of_three)


@criterion(
    TEST,
    authority="L33797, Exercise testing",
    not_met=WHO + ": no reading during exercise on oxygen in the same session",
    unknown="test {test.id} of {test.date}: whether the session has a reading during exercise on oxygen is not shown",
    ask=REPORT,
    cure=AGAIN,
)
def has_reading_on_oxygen():
    """The session also has a reading during exercise on oxygen."""
    return exists(OTHER_TEST, third_of_three)


@criterion(
    OTHER_TEST,
    authority="L33797, Exercise testing",
    not_met="the exercise reading of {other_test.date} on oxygen ({other_test.saturation} %) shows no improvement over "
    "{test.saturation} % without it",
    unknown="the exercise reading of {other_test.date} on oxygen: the value is not known",
    ask=REPORT,
    cure=AGAIN,
)
def other_is_better():
    """The reading on oxygen is better than the one without."""
    return other_test.saturation > test.saturation


@criterion(
    OTHER_TEST,
    authority="L33797, Exercise testing",
    not_met="the exercise reading of {other_test.date} on oxygen ({other_test.saturation} %) does not count in itself",
    unknown="the exercise reading of {other_test.date} on oxygen: whether it counts in itself (who took it, "
    "ordered it and evaluated it) is not documented",
    ask=REPORT,
    cure=AGAIN,
)
def other_counts():
    """The reading on oxygen is sound in itself."""
    return of_other(sound)


@criterion(OTHER_TEST)
def other_shows_improvement():
    """A sound reading on oxygen that is better than the one without."""
    return other_is_better & other_counts


@criterion(TEST)
def shows_improvement():
    """A reading during exercise on oxygen shows the improvement."""
    return exists(OTHER_TEST, other_shows_improvement, among=third_of_three)


@criterion(TEST)
def has_improvement_on_oxygen():
    """The session also has a better reading during exercise on oxygen."""
    return has_reading_on_oxygen & shows_improvement


@criterion(
    TEST,
    authority="L33797, Exercise testing",
    not_met=WHO + ": taken on oxygen; the qualifying exercise reading is the one without it",
    unknown="test {test.id} of {test.date}: room air or oxygen is not said",
    ask=REPORT,
)
def exercise_without_oxygen():
    """The exercise reading was taken without oxygen."""
    return pl.coalesce(test.on_room_air, test.oxygen_flow_lpm == 0)


@criterion(TEST)
def complete_exercise_test():
    """A reading during exercise without oxygen, with its two companions in one session."""
    return during_exercise & exercise_without_oxygen & has_resting_reading & has_improvement_on_oxygen
