"""What a blood gas study reads, and in which state it was taken. Asked of each test of the case."""

import polars as pl

from oxyclaim.engine.grains import TEST
from oxyclaim.engine.words import (
    Cure,
    Fact,
    Helps,
    criterion,
    derived,
    line,
    open_question,
    p,
    test,
)

NEW_TEST = Cure("have a qualified provider test the patient again", "the treating practitioner", Helps.LATER)
REPORT = Cure("obtain the test report", "whoever took the test")
NOTE = Cure("obtain the practitioner's note or signed report", "the treating practitioner")

DAY = Cure("obtain the note or the discharge record for the day of the test", "the treating practitioner")

WHO = "test {test.id} of {test.date} ({test.state}, {test.result})"

SATURATION = pl.coalesce(test.spo2_percent, test.sao2_percent)
ROUNDED_SATURATION = (SATURATION + 0.5).floor()
ROUNDED_PO2 = (test.po2_mmhg + 0.5).floor()
ROUNDING_IS_PUBLISHED = line.beneficiary_state.is_in(p.rounding_states).fill_null(False)


def _text(value: pl.Expr) -> pl.Expr:
    return value.round(2).cast(pl.String).str.strip_suffix(".0")


@derived(TEST)
def saturation():
    """The saturation read, in percent, by oximetry or from arterial blood."""
    return SATURATION


@derived(TEST)
def result():
    """The value as people write it."""
    return pl.coalesce(
        pl.format("{} %", _text(SATURATION)), pl.format("{} mm Hg", _text(test.po2_mmhg)), pl.lit("no value given")
    )


@derived(TEST)
def record_is_there():
    """Always true."""
    return pl.lit(True)


@derived(TEST)
def rounded_saturation():
    """The saturation rounded to a whole percent, halves up."""
    return ROUNDED_SATURATION


@derived(TEST)
def rounded_po2():
    """The PO2 rounded to whole mm Hg, halves up."""
    return ROUNDED_PO2


@derived(TEST)
def unrounded_saturation():
    """The saturation, rounded only where the contractor of the beneficiary's state publishes that it rounds."""
    return pl.when(ROUNDING_IS_PUBLISHED).then(ROUNDED_SATURATION).otherwise(SATURATION)


@derived(TEST)
def unrounded_po2():
    """The PO2, rounded only where the contractor of the beneficiary's state publishes that it rounds."""
    return pl.when(ROUNDING_IS_PUBLISHED).then(ROUNDED_PO2).otherwise(test.po2_mmhg)


def either_reading(question, of_saturation, of_po2):
    """A limit on the test's one value, with and without rounding."""

    def value(saturation, po2):
        return Fact(pl.coalesce(of_saturation(saturation), of_po2(po2)))

    return open_question(
        question,
        lenient=value(test.rounded_saturation, test.rounded_po2),
        strict=value(test.unrounded_saturation, test.unrounded_po2),
        authority="NRND",
    )


ROUNDING = "whether this contractor, which publishes no rule, rounds {test.result} to a whole number"


@criterion(
    TEST,
    authority="L33797, Group I",
    not_met=WHO + ": above {p.group_1_saturation_max} % or {p.group_1_po2_max} mm Hg",
    unknown="test {test.id} of {test.date}: the value is not known",
    ask=REPORT,
    last=1,
)
def meets_group_1_value():
    """The value is at or below the Group I limit."""
    return either_reading(ROUNDING, lambda s: s <= p.group_1_saturation_max, lambda v: v <= p.group_1_po2_max)


@criterion(
    TEST,
    authority="L33797, Group II",
    not_met=WHO + ": not {p.group_2_saturation} % or {p.group_2_po2_min} to {p.group_2_po2_max} mm Hg",
    unknown="test {test.id} of {test.date}: the value is not known",
    ask=REPORT,
    last=1,
)
def meets_group_2_value():
    """The value is in the Group II range."""
    return either_reading(
        ROUNDING,
        lambda s: s == p.group_2_saturation,
        lambda v: (v >= p.group_2_po2_min) & (v <= p.group_2_po2_max),
    )


@criterion(
    TEST,
    authority="L33797, Group III",
    not_met=WHO + ": that is hypoxemia, not its absence",
    unknown="test {test.id} of {test.date}: the value is not known",
    ask=REPORT,
)
def shows_no_hypoxemia():
    """The value is above the Group II range."""
    return either_reading(ROUNDING, lambda s: s > p.group_2_saturation, lambda v: v > p.group_2_po2_max)


@criterion(TEST, unknown="test {test.id} of {test.date}: at rest, in exercise or in sleep is not said", ask=REPORT)
def at_rest():
    """Taken at rest and awake."""
    return test.state == "rest"


@criterion(TEST, unknown="test {test.id} of {test.date}: at rest, in exercise or in sleep is not said", ask=REPORT)
def in_sleep():
    """Taken during sleep."""
    return test.state == "sleep"


@criterion(TEST)
def around_exercise():
    """Taken without oxygen during exercise or in the recovery after it: what might be the qualifying reading."""
    without_oxygen = pl.coalesce(test.on_room_air, test.oxygen_flow_lpm == 0)
    return test.state.is_in(["exercise", "recovery"]) & without_oxygen


@criterion(
    TEST,
    authority="L33797, Exercise testing",
    not_met=WHO + ": taken in recovery, resting after exercise, which never counts",
    unknown="test {test.id} of {test.date}: at rest, in exercise or in sleep is not said",
    cure=Cure("repeat the exercise test with all three readings in one session", "the treating practitioner",
              Helps.LATER),
)  # fmt: skip
def during_exercise():
    """Taken during exercise, not in the recovery after it."""
    return test.state == "exercise"


@criterion(TEST)
def any_reading():
    """Any reading."""
    return test.record_is_there


@criterion(
    TEST,
    not_met=WHO + ": taken on oxygen, so that it does not show the absence of hypoxemia",
    unknown="test {test.id} of {test.date}: room air or oxygen is not said",
    ask=REPORT,
)
def on_room_air():
    """Read while breathing room air."""
    return pl.coalesce(test.on_room_air, test.oxygen_flow_lpm == 0)
