"""Which of several readings counts: an arterial blood gas, a later reading.

Only like is held against like: the same state, and readings on room air. Most patients read 92 to 96 % on oxygen, so that
a good value on oxygen, as in the third reading of an exercise test, says nothing against a low one without it.
"""

import polars as pl

from oxyclaim.engine.grains import OTHER_TEST, TEST
from oxyclaim.engine.words import criterion, exists, line, of_other, open_question, other_test, p, test
from oxyclaim.policy.rules.coverage.qualifying_test.readings import REPORT, WHO, any_reading
from oxyclaim.policy.rules.coverage.qualifying_test.soundness import sound

ABG = "arterial_blood_gas"
TITRATION = "titration_polysomnography"


def _on_air(of):
    return pl.coalesce(of.on_room_air, of.oxygen_flow_lpm == 0)


def _normal(of):
    """Above the Group II range, rounded only where the contractor publishes that it rounds."""
    return pl.coalesce(of.unrounded_saturation > p.group_2_saturation, of.unrounded_po2 > p.group_2_po2_max)


@criterion(OTHER_TEST)
def other_is_abg_same_day_same_state():
    """The other test is an arterial blood gas of the same day and state."""
    return (
        (test.method != ABG)
        & (other_test.method == ABG)
        & (other_test.date == test.date)
        & (other_test.state == test.state)
    )


@criterion(OTHER_TEST)
def breathing_alike():
    """Both on room air, or both on oxygen."""
    return _on_air(other_test) == _on_air(test)


@criterion(OTHER_TEST)
def other_abg_decides():
    """That arterial blood gas was taken under the same conditions, and is itself sound."""
    return other_is_abg_same_day_same_state & breathing_alike & of_other(sound)


@criterion(OTHER_TEST)
def other_is_contrary_abg():
    """An arterial blood gas of the same state on room air that shows no hypoxemia, whatever its day or soundness."""
    by_abg = (test.method != ABG) & (other_test.method == ABG)
    in_time = other_test.date <= line.service_date
    return by_abg & (other_test.state == test.state) & in_time & _on_air(other_test) & _normal(other_test)


@criterion(TEST)
def uncontradicted():
    """No arterial blood gas of the same state says otherwise."""
    return ~exists(OTHER_TEST, other_is_contrary_abg)


@criterion(
    TEST,
    authority="L33797, Testing specifications, General",
    not_met=WHO + ": an arterial blood gas of the same day and state decides instead",
    unknown="test {test.id} of {test.date}: whether an arterial blood gas of the same day and state decides instead "
    "is not known",
    ask=REPORT,
)
def not_superseded():
    """No sound arterial blood gas of the same day, taken in the same state and on the same air, takes its place."""
    return ~exists(OTHER_TEST, other_abg_decides)


@criterion(TEST)
def stands_against_abg():
    """No arterial blood gas says otherwise; how far another day's, or an unsound one, is preferred is open."""
    return open_question(
        "whether an arterial blood gas that contradicts the oximetry, taken on another day or not sound in itself, "
        "is preferred to it",
        lenient=any_reading,
        strict=uncontradicted,
        authority="NCD240.2, B",
    )


@criterion(OTHER_TEST)
def other_shows_the_same_need():
    """The other reading is later, and both are before the start of the rental, or both are repeat tests after it."""
    days = (other_test.date - line.rental_start).dt.total_days()
    both_before = other_test.date <= line.rental_start
    both_repeated = (test.date > line.rental_start) & (days <= p.initial_period_days)
    return (other_test.date > test.date) & (other_test.date <= line.service_date) & (both_before | both_repeated)


@criterion(OTHER_TEST)
def other_is_alike_and_normal():
    """The other reading shows no hypoxemia in the same state on room air; the supplier's own never counts.

    A night on PAP is held against another night on PAP only, and no oximetry against an arterial blood gas, which is
    preferred to it.
    """
    as_good = (test.method != ABG) | (other_test.method == ABG)
    without_pap = (other_test.state != "sleep") | (other_test.study != TITRATION) | (test.study == TITRATION)
    alike = (other_test.state == test.state) & as_good & without_pap & _on_air(other_test)
    return alike & _normal(other_test) & other_test.performed_by.is_in(p.qualified_testers)


@criterion(OTHER_TEST)
def other_is_later_and_normal():
    """A later reading in the same state on room air, at the same time of need, shows no hypoxemia."""
    return other_shows_the_same_need & other_is_alike_and_normal


@criterion(TEST)
def latest_of_its_kind():
    """No later reading in the same state, at the same time of need, says otherwise."""
    return ~exists(OTHER_TEST, other_is_later_and_normal)


@criterion(TEST)
def stands_against_later_reading():
    """No later reading in the same state says otherwise; which of two such readings shows the need is open."""
    return open_question(
        "whether test {test.id} of {test.date} ({test.state}) still shows the need: a later reading in the same state on "
        "room air shows no hypoxemia",
        lenient=any_reading,
        strict=latest_of_its_kind,
        authority="NCD240.2, B",
    )


@criterion(TEST)
def acceptable():
    """Sound, not superseded, and contradicted neither by an arterial blood gas nor by a later reading."""
    return sound & not_superseded & stands_against_abg & stands_against_later_reading
