"""The readings of an exercise test, of one session, each taken by somebody from whom the payer accepts a test."""

from oxyclaim.engine.grains import OTHER_TEST, TEST
from oxyclaim.engine.words import criterion, exists, of_other, p, test
from oxyclaim.policy.rules.coverage.own_criteria.testers import payer_accepted, tester_accepted
from oxyclaim.policy.rules.coverage.qualifying_test.criteria import REPORT, WHO
from oxyclaim.policy.rules.coverage.qualifying_test.exercise import (
    AGAIN,
    exercise_without_oxygen,
    has_reading_on_oxygen,
    other_is_better,
    other_is_resting_without_oxygen,
    same_session,
    third_of_three,
)


@criterion(TEST)
def own_reading():
    """A reading by somebody from whom the payer accepts a test, paid for by somebody who may."""
    return tester_accepted & payer_accepted


@criterion(OTHER_TEST)
def own_first_reading():
    """The reading at rest without oxygen, of the same session."""
    return same_session & other_is_resting_without_oxygen & of_other(own_reading)


@criterion(
    OTHER_TEST,
    not_met="the exercise reading of {other_test.date} on oxygen ({other_test.saturation} %) is not by somebody whose "
    "tests the payer accepts",
    unknown="the exercise reading of {other_test.date} on oxygen: who took and paid for it is not documented",
    ask=REPORT,
    cure=AGAIN,
)
def other_by_accepted():
    """The reading on oxygen was taken by somebody from whom the payer accepts a test."""
    return of_other(own_reading)


@criterion(OTHER_TEST)
def own_better_reading():
    """A better reading on oxygen, by somebody from whom the payer accepts a test."""
    return other_is_better & other_by_accepted


@criterion(TEST)
def own_improvement():
    """A reading during exercise on oxygen shows the improvement."""
    return exists(OTHER_TEST, own_better_reading, among=third_of_three)


@criterion(
    TEST,
    not_met=WHO + ": no reading at rest without oxygen in the same session",
    unknown="test {test.id} of {test.date}: the reading at rest without oxygen in the same session is not shown",
    ask=REPORT,
    cure=AGAIN,
)
def has_own_resting_reading():
    """The session also has a reading at rest without oxygen."""
    return exists(OTHER_TEST, own_first_reading)


@criterion(TEST)
def has_own_improvement():
    """The session also has a better reading during exercise on oxygen."""
    return has_reading_on_oxygen & own_improvement


@criterion(TEST)
def not_in_exercise():
    """Not an exercise test."""
    return test.state != "exercise"


@criterion(TEST)
def one_reading_enough():
    """The payer does not ask for several readings of an exercise test."""
    return p.exercise_readings.is_null() | (p.exercise_readings <= 1)


@criterion(TEST)
def two_readings_enough():
    """The payer asks for no third reading, on oxygen."""
    return p.exercise_readings.is_null() | (p.exercise_readings <= 2)


@criterion(TEST)
def first_two_readings():
    """Exercise without oxygen, with a reading at rest in the same session."""
    return exercise_without_oxygen & has_own_resting_reading


@criterion(TEST)
def third_reading_if_asked():
    """The reading on oxygen, where the payer asks for three."""
    return two_readings_enough | has_own_improvement


@criterion(TEST)
def readings_complete():
    """All readings that the payer requires of an exercise test: at rest, in exercise, and, of three, with oxygen."""
    return one_reading_enough | not_in_exercise | (first_two_readings & third_reading_if_asked)
